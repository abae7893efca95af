// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_session_callbacks.hpp"

#include <algorithm>
#include <new>
#include <string>

#include "upstream/h2_session.hpp"

namespace bff::upstream {

namespace {

std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

H2Stream* stream_of(nghttp2_session* session, std::int32_t id) {
  return static_cast<H2Stream*>(nghttp2_session_get_stream_user_data(session, id));
}

H2Session& session_of(void* self) { return *static_cast<H2Session*>(self); }

std::string reason_of(const nghttp2_goaway& goaway) {
  std::string reason = "GOAWAY with ";
  reason += nghttp2_http2_strerror(goaway.error_code);
  if (goaway.opaque_data_len > 0) {
    reason += ": ";
    reason += text_of(goaway.opaque_data, std::min<std::size_t>(goaway.opaque_data_len, 256));
  }
  return reason;
}

}  // namespace

const nghttp2_session_callbacks* H2Callbacks::table() {
  static const nghttp2_session_callbacks* const kTable = [] {
    nghttp2_session_callbacks* table = nullptr;
    if (nghttp2_session_callbacks_new(&table) != 0) throw std::bad_alloc{};
    nghttp2_session_callbacks_set_on_begin_frame_callback(table, on_begin_frame);
    nghttp2_session_callbacks_set_on_header_callback(table, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table, on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(table, on_frame);
    nghttp2_session_callbacks_set_on_frame_not_send_callback(table, on_frame_not_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(table, on_stream_close);
    nghttp2_session_callbacks_set_error_callback2(table, on_complaint);
    return table;
  }();
  return kTable;
}

ssize_t H2Callbacks::read_request(nghttp2_session*, std::int32_t, std::uint8_t* to,
                                  std::size_t most, std::uint32_t* flags,
                                  nghttp2_data_source* source, void*) {
  auto& stream = *static_cast<H2Stream*>(source->ptr);
  const std::size_t copied = stream.read(to, most);
  if (stream.read_all()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(copied);
}

int H2Callbacks::on_begin_frame(nghttp2_session* session, const nghttp2_frame_hd* head,
                                void* self) {
  if (head->type == NGHTTP2_DATA || head->type == NGHTTP2_HEADERS) {
    session_of(self).current_ = stream_of(session, head->stream_id);
  }
  return 0;
}

int H2Callbacks::on_header(nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name,
                           std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                           std::uint8_t, void* self) {
  H2Session& owner = session_of(self);
  H2Stream* stream = owner.current_;
  if (stream == nullptr || stream->concluded_) return 0;
  if (!stream->reader_.header(text_of(name, name_size), text_of(value, value_size))) {
    owner.conclude_early(*stream);
  }
  return 0;
}

int H2Callbacks::on_data(nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t* bytes,
                         std::size_t size, void* self) {
  H2Session& owner = session_of(self);
  H2Stream* stream = owner.current_;
  if (stream == nullptr || stream->concluded_) return 0;
  if (!stream->reader_.data(text_of(bytes, size))) owner.conclude_early(*stream);
  return 0;
}

int H2Callbacks::on_frame(nghttp2_session* session, const nghttp2_frame* frame, void* self) {
  H2Session& owner = session_of(self);
  switch (frame->hd.type) {
    case NGHTTP2_HEADERS:
    case NGHTTP2_DATA:
      on_answer_part(session, frame, owner);
      break;
    case NGHTTP2_SETTINGS:
      if ((frame->hd.flags & NGHTTP2_FLAG_ACK) == 0) owner.ready_ = true;
      break;
    case NGHTTP2_RST_STREAM:
      if (H2Stream* stream = stream_of(session, frame->hd.stream_id)) stream->ended_by_peer_ = true;
      break;
    case NGHTTP2_GOAWAY:
      owner.drain(reason_of(frame->goaway));
      break;
    default:
      break;
  }
  return 0;
}

void H2Callbacks::on_answer_part(nghttp2_session* session, const nghttp2_frame* frame,
                                 H2Session& owner) {
  H2Stream* stream = stream_of(session, frame->hd.stream_id);
  if (stream == nullptr) return;
  const bool end = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  if (end) stream->ended_by_peer_ = true;
  if (stream->concluded_) return;
  if (frame->hd.type == NGHTTP2_HEADERS && !stream->reader_.end_headers(end)) {
    owner.conclude_early(*stream);
  } else if (end) {
    stream->reader_.finish();
    // The service may answer before it has read the request; then our half is still open.
    owner.conclude_early(*stream);
  }
}

int H2Callbacks::on_frame_not_sent(nghttp2_session* session, const nghttp2_frame* frame, int,
                                   void*) {
  if (frame->hd.type != NGHTTP2_HEADERS) return 0;
  if (H2Stream* stream = stream_of(session, frame->hd.stream_id)) stream->not_sent_ = true;
  return 0;
}

int H2Callbacks::on_stream_close(nghttp2_session* session, std::int32_t id, std::uint32_t error,
                                 void* self) {
  if (H2Stream* stream = stream_of(session, id)) session_of(self).close(*stream, error);
  return 0;
}

int H2Callbacks::on_complaint(nghttp2_session*, int, const char* text, std::size_t size,
                              void* self) {
  session_of(self).complaint_.assign(text, size);
  return 0;
}

}  // namespace bff::upstream
