// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bff {

// An absolute `http` or `https` URL (RFC 3986), taken apart.
struct Url {
  bool secure = true;        // https
  std::string host;          // in lower case, without the brackets of an IPv6 address
  std::uint16_t port = 443;  // the scheme's own where none is written
  std::string target = "/";  // path and query, as a request line has them

  // As the header Host has it: with brackets, and with a port that is not the scheme's own.
  std::string authority() const;
  std::string text() const;
  // Whether what it names is on this machine, by an address or as `localhost`.
  bool is_loopback() const;
};

// "" for a good text, otherwise what is wrong with it, to be put behind the quoted text: "has no
// host". Refused besides: users, fragments, and bytes that a request line cannot hold.
std::string parse_url(std::string_view text, Url& out);

}  // namespace bff
