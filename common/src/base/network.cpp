// SPDX-License-Identifier: Apache-2.0
#include "base/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace bff {
namespace {

constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int kMappedBits = 96;

bool is_mapped(const IpAddress& address) {
  return std::equal(std::begin(kMapped), std::end(kMapped), address.bytes.begin());
}

}  // namespace

std::string IpAddress::text() const {
  char text[INET6_ADDRSTRLEN] = "";
  const bool v4 = is_mapped(*this);
  inet_ntop(v4 ? AF_INET : AF_INET6, bytes.data() + (v4 ? 12 : 0), text, sizeof text);
  return text;
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  IpAddress address;
  // inet_pton() wants an end; nothing longer can be an address.
  if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
  const std::string ended(text);
  if (inet_pton(AF_INET6, ended.c_str(), address.bytes.data()) == 1) return address;
  std::copy(std::begin(kMapped), std::end(kMapped), address.bytes.begin());
  if (inet_pton(AF_INET, ended.c_str(), address.bytes.data() + 12) == 1) return address;
  return std::nullopt;
}

bool Network::holds(const IpAddress& address) const noexcept {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(first.bytes.begin(), first.bytes.begin() + whole, address.bytes.begin())) {
    return false;
  }
  const int rest = bits % 8;
  if (rest == 0) return true;
  return (first.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
}

std::string parse_network(std::string_view text, Network& out) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto address = parse_ip(text.substr(0, slash));
  if (!address) return "is no IP address or network";
  const int offset = text.substr(0, slash).find(':') == std::string_view::npos ? kMappedBits : 0;
  Network network{.first = *address};
  if (slash < text.size()) {
    const std::string_view length = text.substr(slash + 1);
    int bits = 0;
    const auto end = length.data() + length.size();
    const auto read = std::from_chars(length.data(), end, bits);
    if (read.ec != std::errc{} || read.ptr != end || bits < 0 || bits > 128 - offset) {
      return "has no length between 0 and " + std::to_string(128 - offset);
    }
    network.bits = bits + offset;
  }
  for (int bit = network.bits; bit < 128; ++bit) {
    if ((address->bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1) != 0) {
      return "has bits behind its length";
    }
  }
  out = network;
  return "";
}

bool is_private(const IpAddress& address) {
  static const std::vector<Network> kPrivate = [] {
    std::vector<Network> all;
    for (const char* text : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8",
                             "169.254.0.0/16", "100.64.0.0/10", "::1", "fc00::/7", "fe80::/10"}) {
      parse_network(text, all.emplace_back());
    }
    return all;
  }();
  return std::any_of(kPrivate.begin(), kPrivate.end(),
                     [&](const Network& network) { return network.holds(address); });
}

}  // namespace bff
