// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bff {

// An IP address; one of IPv4 as IPv6 has it, mapped (RFC 4291 §2.5.5.2), so that both are compared
// in one way.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  // As one writes it: "192.0.2.1", also where it came mapped, and "2001:db8::1".
  std::string text() const;
  bool operator==(const IpAddress&) const = default;
};

// Without brackets, port or zone.
std::optional<IpAddress> parse_ip(std::string_view text);

// All addresses that begin alike.
struct Network {
  IpAddress first;
  int bits = 128;  // of the mapped form

  bool holds(const IpAddress& address) const noexcept;
  bool operator==(const Network&) const = default;
};

// "10.0.0.0/8", "2001:db8::/32", or one address. "" for a good text, otherwise what is wrong with
// it, to be put behind the quoted text.
std::string parse_network(std::string_view text, Network& out);

// Whether it is of a network of one's own, or of this machine (RFC 6890): no client of the Internet
// comes from there but through a proxy.
bool is_private(const IpAddress& address);

}  // namespace bff
