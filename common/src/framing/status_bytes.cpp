// SPDX-License-Identifier: Apache-2.0
#include "framing/status_bytes.hpp"

#include <cstdint>

namespace bff::framing {
namespace {

constexpr std::string_view kTypePrefix = "type.googleapis.com/";  // google/protobuf/any.proto

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

// What begins a field of `size` bytes. Precondition: the field's number is below 16.
void begin_field(std::string& out, unsigned number, std::size_t size) {
  constexpr unsigned kLengthDelimited = 2;
  out += static_cast<char>(number << 3 | kLengthDelimited);
  append_varint(out, size);
}

std::size_t field_size(std::size_t bytes) noexcept {
  std::size_t size = 2 + bytes;
  for (std::size_t rest = bytes >> 7; rest > 0; rest >>= 7) ++size;
  return size;
}

}  // namespace

void append_status(std::string& out, const RpcStatus& status) {
  out += '\x08';  // code, a varint
  append_varint(out, static_cast<std::uint64_t>(status.code));
  begin_field(out, 2, status.message.size());
  out += status.message;
  for (const StatusDetail& detail : status.details) {
    const std::size_t url = kTypePrefix.size() + detail.type.size();
    begin_field(out, 3, field_size(url) + field_size(detail.value.size()));
    begin_field(out, 1, url);
    out.append(kTypePrefix).append(detail.type);
    begin_field(out, 2, detail.value.size());
    out += detail.value;
  }
}

}  // namespace bff::framing
