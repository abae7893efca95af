// SPDX-License-Identifier: Apache-2.0
#include "demo/faults.hpp"

#include <charconv>
#include <iterator>

namespace demo {
namespace {

constexpr std::string_view kCodes[] = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

std::optional<grpc::StatusCode> status_code(std::string_view name) {
  for (std::size_t i = 1; i < std::size(kCodes); ++i)
    if (kCodes[i] == name) return static_cast<grpc::StatusCode>(i);
  return std::nullopt;
}

template <class Number>
std::optional<Number> number(std::string_view text, Number max) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end || !(value >= 0 && value <= max)) return std::nullopt;
  return value;
}

// Calls `set(behaviour, value)` for each "value" or "service=value" of a list with commas; `set`
// returns whether the value has a meaning.
template <class Set>
std::string each(std::string_view text, BehaviourTable& table, std::string_view wanted, Set set) {
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view item = text.substr(0, comma);
    const std::size_t equals = item.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? item : item.substr(equals + 1);
    const std::string refused = "'" + std::string{value} + "' is not " + std::string{wanted};
    if (equals == std::string_view::npos) {
      for (auto& [name, behaviour] : table)
        if (!set(behaviour, value)) return refused;
    } else {
      const auto row = table.find(item.substr(0, equals));
      if (row == table.end())
        return "no service '" + std::string{item.substr(0, equals)} +
               "'; write users=…, orders=… or catalog=…";
      if (!set(row->second, value)) return refused;
    }
    if (comma == std::string_view::npos) return "";
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

std::string set_latency(std::string_view text, BehaviourTable& table) {
  return each(text, table, "a number of milliseconds up to 600000",
              [](Behaviour& behaviour, std::string_view value) {
                const auto latency = number<std::int64_t>(value, 600'000);
                if (latency) behaviour.latency = std::chrono::milliseconds{*latency};
                return latency.has_value();
              });
}

std::string set_failure_rate(std::string_view text, BehaviourTable& table) {
  return each(text, table, "a share from 0 to 1", [](Behaviour& behaviour, std::string_view value) {
    const auto rate = number<double>(value, 1.0);
    if (rate) behaviour.failure_rate = rate;
    return rate.has_value();
  });
}

std::string set_status(std::string_view text, BehaviourTable& table) {
  return each(text, table, "the name of a gRPC status that is an error, as 'NOT_FOUND'",
              [](Behaviour& behaviour, std::string_view value) {
                const auto code = status_code(value);
                if (!code) return false;
                behaviour.failure = *code;
                if (!behaviour.failure_rate) behaviour.failure_rate = 1;
                return true;
              });
}

grpc::Status Faults::next() {
  if (!behaviour_.failure_rate) return grpc::Status::OK;
  constexpr std::int64_t kSteps = 1'000'000;
  const std::int64_t call = calls_.fetch_add(1, std::memory_order_relaxed);
  const auto drawn = static_cast<double>(Draw{"failure", call}.below(kSteps)) / kSteps;
  if (drawn >= *behaviour_.failure_rate) return grpc::Status::OK;
  return {behaviour_.failure, "the demo's " + service_ + " service was told to fail"};
}

}  // namespace demo
