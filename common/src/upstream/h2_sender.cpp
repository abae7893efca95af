// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_sender.hpp"

#include <algorithm>

namespace bff::upstream {

namespace {

void append_setting(std::string& out, std::uint16_t id, std::uint32_t value) {
  out += static_cast<char>(id >> 8);
  out += static_cast<char>(id);
  append_number(out, value);
}

}  // namespace

H2Sender::H2Sender(std::string authority, std::uint32_t stream_window)
    : encoder_(std::move(authority)) {
  constexpr std::uint16_t kEnablePush = 2, kInitialWindowSize = 4, kMaxHeaderListSize = 6;
  control_ += kPreface;
  append_head(control_, 3 * 6, kSettingsFrame, kNoFlags, 0);
  append_setting(control_, kEnablePush, 0);
  append_setting(control_, kInitialWindowSize, stream_window);
  append_setting(control_, kMaxHeaderListSize, ResponseReader::kMaxHeaderList);
  update_window(0, kConnectionWindow - 65535);
}

void H2Sender::reset(std::uint32_t stream, H2Error error) {
  append_head(control_, 4, kResetFrame, kNoFlags, stream);
  append_number(control_, static_cast<std::uint32_t>(error));
}

void H2Sender::update_window(std::uint32_t stream, std::uint32_t increment) {
  append_head(control_, 4, kWindowUpdateFrame, kNoFlags, stream);
  append_number(control_, increment);
}

void H2Sender::ping() {
  append_head(control_, 8, kPingFrame, kNoFlags, 0);
  control_.append(8, '\0');
}

bool H2Sender::acknowledge(FrameType type, std::string_view payload) {
  constexpr std::size_t kMostAcks = 1000;
  append_head(control_, payload.size(), type, kAck, 0);
  control_ += payload;
  return ++acks_ <= kMostAcks;
}

void H2Sender::say_goodbye(H2Error error) {
  append_head(control_, 8, kGoawayFrame, kNoFlags, 0);
  append_number(control_, 0);  // no stream of the peer's was processed
  append_number(control_, static_cast<std::uint32_t>(error));
  over_ = true;
}

void H2Sender::add(H2Stream& stream) { waiting_.push_back(stream); }

void H2Sender::remove(H2Stream& stream) noexcept {
  if (stream.queue_hook_.is_linked()) {
    Queue& queue = stream.headers_sent_ ? under_way_ : waiting_;
    queue.erase(queue.iterator_to(stream));
  }
  if (stream.headers_sent_) --active_;
}

void H2Sender::resume(H2Stream& stream) noexcept {
  if (stream.headers_sent_) enqueue(stream);
}

bool H2Sender::widen(std::int64_t change) noexcept {
  window_ += change;
  return window_ <= kMaxWindow;
}

bool H2Sender::widen(H2Stream& stream, std::int64_t change) noexcept {
  if (!stream.headers_sent_) return true;  // it begins with initial_window_
  stream.send_window_ += change;
  if (stream.send_window_ > kMaxWindow) return false;
  enqueue(stream);
  return true;
}

void H2Sender::set_limits(const PeerSettings& peer) {
  encoder_.set_table_limit(peer.header_table);
  max_streams_ = peer.max_streams;
  initial_window_ = peer.initial_window;
}

void H2Sender::send(std::string& out, std::size_t limit) {
  if (out.size() < limit) {
    out += control_;
    control_.clear();
    acks_ = 0;
  }
  while (!over_ && out.size() < limit) {
    const bool opened = !waiting_.empty() && send_next_headers(out);
    const bool went_on = !under_way_.empty() && out.size() < limit && send_next_data(out);
    if (!opened && !went_on) return;
  }
}

// Precondition of these two: there is a next one.
bool H2Sender::send_next_headers(std::string& out) {
  if (active_ >= max_streams_) return false;
  H2Stream& stream = waiting_.front();
  waiting_.pop_front();
  send_headers(out, stream);
  stream.headers_sent_ = true;
  stream.send_window_ = initial_window_;
  first_unsent_ = stream.id_ + 2;
  ++active_;
  if (window_ > 0 && stream.sendable()) send_data(out, stream);
  enqueue(stream);
  return true;
}

bool H2Sender::send_next_data(std::string& out) {
  H2Stream& stream = under_way_.front();
  if (window_ <= 0 && stream.left() > 0) return false;
  under_way_.pop_front();
  if (stream.sendable()) send_data(out, stream);
  enqueue(stream);
  return true;
}

// Puts it in line, unless it is there or has nothing that it may send. An end alone goes first: it
// needs no window, for which others may be waiting.
void H2Sender::enqueue(H2Stream& stream) noexcept {
  if (!stream.sendable() || stream.queue_hook_.is_linked()) return;
  if (stream.left() > 0) {
    under_way_.push_back(stream);
  } else {
    under_way_.push_front(stream);
  }
}

void H2Sender::send_headers(std::string& out, H2Stream& stream) {
  const std::size_t at = out.size();
  out.append(kFrameHead, '\0');
  encoder_.encode(out, stream.path(), stream.timeout_.text(), stream.fields());
  const std::size_t size = out.size() - at - kFrameHead;
  if (size <= kMaxPayload) {
    put_head(out.data() + at, size, kHeadersFrame, kEndHeaders, stream.id_);
    return;
  }
  // Rare: in pieces of the largest size, all but the first of them CONTINUATION.
  const std::string block = out.substr(at + kFrameHead);
  out.resize(at);
  for (std::size_t done = 0; done < size; done += kMaxPayload) {
    const auto piece = std::string_view{block}.substr(done, kMaxPayload);
    append_head(out, piece.size(), done == 0 ? kHeadersFrame : kContinuationFrame,
                done + piece.size() == size ? kEndHeaders : kNoFlags, stream.id_);
    out += piece;
  }
}

// Precondition: sendable(), and the connection's window is open if something is left.
void H2Sender::send_data(std::string& out, H2Stream& stream) {
  const auto allowed = static_cast<std::size_t>(std::min(window_, stream.send_window_));
  const std::size_t size = std::min({kMaxPayload, stream.left(), allowed});
  const bool end = size == stream.left() && stream.closed();
  append_head(out, size, kDataFrame, end ? kEndStream : kNoFlags, stream.id_);
  stream.move_to(out, size);
  if (stream.flow_ != nullptr && stream.flow_->out.relieved()) relieved_.push_back(stream.id_);
  window_ -= static_cast<std::int64_t>(size);
  stream.send_window_ -= static_cast<std::int64_t>(size);
}

}  // namespace bff::upstream
