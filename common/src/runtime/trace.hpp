// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <random>
#include <string_view>

namespace bff::runtime {

// Random numbers of one worker, for identifiers and jitter. Not for secrets.
using Random = std::mt19937_64;

// A request's name in answers, logs and calls: 26 characters that sort by time (a ULID: 48 bits
// of milliseconds since 1970, 80 bits of chance, in Crockford's base 32).
class RequestId {
 public:
  RequestId(std::chrono::system_clock::time_point now, Random& random);
  std::string_view text() const noexcept { return {text_.data(), text_.size()}; }

 private:
  std::array<char, 26> text_;
};

// The `traceparent` that this gateway sends to services (W3C Trace Context, version 00): the
// client's trace continued when its header is valid, else a new, unsampled one; always with a
// span id of this request's own.
class TraceParent {
 public:
  TraceParent(std::optional<std::string_view> received, Random& random);
  std::string_view text() const noexcept { return {text_.data(), text_.size()}; }
  std::string_view trace_id() const noexcept { return {text_.data() + 3, 32}; }

 private:
  std::array<char, 55> text_;  // 00-<32 hex>-<16 hex>-<2 hex>
};

}  // namespace bff::runtime
