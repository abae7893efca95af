// SPDX-License-Identifier: Apache-2.0
// What a service sends over HTTP/2. The fuzzer's bytes are a script: calls, unary and streaming,
// are submitted, gone on with and reset, frames of the peer come in, right or wrong. Whatever it
// says, each call is concluded at most once, exactly once in the end unless it was reset, and
// nothing is kept beyond the limits. What we send is read by nghttp2's server; and what makes
// nghttp2's client end the connection ends ours.
#include <map>
#include <optional>
#include <set>

#include "fuzz/choices.hpp"
#include "fuzz/target.hpp"
#include "support/nghttp2_peers.hpp"
#include "support/scripted_server.hpp"
#include "upstream/h2_session.hpp"

using bff::fuzz::Choices;
using bff::fuzz::require;
using namespace bff::upstream;
namespace h2 = bff::test::h2;

namespace {

constexpr std::size_t kMaxMessage = 1000;
constexpr std::size_t kMaxCalls = 200;
constexpr std::uint32_t kWindow = 300;

class Peer {
 public:
  explicit Peer(std::string_view bytes) : choices_(bytes) {
    if (choices_.flag()) receive(h2::settings());
  }

  void run() {
    while (choices_.left()) {
      step();
      observe();
      if (shadow_) compare();
    }
    session_.abandon("the end");
    observe();
    require(session_.open() == 0, "nothing is open in the end");
    require(concluded_.size() + reset_.size() == calls_.size(), "each call has its outcome");
  }

 private:
  void step() {
    switch (choices_.below(16)) {
      case 0:
        return submit(std::make_shared<H2Stream>("/a.B/C", MetadataView{},
                                                 choices_.text(choices_.below(20)), kMaxMessage));
      case 1:
        return submit(std::make_shared<H2Stream>("/a.B/C", MetadataView{}, kMaxMessage,
                                                 H2Stream::Streaming{}));
      case 2:
        return go_on();
      case 3:
        send();
        return;
      case 4:
        return session_.ping();
      case 5:  // an answer that holds
        return receive(h2::grpc_answer(stream(), choices_.text(choices_.below(32))));
      case 6:
        return receive(h2::grpc_head(stream()));
      case 7:
        return receive(h2::data(stream(), h2::message(choices_.text(choices_.below(32)),
                                                      static_cast<char>(choices_.below(2)))));
      case 8:
        return receive(h2::grpc_trailers(stream(), std::to_string(choices_.below(20))));
      case 9:
        return receive(fields());
      case 10:
        return receive(h2::reset(stream(), choices_.byte() % 16));
      case 11:
        return receive(h2::goaway(choices_.byte(), choices_.byte() % 16, "bye"));
      case 12:
        return receive(h2::settings({{static_cast<std::uint16_t>(choices_.below(8)),
                                      static_cast<std::uint32_t>(choices_.number(4))}}));
      case 13:  // a frame of any kind
      case 14: {
        const std::uint8_t type = choices_.byte() % 12, flags = choices_.byte();
        const std::uint32_t id = stream();
        return receive(h2::frame(type, flags, id, choices_.text(choices_.below(64))));
      }
      default:  // bytes of any kind; to compare with, frames must be whole
        shadow_.reset();
        return receive(choices_.text(choices_.below(48) + 1));
    }
  }

  // The header fields that a peer may send, in any order, with any value.
  std::string fields() {
    constexpr std::string_view kNames[] = {
        ":status",      "content-type",  "grpc-status",
        "grpc-message", "grpc-encoding", "grpc-status-details-bin",
        "x-other",      ":path",         "te"};
    constexpr std::string_view kValues[] = {
        "200", "application/grpc", "0", "13", "%e4%bd%a0%", "gzip", "CgA", "100", "404", ""};
    h2::Fields all;
    for (std::size_t n = choices_.below(6); n > 0; --n) {
      all.emplace_back(kNames[choices_.below(std::size(kNames))],
                       kValues[choices_.below(std::size(kValues))]);
    }
    const std::uint32_t id = stream();
    return h2::headers(id, all, choices_.flag() ? h2::kEndStream : h2::kNone);
  }

  // Mostly a stream of ours.
  std::uint32_t stream() {
    return choices_.rarely(8) ? choices_.byte()
                              : static_cast<std::uint32_t>(2 * choices_.below(16) + 1);
  }

  void submit(const std::shared_ptr<H2Stream>& call) {
    if (!session_.has_room() || calls_.size() == kMaxCalls) return;
    if (!session_.admits(*call)) return;
    calls_.push_back(call);
    session_.submit(call, std::chrono::seconds(1));
    if (shadow_) shadow_->submit();
  }

  // Something that the owner of a call may do with it.
  void go_on() {
    if (calls_.empty()) return;
    const auto& call = calls_[choices_.below(calls_.size())];
    if (StreamFlow* const flow = call->flow(); flow != nullptr && !choices_.rarely(4)) {
      if (choices_.flag()) {
        std::string message;
        flow->in.next(message);
        require(message.size() <= kMaxMessage, "no message is above its limit");
      } else if (!flow->out.closed()) {
        flow->out.write(choices_.text(choices_.below(20)));
        if (choices_.flag()) flow->out.close();
      }
      return session_.resume(*call);
    }
    if (concluded_.count(call.get()) != 0) return;
    session_.reset(*call);
    reset_.insert(call.get());
  }

  // The frames that were sent.
  std::vector<bff::test::Frame> send() {
    std::string out;
    session_.send(out, 1 << 16);
    require(out.size() < (1 << 18), "what is sent is bounded");
    if (!preface_sent_) {
      server_.receive(out.substr(0, bff::test::kPrefaceSize));
      out.erase(0, bff::test::kPrefaceSize);
      preface_sent_ = true;
    }
    auto frames = bff::test::take_frames(out);
    require(out.empty(), "frames are sent whole");
    for (const auto& frame : frames) {
      // The server has not said the SETTINGS that the script says.
      if (frame.type == h2::kSettings && frame.flags == h2::kAck) continue;
      server_.receive(h2::frame(frame.type, frame.flags, frame.stream, frame.payload));
    }
    server_.send();
    require(!server_.gave_up(), "what is sent is HTTP/2");
    return frames;
  }

  // Both have heard the same. Once ours has reset a stream, as it does for reasons of gRPC, they
  // know different things.
  void compare() {
    shadow_->send();
    bool equal = true;
    for (const auto& frame : send()) equal &= frame.type != h2::kReset;
    if (equal && shadow_->gave_up()) require(session_.broken(), "what breaks nghttp2 breaks ours");
    if (!equal || shadow_->gave_up()) shadow_.reset();
  }

  // Whole, or byte by byte.
  void receive(const std::string& bytes) {
    if (shadow_) shadow_->receive(bytes);
    if (!choices_.rarely(4)) return session_.receive(bff::fuzz::Exact(bytes).view());
    for (const char byte : bytes) session_.receive({&byte, 1});
  }

  void observe() {
    while (const auto call = session_.next_with_news()) {
      require(call->flow() != nullptr, "only streaming calls have news");
      require(call->flow()->in.held() <= kWindow, "what is not taken is bounded by the window");
    }
    while (const auto call = session_.next_concluded()) {
      require(concluded_.insert(call.get()).second, "a call is concluded once");
      require(reset_.count(call.get()) == 0, "and never after it was reset");
      const RpcOutcome& outcome = call->outcome;
      require(outcome.code >= 0 && outcome.code <= 16, "an outcome is a google.rpc.Code");
      require(outcome.code == 0 || outcome.response.empty(), "a failure has no answer");
      require(!(outcome.code == 0 && (outcome.malformed || outcome.unprocessed)),
              "an answer that holds is neither malformed nor unprocessed");
      require(outcome.response.size() <= kMaxMessage, "no answer is above its limit");
      require(outcome.message.size() <= 4096, "a message is for a log line");
      require(outcome.details.size() <= ResponseReader::kMaxHeaderList, "details are of a header");
    }
    require(!session_.broken() || !session_.reason().empty(), "what is broken says why");
    require(!session_.draining() || !session_.has_room(), "what drains takes no call");
    require(!session_.broken() || !session_.has_room(), "nor does what is broken");
    require(session_.open() <= calls_.size(), "only calls are open");
  }

  Choices choices_;
  std::optional<bff::test::Nghttp2Client> shadow_{std::in_place};
  bff::test::Nghttp2Server server_;
  bool preface_sent_ = false;
  H2Session session_{{.authority = "users:1", .stream_window = kWindow}};
  std::vector<std::shared_ptr<H2Stream>> calls_;
  std::set<const H2Stream*> concluded_, reset_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Peer(bff::fuzz::text_of(data, size)).run();
  return 0;
}
