// SPDX-License-Identifier: Apache-2.0
// X-Forwarded-For and Forwarded, whose beginning clients make up. The input's lines are the lines
// of either header.
#include "runtime/client_address.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "fuzz/target.hpp"

using namespace bff;
using fuzz::require;

namespace {

using Header = config::TrustedProxies::Header;

std::string client(Header header, const std::vector<std::string>& lines,
                   const std::string& peer = "10.0.0.1") {
  config::TrustedProxies proxies{.networks = std::vector<Network>(1), .header = header};
  require(parse_network("10.0.0.0/8", proxies.networks[0]).empty(), "a network is read");
  runtime::http1::Request request;
  for (const auto& line : lines) {
    request.headers.push_back(
        {header == Header::forwarded ? "Forwarded" : "X-Forwarded-For", line});
  }
  return runtime::client_address(peer, request, proxies);
}

void check(Header header, const std::vector<std::string>& lines, std::string own) {
  const auto told = parse_ip(client(header, lines));
  require(told.has_value(), "it is an address, whatever is written");
  require(told->text() == client(header, lines), "and is written in one way");
  require(client(header, lines, "192.0.2.1") == "192.0.2.1", "nobody else is believed");
  auto by_proxy = lines;
  by_proxy.push_back(std::move(own));
  require(client(header, by_proxy) == "203.0.113.9",
          "what a proxy writes behind it counts, whatever stands before");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= input.size();) {
    const std::size_t end = std::min(input.find('\n', at), input.size());
    lines.emplace_back(input.substr(at, end - at));
    at = end + 1;
  }
  check(Header::x_forwarded_for, lines, "203.0.113.9, 10.1.1.1");
  check(Header::forwarded, lines, "for=203.0.113.9, for=\"10.1.1.1:80\";proto=https");
  return 0;
}
