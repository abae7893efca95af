// SPDX-License-Identifier: Apache-2.0
#include "upstream/hpack_encoder.hpp"

#include <algorithm>

namespace bff::upstream {

namespace {

constexpr std::string_view kUserAgent = "grpc-bff/0.1";

// RFC 7541 appendix A.
constexpr std::uint8_t kStaticEntries = 61;
constexpr std::uint8_t kMethodPost = 3, kSchemeHttp = 6;
constexpr std::uint8_t kAuthority = 1, kPath = 4, kContentType = 31, kUserAgentName = 58;

// The first bits of a field, §6.
constexpr std::uint8_t kIndexed = 0x80, kIndexing = 0x40, kResize = 0x20, kNeverIndexed = 0x10,
                       kNotIndexed = 0x00;

// An integer in the low `bits` bits of a byte that begins with `first`, and in bytes after it
// (§5.1).
char* put_integer(char* at, std::uint8_t first, unsigned bits, std::size_t value) noexcept {
  const std::size_t most = (1U << bits) - 1;
  if (value < most) {
    *at++ = static_cast<char>(first | value);
    return at;
  }
  *at++ = static_cast<char>(first | most);
  for (value -= most; value >= 0x80; value >>= 7) *at++ = static_cast<char>((value & 0x7f) | 0x80);
  *at++ = static_cast<char>(value);
  return at;
}

char* put_bytes(char* at, std::string_view bytes) noexcept {
  return std::copy(bytes.begin(), bytes.end(), at);
}

// As it is, without Huffman code (§5.2).
char* put_text(char* at, std::string_view text) noexcept {
  return put_bytes(put_integer(at, 0, 7, text.size()), text);
}

char* put_literal(char* at, std::uint8_t kind, std::uint8_t static_name, std::string_view name,
                  std::string_view value) noexcept {
  at = put_integer(at, kind, kind == kIndexing ? 6 : 4, static_name);
  if (static_name == 0) at = put_text(at, name);
  return put_text(at, value);
}

}  // namespace

HpackEncoder::HpackEncoder(std::string authority)
    : fixed_{{kAuthority, ":authority", std::move(authority)},
             {0, "te", "trailers"},
             {kContentType, "content-type", "application/grpc"},
             {kUserAgentName, "user-agent", std::string{kUserAgent}}} {
  static_assert(kStaticEntries + 4 + kMaxPaths < 127);
  constexpr std::size_t kResizes = 4, kIndexes = 2;
  const std::string_view own_names = ":pathgrpc-timeout";
  most_ = kResizes + kIndexes + own_names.size() + 2 * kFieldOverhead;
  for (const Field& field : fixed_)
    most_ += field.name.size() + field.value.size() + kFieldOverhead;
}

void HpackEncoder::set_table_limit(std::uint32_t limit) {
  constexpr std::uint32_t kDefault = 4096;
  const std::size_t capacity = std::min(limit, kDefault);
  if (capacity == capacity_) return;
  capacity_ = capacity;
  // Begun anew: which entries survive need not be known, and limits change once a connection.
  resized_ = true;
  size_ = count_ = 0;
  for (auto* fields : {&fixed_, &paths_}) {
    for (Field& field : *fields) field.place = 0;
  }
}

void HpackEncoder::encode(std::string& out, std::string_view path, std::string_view timeout,
                          std::string_view fields) {
  const std::size_t begin = out.size();
  out.resize(begin + most_ + path.size() + timeout.size() + fields.size());
  char* at = out.data() + begin;
  if (resized_) {
    // The smallest size since the last block must be said, then the one that holds; an empty table
    // is smaller than any.
    at = put_integer(at, kResize, 5, 0);
    if (capacity_ > 0) at = put_integer(at, kResize, 5, capacity_);
    resized_ = false;
  }
  *at++ = static_cast<char>(kIndexed | kMethodPost);
  *at++ = static_cast<char>(kIndexed | kSchemeHttp);
  Field* const known = path_field(path);
  at = known != nullptr ? write(at, *known) : put_literal(at, kNotIndexed, kPath, ":path", path);
  for (Field& field : fixed_) at = write(at, field);
  if (!timeout.empty()) at = put_literal(at, kNotIndexed, 0, "grpc-timeout", timeout);
  at = put_bytes(at, fields);
  out.resize(static_cast<std::size_t>(at - out.data()));
}

char* HpackEncoder::write(char* at, Field& field) noexcept {
  if (field.place != 0) {
    // The newest entry has the lowest index (§2.3.3).
    *at++ = static_cast<char>(kIndexed | (kStaticEntries + 1 + count_ - field.place));
    return at;
  }
  const std::size_t cost = field.name.size() + field.value.size() + 32;
  const bool fits = cost <= capacity_ - size_;
  if (fits) {
    size_ += cost;
    field.place = ++count_;
  }
  return put_literal(at, fits ? kIndexing : kNotIndexed, field.static_name, field.name,
                     field.value);
}

HpackEncoder::Field* HpackEncoder::path_field(std::string_view path) {
  const auto found =
      std::find_if(paths_.begin(), paths_.end(), [&](const Field& f) { return f.value == path; });
  if (found != paths_.end()) return &*found;
  if (paths_.size() == kMaxPaths) return nullptr;
  return &paths_.emplace_back(Field{kPath, ":path", std::string{path}});
}

char* put_field(char* at, std::string_view name, std::string_view value) noexcept {
  return put_literal(at, kNeverIndexed, 0, name, value);
}

}  // namespace bff::upstream
