// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nghttp2/nghttp2.h>

#include <cstddef>
#include <cstdint>

namespace bff::upstream {

class H2Session;
class H2Stream;

// What nghttp2 calls while an H2Session receives and sends. They note what happened and leave what
// follows from it, a reset above all, until nghttp2 has returned.
struct H2Callbacks {
  // One for the process; sessions copy it.
  static const nghttp2_session_callbacks* table();

  static ssize_t read_request(nghttp2_session*, std::int32_t id, std::uint8_t* to, std::size_t most,
                              std::uint32_t* flags, nghttp2_data_source* source, void*);

 private:
  static int on_begin_frame(nghttp2_session*, const nghttp2_frame_hd*, void* self);
  static int on_header(nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name,
                       std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                       std::uint8_t flags, void* self);
  static int on_data(nghttp2_session*, std::uint8_t flags, std::int32_t id,
                     const std::uint8_t* bytes, std::size_t size, void* self);
  static int on_frame(nghttp2_session*, const nghttp2_frame*, void* self);
  static int on_frame_not_sent(nghttp2_session*, const nghttp2_frame*, int error, void* self);
  static int on_stream_close(nghttp2_session*, std::int32_t id, std::uint32_t error, void* self);
  static int on_complaint(nghttp2_session*, int error, const char* text, std::size_t size,
                          void* self);
  static void on_answer_part(nghttp2_session*, const nghttp2_frame*, H2Session&);
};

}  // namespace bff::upstream
