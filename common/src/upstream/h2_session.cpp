// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_session.hpp"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <new>

#include "upstream/h2_session_callbacks.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {

namespace {

// Answers are read as fast as they come and bounded by max_message, so windows are there only
// not to stall: a stream's holds a message of the usual limit, the connection's eight of them.
constexpr std::uint32_t kStreamWindow = 4 << 20;
constexpr std::int32_t kConnectionWindow = 32 << 20;

constexpr std::string_view kUserAgent = "grpc-bff/0.1";

// Only for text that outlives the stream: nghttp2 keeps the pointers.
nghttp2_nv field(std::string_view name, std::string_view value, std::uint8_t flags = 0) {
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(),
          static_cast<std::uint8_t>(flags | NGHTTP2_NV_FLAG_NO_COPY_NAME |
                                    NGHTTP2_NV_FLAG_NO_COPY_VALUE)};
}

nghttp2_session* make_session(H2Session& self) {
  nghttp2_session* session = nullptr;
  nghttp2_option* option = nullptr;
  if (nghttp2_option_new(&option) != 0) throw std::bad_alloc{};
  nghttp2_option_set_no_closed_streams(option, 1);
  const int failed = nghttp2_session_client_new2(&session, H2Callbacks::table(), &self, option);
  nghttp2_option_del(option);
  if (failed != 0) throw std::bad_alloc{};
  return session;
}

}  // namespace

H2Session::H2Session(Options options)
    : options_(std::move(options)), session_(make_session(*this)) {
  const std::array<nghttp2_settings_entry, 3> settings{{
      {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindow},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, ResponseReader::kMaxHeaderList},
  }};
  // These fail only for want of memory, and then send() does too.
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kConnectionWindow);
}

H2Session::~H2Session() {
  nghttp2_session_del(session_);
  while (!open_.empty()) {
    H2Stream& stream = open_.front();
    open_.pop_front();
    stream.keep.reset();
  }
}

void H2Session::receive(std::string_view bytes) {
  complaint_.clear();
  std::size_t fed = 0, at = 0;
  while (!broken_ && fed < bytes.size()) {
    // Up to the head of the next DATA frame: only then is it known whether its stream is open.
    const std::size_t data = walker_.next_data(bytes, at);
    const std::size_t end = std::min(data, bytes.size());
    feed(bytes.substr(fed, end - fed));
    fed = end;
    if (data != FrameWalker::kNone) check_data(walker_.stream());
  }
  reset_leftovers();
}

void H2Session::feed(std::string_view bytes) {
  const ssize_t read = nghttp2_session_mem_recv(
      session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (read < 0) {
    break_off(complaint_.empty() ? nghttp2_strerror(static_cast<int>(read)) : complaint_);
  }
}

// RFC 9113 §5.1: after its END_STREAM or RST_STREAM a peer may send neither HEADERS nor DATA.
// Whose DATA goes on may mean them for the next call, so the connection ends. HEADERS alone are
// passed over: grpc++ sends a second set of trailers when a deadline and a reset coincide.
void H2Session::check_data(std::int32_t id) {
  if (nghttp2_session_get_stream_user_data(session_, id) != nullptr) return;
  const bool idle = id >= static_cast<std::int32_t>(nghttp2_session_get_next_stream_id(session_));
  if (id % 2 == 0 || idle || id <= forgotten_) return;  // nghttp2's to judge, or not known
  if (std::find(resets_.begin(), resets_.end(), id) != resets_.end()) return;
  break_off("DATA of stream " + std::to_string(id) + " after its end");
}

void H2Session::send(std::string& out, std::size_t limit) {
  while (!broken_ && out.size() < limit) {
    const std::uint8_t* bytes = nullptr;
    const ssize_t size = nghttp2_session_mem_send(session_, &bytes);
    if (size < 0) break_off(nghttp2_strerror(static_cast<int>(size)));
    if (size <= 0) break;
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  maybe_sent_below_ = static_cast<std::int32_t>(nghttp2_session_get_next_stream_id(session_));
  // nghttp2 gives a connection up by sending GOAWAY; then it wants to read no more.
  const bool given_up = nghttp2_session_want_read(session_) == 0;
  if (given_up && (!draining_ || !open_.empty())) {
    break_off(complaint_.empty() ? "the peer broke HTTP/2" : complaint_);
  }
}

bool H2Session::has_room() const noexcept {
  return ready_ && !draining_ && !broken_ &&
         open_.size() <
             nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

bool H2Session::admits(const H2Stream& stream) const noexcept {
  constexpr std::size_t kSameInAll = 512;  // fixed fields with their 32 bytes each, rounded up
  return stream.header_list_size() + options_.authority.size() + kSameInAll <=
         nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE);
}

void H2Session::submit(std::shared_ptr<H2Stream> stream, std::chrono::nanoseconds remaining) {
  stream->rewind();
  stream->timeout_ = GrpcTimeout{remaining};

  // What differs from call to call stays out of HPACK's dynamic table, where each entry would
  // cost an allocation on both sides and push out those that repeat.
  constexpr std::uint8_t kVaries = NGHTTP2_NV_FLAG_NO_INDEX;
  boost::container::small_vector<nghttp2_nv, 16> fields;
  fields.push_back(field(":method", "POST"));
  fields.push_back(field(":scheme", "http"));
  fields.push_back(field(":path", stream->path_));
  fields.push_back(field(":authority", options_.authority));
  fields.push_back(field("te", "trailers"));
  fields.push_back(field("content-type", "application/grpc"));
  fields.push_back(field("user-agent", kUserAgent));
  fields.push_back(field("grpc-timeout", stream->timeout_.text(), kVaries));
  for (const auto& [name, value] : stream->metadata_) {
    fields.push_back(field(name, value, kVaries));
  }

  nghttp2_data_provider body{};
  body.source.ptr = stream.get();
  body.read_callback = H2Callbacks::read_request;
  const std::int32_t id =
      nghttp2_submit_request(session_, nullptr, fields.data(), fields.size(), &body, stream.get());
  H2Stream& opened = *stream;
  opened.keep = std::move(stream);
  if (id < 0) {
    conclude(opened,
             {.code = code::kUnavailable, .message = nghttp2_strerror(id), .unprocessed = true});
    opened.keep.reset();
    drain(nghttp2_strerror(id));
    return;
  }
  opened.id_ = id;
  open_.push_back(opened);
  if (id >= options_.last_stream_id) drain("the connection's stream ids are used up");
}

void H2Session::reset(H2Stream& stream) {
  if (stream.id_ == 0) return;
  stream.concluded_ = true;
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream.id_, NGHTTP2_CANCEL);
}

void H2Session::ping() { nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr); }

std::shared_ptr<H2Stream> H2Session::next_concluded() {
  if (handed_out_ == concluded_.size()) {
    concluded_.clear();
    handed_out_ = 0;
    return nullptr;
  }
  return std::move(concluded_[handed_out_++]);
}

void H2Session::abandon(const std::string& reason) {
  const bool malformed = broken_;  // by the peer, before the connection went
  break_off(reason);
  while (!open_.empty()) {
    H2Stream& stream = open_.front();
    if (!stream.concluded_) {
      conclude(stream, {.code = code::kUnavailable,
                        .message = reason_,
                        .unprocessed = stream.id_ >= maybe_sent_below_,
                        .malformed = malformed});
    }
    open_.pop_front();
    stream.id_ = 0;
    stream.keep.reset();
  }
}

void H2Session::conclude(H2Stream& stream, RpcOutcome outcome) {
  stream.outcome = std::move(outcome);
  stream.concluded_ = true;
  concluded_.push_back(stream.keep);
}

void H2Session::conclude_early(H2Stream& stream) {
  conclude(stream, stream.reader_.take());
  leftovers_.push_back(stream.id_);
}

void H2Session::reset_leftovers() {
  for (const std::int32_t id : leftovers_) {
    // Most ended by themselves in the meantime.
    if (nghttp2_session_get_stream_user_data(session_, id) == nullptr) continue;
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
  }
  leftovers_.clear();
}

void H2Session::close(H2Stream& stream, std::uint32_t error) {
  if (!stream.concluded_) {
    RpcOutcome outcome;
    if (stream.not_sent_ || (error == NGHTTP2_REFUSED_STREAM)) {
      outcome = {.code = code::kUnavailable,
                 .message = draining_ ? reason_ : "the service refused the stream",
                 .unprocessed = true};
    } else if (stream.ended_by_peer_) {
      outcome = {.code = code_of_http2_error(error),
                 .message = std::string{"the service reset the stream with "} +
                            nghttp2_http2_strerror(error)};
    } else {
      outcome = {.code = code::kInternal,
                 .message = "the answer breaks HTTP/2: " +
                            (complaint_.empty() ? nghttp2_http2_strerror(error) : complaint_),
                 .malformed = true};
    }
    conclude(stream, std::move(outcome));
  }
  if (!stream.ended_by_peer_) {
    std::int32_t& slot = resets_[reset_count_++ % resets_.size()];
    forgotten_ = std::max(forgotten_, slot);
    slot = stream.id_;
  }
  if (current_ == &stream) current_ = nullptr;
  open_.erase(open_.iterator_to(stream));
  stream.id_ = 0;
  stream.keep.reset();  // may be the end of it
}

void H2Session::drain(std::string reason) {
  if (!draining_) reason_ = std::move(reason);
  draining_ = true;
}

void H2Session::break_off(std::string reason) {
  if (!broken_) reason_ = std::move(reason);
  broken_ = true;
}

}  // namespace bff::upstream
