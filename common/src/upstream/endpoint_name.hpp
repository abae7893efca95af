// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/ip/address.hpp>

namespace bff::upstream {

// "host:port" of gateway.yaml, taken apart.
struct EndpointName {
  std::string host;  // without brackets
  std::uint16_t port = 0;
  std::optional<boost::asio::ip::address> literal;  // an IP address needs no resolver
};

// nullopt unless `text` is a DNS name, an IPv4 address or an IPv6 address in brackets, then ':'
// and a port from 1 to 65535. What is accepted is also a valid :authority.
std::optional<EndpointName> parse_endpoint(std::string_view text);

}  // namespace bff::upstream
