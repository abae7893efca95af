// SPDX-License-Identifier: Apache-2.0
#include "plan/wire_append.hpp"

namespace bff::plan {
namespace {

using WireType = proto::wire::Type;
using proto::FieldType;

constexpr std::size_t kMaxVarint = 10;

std::size_t encode_varint(char (&buffer)[kMaxVarint], std::uint64_t value) noexcept {
  std::size_t size = 0;
  for (; value >= 0x80; value >>= 7) buffer[size++] = static_cast<char>(value | 0x80);
  buffer[size++] = static_cast<char>(value);
  return size;
}

// Little-endian, whatever this machine's order is.
void append_fixed(std::string& out, std::uint64_t bits, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(bits >> (8 * i));
}

}  // namespace

void append_varint(std::string& out, std::uint64_t value) {
  char buffer[kMaxVarint];
  out.append(buffer, encode_varint(buffer, value));
}

void append_tag(std::string& out, std::uint32_t number, WireType type) {
  append_varint(out, (std::uint64_t{number} << 3) | static_cast<std::uint32_t>(type));
}

void append_bytes(std::string& out, std::string_view bytes) {
  append_varint(out, bytes.size());
  out += bytes;
}

void append_number(std::string& out, FieldType type, std::uint64_t bits) {
  switch (proto::wire::type_of(type)) {
    case WireType::fixed64:
      return append_fixed(out, bits, 8);
    case WireType::fixed32:
      return append_fixed(out, bits, 4);
    default:
      break;
  }
  // Zigzag: the sign goes into the lowest bit, so that small negative numbers stay short.
  if (type == FieldType::sint32) {
    const auto value = static_cast<std::int32_t>(bits);
    bits = (static_cast<std::uint32_t>(value) << 1) ^ static_cast<std::uint32_t>(value >> 31);
  } else if (type == FieldType::sint64) {
    const auto value = static_cast<std::int64_t>(bits);
    bits = (bits << 1) ^ static_cast<std::uint64_t>(value >> 63);
  }
  append_varint(out, bits);
}

void prepend_length(std::string& out, std::size_t start) {
  char buffer[kMaxVarint];
  const std::size_t size = encode_varint(buffer, out.size() - start);
  out.insert(start, buffer, size);
}

}  // namespace bff::plan
