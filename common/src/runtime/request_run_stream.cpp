// SPDX-License-Identifier: Apache-2.0
// Requests whose answer is a stream of messages.
#include <array>
#include <memory_resource>

#include <boost/container/small_vector.hpp>

#include "plan/execution.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/http_body_form.hpp"
#include "runtime/request_run.hpp"
#include "transcode/answer.hpp"
#include "transcode/binding.hpp"

namespace bff::runtime {
namespace {

// Messages of an exposed method, as its answers would be.
class ExposedJson final : public MessageJson {
 public:
  explicit ExposedJson(const transcode::Binding& binding) : binding_(binding) {}

  Result<void> append(std::string& out, std::string_view message) override {
    const auto written = transcode::append_answer(out, binding_, message, arena_);
    arena_.release();
    return written;
  }
  Result<std::optional<std::string>> id_of(std::string_view) override {
    return std::optional<std::string>{};
  }

 private:
  const transcode::Binding& binding_;
  std::array<std::byte, 4096> buffer_;
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};
};

// Messages of a route's stream, in its shape.
class RouteJson final : public MessageJson {
 public:
  explicit RouteJson(plan::Execution& execution) : execution_(execution) {}

  Result<void> append(std::string& out, std::string_view message) override {
    const auto written = execution_.stream_message(out, message, arena_);
    arena_.release();
    return written;
  }
  Result<std::optional<std::string>> id_of(std::string_view message) override {
    auto id = execution_.stream_id(message, arena_);
    arena_.release();
    return id;
  }

 private:
  plan::Execution& execution_;
  std::array<std::byte, 4096> buffer_;
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};
};

}  // namespace

bool RequestRun::take_stream_place() {
  http1::ConnectionQuota* const quota = dispatcher_.streams();
  if (quota == nullptr) return true;
  std::string place = http1::quota_key(peer());
  if (!quota->acquire(place)) return false;
  stream_place_ = std::move(place);
  return true;
}

std::unique_ptr<StreamForm> RequestRun::make_form(std::unique_ptr<MessageJson> json,
                                                  std::string lines) {
  const auto form = plan().stream->forms[answer_form_];
  if (form == plan::StreamPlan::Form::ndjson) {
    return make_ndjson_form(std::move(json), context_, std::move(lines));
  }
  return make_sse_form(std::move(json), context_, std::move(lines),
                       generation_->snapshot->config.streams.retry);
}

void RequestRun::call_stream() {
  if (rpc_protocol_) {
    return open_stream(rpc_protocol_->stream(*plan().exposed, context_), plan().calls[0], {},
                       body_);
  }
  open_stream(exposed_form(), plan().calls[0], {}, body_);
}

// None for an answer of one message.
std::unique_ptr<StreamForm> RequestRun::exposed_form() {
  if (!plan().stream) return nullptr;
  std::string lines = header_lines({}, plan());
  if (has_events()) {
    return make_form(std::make_unique<ExposedJson>(*plan().exposed), std::move(lines));
  }
  return make_http_body_form(*plan().exposed, context_, std::move(lines));
}

// The request's content is a stream.
bool RequestRun::is_upload() const noexcept { return plan().exposed && plan().exposed->upload; }

// The answer is a stream of messages, in a form that tells one from the next.
bool RequestRun::has_events() const noexcept {
  return plan().stream && !plan().stream->forms.empty();
}

// All other calls of the route have ended.
void RequestRun::stream_route(plan::Rpc rpc) {
  auto head = execution_->stream_head();
  if (!head) return fail(head.error());
  open_stream(make_form(std::make_unique<RouteJson>(*execution_), header_lines(*head, plan())),
              plan().calls[rpc.call], rpc.metadata, rpc.request);
}

void RequestRun::open_stream(std::unique_ptr<StreamForm> form, const plan::Call& call,
                             const plan::Fields& fields, std::string_view message) {
  if (context_.head && form) return respond(form->head(), nullptr, false);
  if (const Error* const why = withheld(call)) {
    stream_call_ = static_cast<plan::CallId>(&call - plan().calls.data());
    record_stream(upstream::Clock::now(), plan::rpc_code_of(*why), why->internal);
    Error error = *why;
    error.call = call.name;
    return fail(error);
  }
  if (!take_stream_place()) {
    return fail({.code = Errc::too_many_requests,
                 .detail = "too many streams are open: close some of them"});
  }
  boost::container::small_vector<std::pair<std::string_view, std::string_view>, 8> metadata{
      {"x-request-id", id_->text()}, {"traceparent", trace_->text()}};
  const bool sse = !rpc_protocol_ && has_events() &&
                   plan().stream->forms[answer_form_] == plan::StreamPlan::Form::sse;
  if (const auto last = exchange_->request().header("last-event-id"); sse && last) {
    metadata.emplace_back("last-event-id", *last);
  }
  if (const auto key = idempotency_key(call); !key.empty()) {
    metadata.emplace_back("idempotency-key", key);
  }
  for (const auto& field : told(call.upstream).fields) metadata.push_back(field);
  for (const auto& [name, value] : fields) metadata.emplace_back(name, value);
  const auto& config = generation_->snapshot->config.streams;
  StreamTerms terms{.heartbeat = config.heartbeat,
                    .idle = config.idle,
                    .max_life = config.max_life,
                    .error_details = plan().error_details,
                    .transfer = !rpc_protocol_ && !has_events()};
  if (rpc_timeout_ && *rpc_timeout_ < terms.max_life) {
    terms.max_life = std::chrono::duration_cast<std::chrono::milliseconds>(*rpc_timeout_);
  }
  stream_call_ = static_cast<plan::CallId>(&call - plan().calls.data());
  stream_.emplace(*this, dispatcher_.loop(), *exchange_, std::move(form), terms);
  auto& client = *generation_->clients[call.upstream];
  const upstream::StreamRequest request{
      .call = call.name,
      .method = call.method,
      // Behind the end that the gateway itself gives it.
      .deadline = upstream::Clock::now() + terms.max_life + std::chrono::seconds{1},
      .metadata = {metadata.data(), metadata.size()}};
  if (!is_upload()) return stream_->start(client, request, message);
  stream_->start(client, request,
                 transcode::UploadMessages(*plan().exposed, request_parts(), arena_));
}

void RequestRun::record_stream(upstream::Clock::time_point started, int code,
                               const std::string& message) {
  const auto& call = plan().calls[stream_call_];
  const auto duration = upstream::Clock::now() - started;
  auto& counters = route_->call_counters[stream_call_][dispatcher_.worker()];
  counters.by_code[static_cast<std::size_t>(code)].add();
  counters.duration.observe(duration);
  records_.push_back({.name = call.name,
                      .upstream = generation_->snapshot->upstreams[call.upstream].name,
                      .code = code,
                      .attempts = 1,
                      .duration = duration,
                      .message = message});
}

void RequestRun::on_stream_refused(Error error) {
  record_stream(stream_->started(), plan::rpc_code_of(error), error.internal);
  error.call = plan().calls[stream_call_].name;
  stream_.reset();
  fail(error);
}

void RequestRun::on_stream_answer(std::string message) {
  record_stream(stream_->started(), 0, "");
  stream_.reset();
  answer_exposed(std::move(message));
}

void RequestRun::on_content_failed(Error error) {
  record_stream(stream_->started(), 1, "");  // CANCELLED, by this gateway
  stream_.reset();
  fail(error);
}

// The status went out with the first message, so it is what is counted; how it ended is logged.
void RequestRun::on_stream_ended(const Error* error) {
  record_stream(stream_->started(), error != nullptr ? plan::rpc_code_of(*error) : 0,
                error != nullptr ? error->internal : "");
  const auto duration = upstream::Clock::now() - started_;
  route_->counters[dispatcher_.worker()].finished(200, duration, error != nullptr);
  log(200, 0, duration, error);
  end();
}

}  // namespace bff::runtime
