// SPDX-License-Identifier: Apache-2.0
#include "support/error_details.hpp"

namespace bff::test {
namespace {

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes += static_cast<char>(value);
}

}  // namespace

std::string wire_field(int number, std::string_view bytes) {
  return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(bytes.size()) +
         std::string(bytes);
}

std::string wire_number(int number, std::uint64_t value) {
  return varint(static_cast<std::uint64_t>(number) << 3) + varint(value);
}

std::string rpc_any(std::string_view name, std::string_view message) {
  return wire_field(1, "type.googleapis.com/google.rpc." + std::string(name)) +
         wire_field(2, message);
}

std::string rpc_status(int code, std::string_view message,
                       std::initializer_list<std::string> details) {
  std::string bytes = wire_number(1, static_cast<std::uint64_t>(code)) + wire_field(2, message);
  for (const std::string& any : details) bytes += wire_field(3, any);
  return bytes;
}

std::string retry_info(std::int64_t seconds, std::int32_t nanos) {
  return rpc_any("RetryInfo", wire_field(1, wire_number(1, static_cast<std::uint64_t>(seconds)) +
                                                wire_number(2, static_cast<std::uint64_t>(nanos))));
}

}  // namespace bff::test
