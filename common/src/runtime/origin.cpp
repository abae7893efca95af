// SPDX-License-Identifier: Apache-2.0
#include "runtime/origin.hpp"

#include <algorithm>

#include "runtime/http1/request.hpp"

namespace bff::runtime {
namespace {

struct Authority {
  std::string_view host, port;  // the latter: `usual` where there is none
};

Authority split(std::string_view text, std::string_view usual) {
  const std::size_t name = text.starts_with('[') ? std::min(text.find(']'), text.size()) : 0;
  const std::size_t colon = text.find(':', name);
  if (colon == std::string_view::npos) return {text, usual};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

bool may_open(std::string_view origin, std::string_view host, std::span<const std::string> listed) {
  if (std::ranges::find(listed, origin) != listed.end()) return true;
  const std::size_t end = origin.find("://");
  if (end == std::string_view::npos) return false;
  const std::string_view scheme = origin.substr(0, end);
  if (scheme != "https" && scheme != "http") return false;
  const std::string_view usual = scheme == "https" ? "443" : "80";
  const Authority page = split(origin.substr(end + 3), usual), own = split(host, usual);
  return http1::iequals(own.host, page.host) && own.port == page.port;
}

}  // namespace bff::runtime
