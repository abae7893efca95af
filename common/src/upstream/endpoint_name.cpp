// SPDX-License-Identifier: Apache-2.0
#include "upstream/endpoint_name.hpp"

#include <algorithm>
#include <charconv>

namespace bff::upstream {

namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::optional<EndpointName> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_port(text.substr(colon + 1));
  if (!port) return std::nullopt;

  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);

  EndpointName name{.host = std::string{host}, .port = *port, .literal = {}};
  boost::system::error_code no_address;
  const auto address = boost::asio::ip::make_address(name.host, no_address);
  if (!no_address) {
    // A zone ("%eth0") is a name of this machine; it has no place in an :authority.
    if (address.is_v6() != bracketed || host.find('%') != std::string_view::npos) {
      return std::nullopt;
    }
    name.literal = address;
    return name;
  }
  const bool is_name = !bracketed && !host.empty() && host.size() <= 253 &&
                       std::all_of(host.begin(), host.end(), is_name_character);
  if (!is_name) return std::nullopt;
  return name;
}

}  // namespace bff::upstream
