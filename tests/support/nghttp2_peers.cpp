// SPDX-License-Identifier: Apache-2.0
#include "support/nghttp2_peers.hpp"

#include <nghttp2/nghttp2.h>

namespace bff::test {

struct Nghttp2Callbacks {
  static Nghttp2Peer& peer(void* self) { return *static_cast<Nghttp2Peer*>(self); }

  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                       std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                       std::uint8_t, void* self) {
    const auto text = [](const std::uint8_t* bytes, std::size_t size) {
      return std::string{reinterpret_cast<const char*>(bytes), size};
    };
    peer(self).messages_[frame->hd.stream_id].fields.emplace_back(text(name, name_size),
                                                                  text(value, value_size));
    return 0;
  }
  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                     std::size_t size, void* self) {
    peer(self).messages_[id].body.append(reinterpret_cast<const char*>(bytes), size);
    return 0;
  }
  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    const bool part = frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS;
    if (part && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
      peer(self).messages_[frame->hd.stream_id].ended = true;
    }
    return 0;
  }
  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t error, void* self) {
    auto& message = peer(self).messages_[id];
    message.closed = true;
    message.error = error;
    return 0;
  }
  static int on_sent(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    if (frame->hd.type != NGHTTP2_GOAWAY) return 0;
    peer(self).gave_up_ = true;
    peer(self).reason_.assign(reinterpret_cast<const char*>(frame->goaway.opaque_data),
                              frame->goaway.opaque_data_len);
    return 0;
  }
};

nghttp2_session_callbacks* Nghttp2Peer::callbacks() {
  nghttp2_session_callbacks* table = nullptr;
  nghttp2_session_callbacks_new(&table);
  nghttp2_session_callbacks_set_on_header_callback(table, Nghttp2Callbacks::on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table, Nghttp2Callbacks::on_data);
  nghttp2_session_callbacks_set_on_frame_recv_callback(table, Nghttp2Callbacks::on_frame);
  nghttp2_session_callbacks_set_on_stream_close_callback(table, Nghttp2Callbacks::on_close);
  nghttp2_session_callbacks_set_on_frame_send_callback(table, Nghttp2Callbacks::on_sent);
  return table;
}

Nghttp2Peer::~Nghttp2Peer() { nghttp2_session_del(session_); }

void Nghttp2Peer::receive(std::string_view bytes) {
  if (gave_up_) return;
  const ssize_t read = nghttp2_session_mem_recv(
      session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (read < 0) gave_up_ = true;
}

std::string Nghttp2Peer::send() {
  std::string bytes;
  const std::uint8_t* piece = nullptr;
  for (ssize_t size; !gave_up_ && (size = nghttp2_session_mem_send(session_, &piece)) != 0;) {
    if (size < 0) {
      gave_up_ = true;
    } else {
      bytes.append(reinterpret_cast<const char*>(piece), static_cast<std::size_t>(size));
    }
  }
  return bytes;
}

Nghttp2Server::Nghttp2Server(const std::vector<std::pair<std::uint16_t, std::uint32_t>>& settings) {
  auto* table = callbacks();
  nghttp2_session_server_new(&session_, table, static_cast<Nghttp2Peer*>(this));
  nghttp2_session_callbacks_del(table);
  std::vector<nghttp2_settings_entry> entries;
  for (const auto& [id, value] : settings) entries.push_back({id, value});
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, entries.data(), entries.size());
}

void Nghttp2Server::set(std::uint16_t id, std::uint32_t value) {
  const nghttp2_settings_entry entry{id, value};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &entry, 1);
}

Nghttp2Client::Nghttp2Client() {
  auto* table = callbacks();
  nghttp2_option* option = nullptr;
  nghttp2_option_new(&option);
  nghttp2_option_set_no_closed_streams(option, 1);
  nghttp2_session_client_new2(&session_, table, static_cast<Nghttp2Peer*>(this), option);
  nghttp2_option_del(option);
  nghttp2_session_callbacks_del(table);
  const nghttp2_settings_entry no_push{NGHTTP2_SETTINGS_ENABLE_PUSH, 0};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &no_push, 1);
}

void Nghttp2Client::submit() {
  const auto field = [](std::string_view name, std::string_view value) {
    const auto bytes = [](std::string_view text) {
      return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    };
    return nghttp2_nv{bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  };
  const nghttp2_nv fields[] = {field(":method", "POST"), field(":scheme", "http"),
                               field(":path", "/a.B/C"), field(":authority", "users:1")};
  nghttp2_submit_request(session_, nullptr, fields, std::size(fields), nullptr, nullptr);
}

void Nghttp2Client::reset(std::int32_t stream) {
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream, NGHTTP2_CANCEL);
}

}  // namespace bff::test
