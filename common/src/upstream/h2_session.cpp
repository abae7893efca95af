// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_session.hpp"

#include "upstream/status.hpp"

namespace bff::upstream {

H2Session::H2Session(Options options)
    : options_(std::move(options)), sender_(options_.authority, options_.stream_window) {}

H2Session::~H2Session() {
  while (!open_.empty()) forget(open_.front());
}

void H2Session::send(std::string& out, std::size_t limit) {
  // Not before: a peer that does not read what we send is not let go on either.
  for (const std::uint32_t id : refills_) {
    H2Stream* const stream = streams_.find(id);
    if (stream == nullptr) continue;
    const std::size_t held = stream->held();
    if (stream->window_.low(held)) sender_.update_window(id, stream->window_.refill(held));
  }
  refills_.clear();
  if (window_.low()) sender_.update_window(0, window_.refill());
  sender_.send(out, limit);
  for (const std::uint32_t id : sender_.relieved()) {
    if (H2Stream* const stream = streams_.find(id)) note(*stream);
  }
  sender_.relieved().clear();
}

bool H2Session::has_room() const noexcept {
  return ready_ && !draining_ && !broken_ && open_.size() < peer_.max_streams;
}

bool H2Session::admits(const H2Stream& stream) const noexcept {
  constexpr std::size_t kSameInAll = 512;  // fixed fields with their 32 bytes each, rounded up
  return stream.header_list_size() + options_.authority.size() + kSameInAll <=
         peer_.max_header_list;
}

void H2Session::submit(std::shared_ptr<H2Stream> stream, std::chrono::nanoseconds remaining) {
  H2Stream& opened = *stream;
  opened.rewind();
  opened.window_ = ReceiveWindow{options_.stream_window};
  opened.timeout_ =
      remaining == std::chrono::nanoseconds::max() ? GrpcTimeout{} : GrpcTimeout{remaining};
  opened.id_ = next_id_;
  next_id_ += 2;
  opened.keep = std::move(stream);
  open_.push_back(opened);
  streams_.add(opened);
  sender_.add(opened);
  if (opened.id_ >= options_.last_stream_id) drain("the connection's stream ids are used up");
}

void H2Session::reset(H2Stream& stream) {
  if (stream.id_ == 0) return;
  stop(stream, H2Error::cancel);
  forget(stream);  // may be the end of it
}

void H2Session::resume(H2Stream& stream) {
  if (stream.id_ == 0) return;
  sender_.resume(stream);
  if (stream.window_.low(stream.held())) refills_.push_back(stream.id_);
}

void H2Session::take_flow_data(H2Stream& stream, std::string_view bytes) {
  stream.flow_->in.append(bytes);
  stream.flow_->answered = true;
  note(stream);
}

void H2Session::note(H2Stream& stream) {
  if (!std::exchange(stream.flow_->noted, true)) with_news_.push(stream.keep);
}

std::shared_ptr<H2Stream> H2Session::next_with_news() {
  auto stream = with_news_.pop();
  if (stream != nullptr) stream->flow_->noted = false;
  return stream;
}

std::shared_ptr<H2Stream> H2Session::next_concluded() { return concluded_.pop(); }

void H2Session::abandon(const std::string& reason) {
  const bool malformed = broken_;  // by the peer, before the connection went
  break_off(H2Error::no_error, reason);
  while (!open_.empty()) {
    H2Stream& stream = open_.front();
    conclude(stream, {.code = code::kUnavailable,
                      .message = reason_,
                      .unprocessed = !stream.headers_sent_,
                      .malformed = malformed});
  }
}

// The reader has decided, at the answer's end or before it. At the end our half may still be open:
// a service may answer before it has read the request.
void H2Session::answered(H2Stream& stream) {
  stop(stream, H2Error::cancel);
  conclude(stream, stream.reader_.take());
}

void H2Session::malformed(H2Stream& stream, const char* rule, H2Error error) {
  stop(stream, error);
  conclude(stream, {.code = code::kInternal,
                    .message = std::string{"the answer breaks HTTP/2: "} + rule,
                    .malformed = true});
}

void H2Session::reset_by_peer(H2Stream& stream, std::uint32_t error) {
  if (error == static_cast<std::uint32_t>(H2Error::refused_stream)) {
    conclude(stream, {.code = code::kUnavailable,
                      .message = draining_ ? reason_ : "the service refused the stream",
                      .unprocessed = true});
  } else {
    conclude(stream, {.code = code_of_http2_error(error),
                      .message = "the service reset the stream with " + error_name(error)});
  }
}

// Tells the peer that this side is done with a stream, if it has heard of it and something of it is
// left on either side.
void H2Session::stop(H2Stream& stream, H2Error error) {
  if (!stream.headers_sent_ || (stream.ended_by_peer_ && stream.request_ended())) return;
  sender_.reset(stream.id_, error);
  if (!stream.ended_by_peer_) streams_.remember_reset(stream.id_);
}

void H2Session::conclude(H2Stream& stream, RpcOutcome outcome) {
  stream.outcome = std::move(outcome);
  concluded_.push(forget(stream));
}

std::shared_ptr<H2Stream> H2Session::forget(H2Stream& stream) {
  sender_.remove(stream);
  streams_.remove(stream);
  open_.erase(open_.iterator_to(stream));
  if (block_owner_ == &stream) block_owner_ = nullptr;
  stream.id_ = 0;
  return std::move(stream.keep);
}

void H2Session::drain(std::string reason) {
  if (!draining_) reason_ = std::move(reason);
  draining_ = true;
}

void H2Session::break_off(H2Error error, std::string reason) {
  if (broken_) return;
  reason_ = std::move(reason);
  broken_ = true;
  sender_.say_goodbye(error);
}

}  // namespace bff::upstream
