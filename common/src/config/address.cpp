// SPDX-License-Identifier: Apache-2.0
#include "config/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace bff::config {
namespace {

bool is_ip(int family, const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(family, host.c_str(), bytes) == 1;
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A DNS name (RFC 1123 §2.1), `_` allowed as service discovery uses it, perhaps with a last dot.
bool is_dns_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > 253) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return false;
    }
    if (!std::all_of(label.begin(), label.end(),
                     [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; })) {
      return false;
    }
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

bool looks_like_ipv4(std::string_view host) {
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Splits at the port; `is_v6`: the host stood in brackets.
std::string split(std::string_view text, HostPort& out, bool& is_v6) {
  if (text.find("://") != std::string_view::npos) return "holds a scheme";
  is_v6 = text.starts_with('[');
  std::size_t colon = std::string_view::npos;
  if (is_v6) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return "lacks a ']'";
    out.host = text.substr(1, close - 1);
    if (close + 1 < text.size() && text[close + 1] == ':') colon = close + 1;
  } else {
    colon = text.rfind(':');
    if (colon != std::string_view::npos && text.find(':') != colon) {
      return "needs brackets around its IPv6 address";
    }
    out.host = text.substr(0, colon);
  }
  if (colon == std::string_view::npos) return "has no port";
  const std::string_view port = text.substr(colon + 1);
  if (port.empty()) return "has no port";
  const auto result = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (result.ec != std::errc{} || result.ptr != port.data() + port.size()) {
    return "has no port between 0 and 65535";
  }
  if (out.host.empty()) return "has no host";
  if (is_v6 && !is_ip(AF_INET6, out.host)) return "is no IPv6 address";
  return "";
}

}  // namespace

std::string parse_listen_address(std::string_view text, HostPort& out) {
  bool is_v6 = false;
  if (std::string wrong = split(text, out, is_v6); !wrong.empty()) return wrong;
  return is_v6 || is_ip(AF_INET, out.host) ? "" : "is no IP address";
}

std::string parse_endpoint(std::string_view text, HostPort& out) {
  bool is_v6 = false;
  if (std::string wrong = split(text, out, is_v6); !wrong.empty()) return wrong;
  if (out.port == 0) return "has no port between 1 and 65535";
  if (is_v6) return "";
  if (looks_like_ipv4(out.host)) return is_ip(AF_INET, out.host) ? "" : "is no IPv4 address";
  return is_dns_name(out.host) ? "" : "has no valid host name";
}

std::string check_origin(std::string_view text) {
  const auto in = [](std::string_view part, std::string_view characters) {
    return part.find_first_not_of(characters) == std::string_view::npos;
  };
  const std::size_t end = text.find("://");
  const std::string_view scheme = text.substr(0, end);
  if (end == std::string_view::npos || scheme.empty()) return "has no scheme";
  if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return "has capitals, which browsers do not send";
  }
  if (!in(scheme, "abcdefghijklmnopqrstuvwxyz0123456789+.-")) return "has no valid scheme";
  const std::string authority{text.substr(end + 3)};
  if (authority.find_first_of("/?#@") != std::string::npos) return "has more than host and port";
  const std::size_t port =
      authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
  const bool has_port = port != std::string::npos;
  HostPort parsed;
  const std::string wrong = parse_endpoint(has_port ? authority : authority + ":1", parsed);
  if (!wrong.empty() || !has_port) return wrong;
  const int usual = scheme == "https" ? 443 : scheme == "http" ? 80 : 0;
  if (parsed.port == usual) return "has its scheme's own port, which browsers leave out";
  const bool canonical = authority.substr(port + 1) == std::to_string(parsed.port);
  return canonical ? "" : "has a port that begins with a zero";
}

}  // namespace bff::config
