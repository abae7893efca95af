// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>

struct nghttp2_hd_inflater;

namespace bff::upstream {

// Reads the header blocks of one connection (HPACK, RFC 7541) with nghttp2's inflater, which years
// of fuzzing have hardened: its table and Huffman code are where readers of HPACK have failed.
class HeaderDecoder {
 public:
  HeaderDecoder();
  ~HeaderDecoder();
  HeaderDecoder(const HeaderDecoder&) = delete;
  HeaderDecoder& operator=(const HeaderDecoder&) = delete;

  // Begins or goes on with a block, `fragment` of which is `last` or not, and calls
  // `on_field(self, name, value)` with each field. False: the block is no HPACK; the connection
  // cannot go on. The views are valid during the call.
  bool decode(std::string_view fragment, bool last,
              void (*on_field)(void*, std::string_view, std::string_view), void* self);

 private:
  nghttp2_hd_inflater* inflater_ = nullptr;
};

}  // namespace bff::upstream
