// SPDX-License-Identifier: Apache-2.0
#include "upstream/header_decoder.hpp"

#include <nghttp2/nghttp2.h>

#include <new>

namespace bff::upstream {

namespace {

std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

HeaderDecoder::HeaderDecoder() {
  if (nghttp2_hd_inflate_new(&inflater_) != 0) throw std::bad_alloc{};
}

HeaderDecoder::~HeaderDecoder() { nghttp2_hd_inflate_del(inflater_); }

bool HeaderDecoder::decode(std::string_view fragment, bool last,
                           void (*on_field)(void*, std::string_view, std::string_view),
                           void* self) {
  const auto* at = reinterpret_cast<const std::uint8_t*>(fragment.data());
  std::size_t left = fragment.size();
  for (;;) {
    nghttp2_nv field;
    int flags = 0;
    const ssize_t read = nghttp2_hd_inflate_hd2(inflater_, &field, &flags, at, left, last);
    if (read < 0) return false;
    at += read;
    left -= static_cast<std::size_t>(read);
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
      on_field(self, text_of(field.name, field.namelen), text_of(field.value, field.valuelen));
    }
    if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) {
      return nghttp2_hd_inflate_end_headers(inflater_) == 0;
    }
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) == 0 && left == 0) return true;
  }
}

}  // namespace bff::upstream
