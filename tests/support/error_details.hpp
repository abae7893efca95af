// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace bff::test {

// Messages of google/rpc/status.proto and google/rpc/error_details.proto as bytes, for which no
// generated code is at hand.

// A field of bytes: a text or a message.
std::string wire_field(int number, std::string_view bytes);
// A field of a number.
std::string wire_number(int number, std::uint64_t value);

// An Any of a google.rpc message: "BadRequest".
std::string rpc_any(std::string_view name, std::string_view message);
// A google.rpc.Status with these details.
std::string rpc_status(int code, std::string_view message,
                       std::initializer_list<std::string> details);

// RetryInfo of a delay.
std::string retry_info(std::int64_t seconds, std::int32_t nanos);

}  // namespace bff::test
