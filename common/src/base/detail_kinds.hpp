// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bff {

// What of the details that services put beside a failure (google/rpc/error_details.proto) may go
// to clients: the words of `error_details`. What has no word here never does: DebugInfo,
// RequestInfo, and types that nobody knows.
enum class DetailKind : std::uint8_t {
  localized_message,
  bad_request,
  retry_info,
  reason,  // of ErrorInfo its reason only
  error_info,
  precondition_failure,
  quota_failure,
  resource_info,
  help,
};

// Indexed by DetailKind.
inline constexpr std::string_view kDetailWords[] = {
    "localized_message",    "bad_request",   "retry_info",    "reason", "error_info",
    "precondition_failure", "quota_failure", "resource_info", "help"};

class DetailKinds {
 public:
  constexpr bool has(DetailKind kind) const noexcept { return (bits_ >> index(kind) & 1) != 0; }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  // False when it was there already.
  constexpr bool add(DetailKind kind) noexcept {
    const bool added = !has(kind);
    bits_ = static_cast<std::uint16_t>(bits_ | 1 << index(kind));
    return added;
  }
  constexpr bool operator==(const DetailKinds&) const = default;

 private:
  static constexpr int index(DetailKind kind) noexcept { return static_cast<int>(kind); }
  std::uint16_t bits_ = 0;
};

// Those that speak of nothing but the client's own request, of when to come back, and to its
// user. The others name quotas, resources, hosts and documents: whether these are for the client's
// eyes only the gateway's owner knows.
inline constexpr DetailKinds kDefaultDetails = [] {
  DetailKinds kinds;
  kinds.add(DetailKind::localized_message);
  kinds.add(DetailKind::bad_request);
  kinds.add(DetailKind::retry_info);
  kinds.add(DetailKind::reason);
  return kinds;
}();

}  // namespace bff
