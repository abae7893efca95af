// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/request_line.hpp"

#include "runtime/http1/authority.hpp"
#include "runtime/http1/characters.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime::http1 {
namespace {

Fault check_method(std::string_view method) {
  switch (method.size()) {
    case 0:
      return Fault::method_missing;
    case 3:
      if (method == "GET" || method == "PUT") return Fault::none;
      break;
    case 4:
      if (method == "POST" || method == "HEAD") return Fault::none;
      break;
    case 5:
      if (method == "PATCH" || method == "TRACE") return Fault::none;
      break;
    case 6:
      if (method == "DELETE") return Fault::none;
      break;
    case 7:
      if (method == "OPTIONS") return Fault::none;
      if (method == "CONNECT") return Fault::method_connect;
      break;
    default:
      break;
  }
  return all(method, kUpper) ? Fault::method_unknown : Fault::method_characters;
}

Fault check_version(std::string_view version, int& minor) {
  if (version == "HTTP/1.1") {
    minor = 1;
    return Fault::none;
  }
  if (version == "HTTP/1.0") {
    minor = 0;
    return Fault::none;
  }
  return version.find(' ') != std::string_view::npos ? Fault::request_line_blanks
                                                     : Fault::version_unknown;
}

Fault fault_of_target_character(char c) {
  if (c == '\r') return Fault::bare_cr;
  if (is_control(c)) return Fault::target_control;
  if (!is_ascii(c)) return Fault::target_not_ascii;
  return c == '#' ? Fault::target_fragment : Fault::target_character;
}

// Not in RFC 3986, but browsers send them unescaped in queries: `?ids[]=1` (WHATWG URL §1.3, the
// query percent-encode set).
bool is_tolerated_in_query(char c) {
  return std::string_view{"[]{}|^`"}.find(c) != std::string_view::npos;
}

// Checks path and query and parts them.
Fault split_target(std::string_view target, RequestLine& out) {
  std::size_t question = target.size();
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    if (is(c, kTarget)) {
      if (c == '?' && question == target.size()) question = i;
    } else if (question < i && is_tolerated_in_query(c)) {
      continue;
    } else if (c != '%') {
      return fault_of_target_character(c);
    } else if (target.size() - i < 3 || !is(target[i + 1], kHex) || !is(target[i + 2], kHex)) {
      return Fault::target_percent;
    } else {
      i += 2;
    }
  }
  out.target = target;
  out.path = target.substr(0, question);
  if (question < target.size()) out.query = target.substr(question + 1);
  return Fault::none;
}

Fault parse_absolute_form(std::string_view target, RequestLine& out) {
  std::size_t begin = 0;
  if (iequals(target.substr(0, 7), "http://")) {
    begin = 7;
  } else if (iequals(target.substr(0, 8), "https://")) {
    begin = 8;
  } else {
    return Fault::target_form;
  }
  const std::size_t end = target.find_first_of("/?#", begin);
  out.authority = target.substr(begin, end - begin);
  if (const Fault fault = check_authority(out.authority); fault != Fault::none) return fault;
  return split_target(target.substr(begin + out.authority.size()), out);
}

Fault parse_target(std::string_view target, RequestLine& out) {
  if (target[0] == '/') return split_target(target, out);
  if (target == "*") {
    if (out.method != "OPTIONS") return Fault::target_asterisk;
    out.target = out.path = target;
    return Fault::none;
  }
  return parse_absolute_form(target, out);
}

}  // namespace

Fault parse_request_line(std::string_view line, RequestLine& out) {
  out = {};
  const std::size_t first = line.find(' ');
  out.method = line.substr(0, first);
  if (const Fault fault = check_method(out.method); fault != Fault::none) return fault;
  if (first == std::string_view::npos) return Fault::request_line_incomplete;

  const std::string_view rest = line.substr(first + 1);
  const std::size_t second = rest.find(' ');
  if (second == std::string_view::npos) return Fault::request_line_incomplete;
  if (second == 0) return Fault::request_line_blanks;
  const std::string_view version = rest.substr(second + 1);
  if (const Fault fault = check_version(version, out.minor_version); fault != Fault::none) {
    return fault;
  }
  return parse_target(rest.substr(0, second), out);
}

Fault check_first_character(char first) noexcept {
  if (is(first, kUpper)) return Fault::none;
  return first == ' ' ? Fault::method_missing : Fault::method_characters;
}

}  // namespace bff::runtime::http1
