// SPDX-License-Identifier: Apache-2.0
#include "base/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace bff {
namespace {

constexpr std::size_t kLongest = 2048;  // bytes

bool is_ipv6(const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

bool is_host_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

std::string read_port(std::string_view text, std::uint16_t& port) {
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, port);
  const bool good = read.ec == std::errc{} && read.ptr == end && port != 0;
  return good ? "" : "has no port between 1 and 65535";
}

std::string read_authority(std::string_view text, Url& url) {
  if (text.find('@') != std::string_view::npos) return "holds a user";
  const bool v6 = text.starts_with('[');
  const std::size_t end = v6 ? text.find(']') : text.find(':');
  if (v6 && end == std::string_view::npos) return "lacks a ']'";
  url.host = text.substr(v6 ? 1 : 0, v6 ? end - 1 : end);
  for (char& c : url.host)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (url.host.empty()) return "has no host";
  if (v6 ? !is_ipv6(url.host) : !std::all_of(url.host.begin(), url.host.end(), is_host_letter))
    return v6 ? "is of no IPv6 address" : "has no valid host name";
  std::string_view rest = end == std::string_view::npos ? "" : text.substr(v6 ? end + 1 : end);
  if (rest.empty()) return "";
  if (!rest.starts_with(':')) return "has something behind its host";
  return read_port(rest.substr(1), url.port);
}

}  // namespace

std::string Url::authority() const {
  std::string text = host.find(':') == std::string::npos ? host : '[' + host + ']';
  if (port != (secure ? 443 : 80)) text += ':' + std::to_string(port);
  return text;
}

std::string Url::text() const { return (secure ? "https://" : "http://") + authority() + target; }

bool Url::is_loopback() const {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return host == "localhost" || host == "::1";
}

std::string parse_url(std::string_view text, Url& out) {
  Url url;
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    url.secure = false;
    url.port = 80;
    text.remove_prefix(7);
  } else {
    return "is no http or https URL";
  }
  if (text.size() > kLongest) return "is longer than 2048 bytes";
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; }))
    return "holds bytes that a URL cannot hold";
  if (text.find('#') != std::string_view::npos) return "has a fragment";
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  if (std::string wrong = read_authority(text.substr(0, end), url); !wrong.empty()) return wrong;
  const std::string_view target = text.substr(end);
  url.target = target.starts_with('/') ? std::string{target} : '/' + std::string{target};
  out = std::move(url);
  return "";
}

}  // namespace bff
