// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <deque>
#include <memory>
#include <memory_resource>
#include <optional>
#include <utility>
#include <vector>

#include "framing/websocket_handshake.hpp"
#include "plan/arguments.hpp"
#include "plan/execution.hpp"
#include "runtime/access_log.hpp"
#include "runtime/alarm.hpp"
#include "runtime/audit.hpp"
#include "runtime/generation.hpp"
#include "runtime/http1/connection.hpp"
#include "runtime/respond.hpp"
#include "runtime/rpc_protocol.hpp"
#include "runtime/rpc_run.hpp"
#include "runtime/socket_run.hpp"
#include "runtime/stream_run.hpp"
#include "runtime/token_answers.hpp"
#include "runtime/trace.hpp"
#include "runtime/worker_sessions.hpp"

namespace bff::runtime {

class Dispatcher;
class LoginRun;
struct LoginAnswer;

// The life of one request, from its head to its line in the access log; request_run.cpp reads
// like the table in docs/architecture.md. Runs are pooled by their Dispatcher and live on one
// worker.
class RequestRun {
 public:
  explicit RequestRun(Dispatcher& dispatcher);
  RequestRun(const RequestRun&) = delete;
  RequestRun& operator=(const RequestRun&) = delete;

  void start(std::shared_ptr<http1::Exchange> exchange, std::shared_ptr<Generation> generation);

  // Ends without an answer: the worker stops.
  void abandon();

  // Its place among the dispatcher's runs.
  void set_index(std::size_t index) noexcept { index_ = index; }
  std::size_t index() const noexcept { return index_; }

  // Called by the StreamRun, once, at its end: nothing was sent yet, or the answer is over.
  void on_stream_refused(Error error);
  void on_stream_ended(const Error* error);
  // Likewise, of streams without a form: the one message; the client sends no more.
  void on_stream_answer(std::string message);
  void on_content_failed(Error error);
  // Called by the SocketRun, once, at its end: how the call is recorded, and why it did not end in
  // order.
  void on_socket_ended(int rpc_code, const Error* error);

  // Called by an RpcRun when its RPC has ended, with all its attempts.
  void on_rpc_finished(RpcRun& rpc, upstream::RpcOutcome outcome);

 private:
  Result<void> match();
  void proceed(const Result<void>& authenticated);
  void launch();
  Result<void> bind();
  Result<void> read_body();
  void pump();
  void begin(plan::Rpc& rpc);
  void run_local(plan::Rpc& rpc);
  std::string_view idempotency_key(const plan::Call& call) const;
  void finish();
  // Who asks: request_run_caller.cpp.
  void identify();
  void find_caller();
  Result<void> authenticate(const auth::IssuerRules*& wanting);
  void set_challenge(const auth::Policy& policy);
  // Whoever they show is then principal_; nobody, where the request has no such credentials.
  Result<void> check_token(const auth::IssuerRules*& wanting);
  Result<void> check_api_key();
  Result<void> check_possession(const auth::Verified& token, const auth::Credentials& credentials);
  bool shows_credentials() const;
  bool await_keys(const auth::IssuerRules& issuer);
  void on_keys(KeyAnswer answer);
  // Who asks by browser, and where they log in: request_run_session.cpp.
  bool takes_session() const;
  Result<bool> open_session();
  void on_session(Result<WorkerSessions::Opened> opened);
  void take_session(const WorkerSessions::Opened& opened);
  bool is_login() const;
  void serve_login();
  void on_login(const LoginRun& login, Result<LoginAnswer> answer);
  // Tokens whose issuer is asked about them: request_run_introspection.cpp. question_ is then what
  // has to be asked first.
  Result<std::shared_ptr<const auth::Verified>> verify_token(std::string_view token,
                                                             const auth::IssuerRules*& wanting);
  Result<std::shared_ptr<const auth::Verified>> ask(const auth::IssuerRules& issuer,
                                                    std::string_view token, auth::Asked asked);
  void await_answer();
  void on_token_answer(const TokenAnswer& answer);
  // Callers who were refused: request_run_refusal.cpp.
  Result<void> check_attempts() const;
  void tell_refusal(const Error& error);
  void count_refusal(const Error& error);
  void audit(AuditEvent event);
  // The address that the request came from.
  std::string_view peer() const noexcept;
  // What services are told of who asks: request_run_told.cpp.
  struct Told {
    std::uint16_t upstream = 0;
    bool ready = false;            // `fields` or `failure` are there
    ServiceTokens::Token token;    // "Bearer …"; null: none is sent
    std::optional<Error> failure;  // why the token that is to be sent is not to be had
    upstream::MetadataView fields;
  };
  bool await_tokens();
  void exchange(const ToldCallers& callers, std::uint16_t upstream);
  void on_token(std::uint16_t upstream, const Result<ServiceToken>& answer);
  void on_tokens_late();
  Told& told_entry(std::uint16_t upstream);
  const Told& told(std::uint16_t upstream);
  void make_told(Told& told, ToldCallers& callers);
  ServiceTokens::Token minted_token(ToldCallers& callers);
  // Null: it can be made.
  const Error* withheld(const plan::Call& call);
  bool tells_keys();
  // A method that is served 1:1: request_run_exposed.cpp.
  Result<void> choose_answer();
  Result<void> read_rpc();
  Result<void> transcode();
  transcode::RequestParts request_parts() const;
  void call_exposed();
  void answer_exposed(Result<std::string> response);
  Result<http1::Response> exposed_response(std::string_view response);
  // A method whose answer is a stream: request_run_stream.cpp.
  void call_stream();
  std::unique_ptr<StreamForm> make_form(std::unique_ptr<MessageJson> json, std::string lines);
  std::unique_ptr<StreamForm> exposed_form();
  bool is_upload() const noexcept;
  bool has_events() const noexcept;
  void open_stream(std::unique_ptr<StreamForm> form, const plan::Call& call,
                   const plan::Fields& metadata, std::string_view message);
  void stream_route(plan::Rpc rpc);
  bool take_stream_place();
  void record_stream(upstream::Clock::time_point started, int code, const std::string& message);
  // A method that is reached by WebSocket: request_run_socket.cpp.
  bool finds_socket();
  bool is_only_socket(const Error& error);
  Result<void> check_handshake();
  Result<void> check_first_message();
  void call_socket();
  void respond(http1::Response response, const Error* error, bool partial);
  void fail(const Error& error);
  void client_gone();
  void cancel_open();
  void log(int status, std::size_t bytes, std::chrono::nanoseconds duration, const Error* error);
  void end();
  const plan::RoutePlan& plan() const { return *route_->plan; }

  Dispatcher& dispatcher_;
  std::size_t index_ = 0;
  std::array<std::byte, 16 * 1024> buffer_;
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};

  std::shared_ptr<http1::Exchange> exchange_;
  std::shared_ptr<Generation> generation_;
  upstream::Clock::time_point started_{}, deadline_{};
  std::chrono::system_clock::time_point time_{};
  std::optional<RequestId> id_;
  std::optional<TraceParent> trace_;
  AnswerContext context_;
  std::string allow_;
  route::Match match_;
  const ServedRoute* route_ = nullptr;
  std::shared_ptr<const auth::Principal> principal_;
  WorkerSessions::Held session_;                   // null: the browser has none
  std::size_t cookie_parts_ = 0;                   // cookies of the session that the browser has
  std::string cookie_lines_;                       // of the answer's head
  std::shared_ptr<RequestRun*> awaiting_session_;  // as awaiting_keys_
  // Held by who is to call on_keys() or on_token_answer(), weakly.
  std::shared_ptr<RequestRun*> awaiting_keys_;
  std::string address_;  // the client's, where a trusted proxy tells it; else empty
  std::optional<TokenQuestion> question_;
  std::optional<TokenAnswer> token_answer_;  // to it
  // The access token that the caller is known by, for services to be told; empty: there is none.
  // Lives as long as the request or principal_.
  std::string_view caller_token_;
  std::vector<Told> told_;                        // by the upstreams that were called
  std::shared_ptr<RequestRun*> awaiting_tokens_;  // held by who is to call on_token(), weakly
  std::size_t tokens_awaited_ = 0;
  std::optional<Alarm> tokens_due_;
  std::optional<std::pmr::vector<plan::Argument>> arguments_;
  std::string body_;  // the request's, as protobuf; of an exposed method its request message
  // Of an exposed method: the media type that the client takes; of a stream its form.
  std::string_view answer_type_;
  std::size_t answer_form_ = 0;
  std::optional<RpcProtocol> rpc_protocol_;  // absent: plain HTTP
  std::optional<std::chrono::nanoseconds> rpc_timeout_;
  std::optional<framing::websocket::Handshake> handshake_;  // there: a WebSocket is asked for
  std::string_view offered_token_;                          // among its subprotocols; or empty
  std::optional<plan::Execution> execution_;
  std::optional<StreamRun> stream_;
  std::optional<SocketRun> socket_;
  plan::CallId stream_call_ = 0;
  std::string stream_place_;  // whose streams this one is counted with; empty: not counted
  std::deque<RpcRun> rpcs_;   // stable addresses: handlers point at them
  std::vector<CallRecord> records_;
  std::vector<std::uint16_t> expired_;  // RPCs handed out after the deadline
  std::vector<plan::Rpc> local_;        // RPCs that are made in-process
  std::optional<plan::Rpc> streaming_;  // the one whose messages are the answer
  // The services' cookies that are passed on, by call and part: their order is the plan's.
  std::vector<std::pair<std::pair<plan::CallId, std::uint32_t>, std::vector<std::string>>> cookies_;
  std::string line_;  // of the access log, kept for its capacity
};

}  // namespace bff::runtime
