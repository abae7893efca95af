// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::config {

struct HostPort {
  std::string host;  // without the brackets of an IPv6 address
  std::uint16_t port = 0;
};

// Each gives "" for a good text and otherwise what is wrong with it, to be put behind the quoted
// text: "has no port". Nothing is resolved.

// "127.0.0.1:8080", "[::1]:0": where to listen; port 0 lets the system choose one.
std::string parse_listen_address(std::string_view text, HostPort& out);
// "users.internal:50051", "127.0.0.1:50051", "[::1]:50051": where a service listens.
std::string parse_endpoint(std::string_view text, HostPort& out);
// "https://app.example.com", "capacitor://localhost": of a page, exactly as browsers send it.
std::string check_origin(std::string_view text);

}  // namespace bff::config
