// SPDX-License-Identifier: Apache-2.0
#include "runtime/client_address.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "runtime/http1/characters.hpp"

namespace bff::runtime {
namespace {

using Header = config::TrustedProxies::Header;

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]", "[2001:db8::1]:80". `bare`: also "2001:db8::1",
// which only X-Forwarded-For may have.
std::optional<IpAddress> read_node(std::string_view text, bool bare) {
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view host = text.substr(1, close - 1), rest = text.substr(close + 1);
    if (!rest.empty() && !(rest[0] == ':' && is_port(rest.substr(1)))) return std::nullopt;
    return host.find(':') == std::string_view::npos ? std::nullopt : parse_ip(host);
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return parse_ip(text);
  if (text.find(':', colon + 1) != std::string_view::npos) {
    return bare ? parse_ip(text) : std::nullopt;
  }
  return is_port(text.substr(colon + 1)) ? parse_ip(text.substr(0, colon)) : std::nullopt;
}

bool is_token_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

// The elements of one line of Forwarded (RFC 7239 §4), each its `for` or nothing. A line that does
// not follow the grammar has no elements that could be told apart.
class ForwardedLine {
 public:
  explicit ForwardedLine(std::string_view line) : rest_(line) {}

  bool read(std::vector<std::optional<std::string>>& elements) {
    while (true) {
      std::optional<std::string> by_whom;
      bool empty = true;
      if (!read_element(by_whom, empty)) return false;
      if (!empty) elements.push_back(std::move(by_whom));
      if (rest_.empty()) return true;
      rest_.remove_prefix(1);  // the comma
    }
  }

 private:
  bool read_element(std::optional<std::string>& by_whom, bool& empty) {
    while (true) {
      skip_blanks();
      if (at(',') || rest_.empty()) return true;
      if (!at(';')) {
        empty = false;
        if (!read_pair(by_whom)) return false;
        skip_blanks();
      }
      if (at(';')) {
        rest_.remove_prefix(1);
      } else if (!at(',') && !rest_.empty()) {
        return false;
      }
    }
  }

  bool read_pair(std::optional<std::string>& by_whom) {
    const std::string_view name = take_token();
    if (name.empty() || !at('=')) return false;
    rest_.remove_prefix(1);
    std::string value;
    if (!read_value(value)) return false;
    if (!http1::iequals(name, "for")) return true;
    if (by_whom) return false;  // each parameter stands once
    by_whom = std::move(value);
    return true;
  }

  bool read_value(std::string& value) {
    if (!at('"')) {
      value = take_token();
      return !value.empty();
    }
    rest_.remove_prefix(1);
    while (!rest_.empty() && !at('"')) {
      if (at('\\')) rest_.remove_prefix(1);
      if (rest_.empty()) return false;
      value += rest_[0];
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take_token() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_token_char);
    const auto token = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(token.size());
    return token;
  }
  void skip_blanks() {
    while (at(' ') || at('\t')) rest_.remove_prefix(1);
  }
  bool at(char c) const { return !rest_.empty() && rest_[0] == c; }

  std::string_view rest_;
};

// Goes back through what proxies have written, as long as it is one of them.
class WayBack {
 public:
  WayBack(IpAddress peer, const config::TrustedProxies& proxies) : at_(peer), proxies_(proxies) {}

  // False: here it ends.
  bool step(const std::optional<IpAddress>& before) {
    if (!before) return false;
    at_ = *before;
    return proxies_.trusts(at_);
  }
  const IpAddress& at() const noexcept { return at_; }

 private:
  IpAddress at_;
  const config::TrustedProxies& proxies_;
};

bool follow_list(std::string_view line, WayBack& way) {
  while (true) {
    const std::size_t comma = line.rfind(',');
    const bool last = comma == std::string_view::npos;
    const std::string_view element = http1::trimmed(last ? line : line.substr(comma + 1));
    // Empty elements of lists count for nothing (RFC 9110 §5.6.1.2).
    if (!element.empty() && !way.step(read_node(element, true))) return false;
    if (last) return true;
    line = line.substr(0, comma);
  }
}

bool follow_forwarded(std::string_view line, WayBack& way) {
  std::vector<std::optional<std::string>> elements;
  if (!ForwardedLine(line).read(elements)) return false;
  return std::all_of(elements.rbegin(), elements.rend(), [&](const auto& by_whom) {
    return way.step(by_whom ? read_node(*by_whom, false) : std::nullopt);
  });
}

}  // namespace

std::string client_address(std::string_view peer, const http1::Request& request,
                           const config::TrustedProxies& proxies) {
  const auto address = parse_ip(peer);
  if (!address || !proxies.trusts(*address)) return std::string(peer);
  WayBack way(*address, proxies);
  const bool forwarded = proxies.header == Header::forwarded;
  const std::string_view name = forwarded ? "forwarded" : "x-forwarded-for";
  // The lines of a header are one list (RFC 9110 §5.3), the last one written last.
  for (auto field = request.headers.rbegin(); field != request.headers.rend(); ++field) {
    if (!http1::iequals(field->name, name)) continue;
    if (!(forwarded ? follow_forwarded : follow_list)(field->value, way)) break;
  }
  return way.at().text();
}

}  // namespace bff::runtime
