// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/authority.hpp"

#include <arpa/inet.h>

#include <array>

#include "runtime/http1/characters.hpp"

namespace bff::runtime::http1 {
namespace {

constexpr std::size_t kLongestAuthority = 255;

// `port` includes the colon; nothing at all is right too.
Fault check_port(std::string_view port) {
  if (port.empty()) return Fault::none;
  const std::string_view digits = port.substr(1);
  if (port[0] != ':' || digits.size() > 5 || !all(digits, kDigit)) return Fault::authority_port;
  unsigned number = 0;
  for (const char c : digits) number = number * 10 + static_cast<unsigned>(c - '0');
  return number <= 65535 ? Fault::none : Fault::authority_port;
}

Fault check_ipv6(std::string_view authority) {
  const std::size_t close = authority.find(']');
  if (close == std::string_view::npos) return Fault::authority_ipv6;
  const std::string_view address = authority.substr(1, close - 1);
  if (address.find('%') != std::string_view::npos) return Fault::authority_zone;

  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.size() >= text.size() || !all(address, kIpv6)) return Fault::authority_ipv6;
  address.copy(text.data(), address.size());
  in6_addr parsed;
  if (inet_pton(AF_INET6, text.data(), &parsed) != 1) return Fault::authority_ipv6;
  return check_port(authority.substr(close + 1));
}

}  // namespace

Fault check_authority(std::string_view authority) {
  if (authority.size() > kLongestAuthority) return Fault::authority_too_long;
  if (authority.find('@') != std::string_view::npos) return Fault::authority_userinfo;
  if (authority.starts_with('[')) return check_ipv6(authority);
  std::size_t end = 0;
  while (end < authority.size() && is(authority[end], kHostName)) ++end;
  if (end < authority.size() && authority[end] != ':') return Fault::authority_character;
  if (end == 0) return Fault::authority_empty;
  return check_port(authority.substr(end));
}

}  // namespace bff::runtime::http1
