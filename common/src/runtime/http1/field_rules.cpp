// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/field_rules.hpp"

#include <algorithm>

#include "runtime/http1/authority.hpp"
#include "runtime/http1/characters.hpp"

namespace bff::runtime::http1 {
namespace {

// Calls `visit` with each element of a comma-separated list (RFC 9110 §5.6.1), empty ones too,
// until it returns false.
template <class Visit>
bool each_element(std::string_view list, Visit visit) {
  while (true) {
    const std::size_t comma = list.find(',');
    if (!visit(trimmed(list.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

// A field that a hop may not strip, because the next one would then frame or judge the
// request differently (RFC 9110 §7.6.1).
bool decides_framing_or_identity(std::string_view name) {
  return iequals(name, "content-length") || iequals(name, "transfer-encoding") ||
         iequals(name, "host") || iequals(name, "authorization");
}

// Codings of the IANA registry: after decoding them the content would be known, so that refusing
// is a matter of ability (501), not of framing.
bool is_known_coding(std::string_view coding) {
  return iequals(coding, "gzip") || iequals(coding, "x-gzip") || iequals(coding, "deflate") ||
         iequals(coding, "compress") || iequals(coding, "x-compress");
}

// RFC 9112 §6.3 wants 400 where `chunked` is not the last coding: the length is unknown then.
Fault fault_of_coding(std::string_view value) {
  const std::size_t comma = value.rfind(',');
  if (comma == std::string_view::npos || !iequals(trimmed(value.substr(comma + 1)), "chunked")) {
    return Fault::coding_not_chunked;
  }
  return each_element(value.substr(0, comma), is_known_coding) ? Fault::coding_unsupported
                                                               : Fault::coding_not_chunked;
}

bool equal_hosts(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return is(c, kUpper) ? static_cast<char>(c | 0x20) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [lower](char x, char y) { return lower(x) == lower(y); });
}

Fault once(bool& seen, Fault fault) {
  if (seen) return fault;
  seen = true;
  return Fault::none;
}

}  // namespace

Fault FieldRules::see(const HeaderField& field) {
  switch (field.name.size()) {
    case 4:
      if (!iequals(field.name, "host")) break;
      if (has_host_) return Fault::host_repeated;
      has_host_ = true;
      return check_authority(field.value);
    case 6:
      if (iequals(field.name, "expect")) return see_expectation(field.value);
      if (iequals(field.name, "origin")) return once(has_origin_, Fault::origin_repeated);
      break;
    case 10:
      if (iequals(field.name, "connection")) return see_connection(field.value);
      break;
    case 12:
      if (iequals(field.name, "content-type")) {
        return once(has_content_type_, Fault::content_type_repeated);
      }
      break;
    case 13:
      if (iequals(field.name, "authorization")) {
        return once(has_authorization_, Fault::authorization_repeated);
      }
      break;
    case 14:
      if (iequals(field.name, "content-length")) return see_length(field.value);
      break;
    case 17:
      if (iequals(field.name, "transfer-encoding")) return see_coding(field.value);
      break;
    default:
      break;
  }
  return Fault::none;
}

Fault FieldRules::see_length(std::string_view value) {
  if (content_length_) return Fault::length_repeated;
  if (!all(value, kDigit)) return Fault::length_invalid;
  if (value.size() > 19) return Fault::length_overflow;  // 10^19 - 1 fits into 64 bits
  std::uint64_t length = 0;
  for (const char c : value) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  content_length_ = length;
  return Fault::none;
}

Fault FieldRules::see_coding(std::string_view value) {
  if (has_coding_) return Fault::coding_repeated;
  has_coding_ = true;
  if (!iequals(value, "chunked")) return fault_of_coding(value);
  chunked_ = true;
  return Fault::none;
}

Fault FieldRules::see_connection(std::string_view value) {
  Fault fault = Fault::none;
  each_element(value, [&](std::string_view option) {
    if (option.empty()) return true;
    if (!all(option, kToken)) {
      fault = Fault::connection_syntax;
    } else if (decides_framing_or_identity(option)) {
      fault = Fault::connection_names_framing;
    } else if (iequals(option, "close")) {
      wants_close_ = true;
    } else if (iequals(option, "keep-alive")) {
      wants_keep_alive_ = true;
    } else if (iequals(option, "upgrade")) {
      wants_upgrade_ = true;
    }
    return fault == Fault::none;
  });
  return fault;
}

Fault FieldRules::see_expectation(std::string_view value) {
  if (has_expectation_) return Fault::expectation_repeated;
  has_expectation_ = true;
  if (!iequals(value, "100-continue")) return Fault::expectation_unknown;
  expects_continue_ = true;
  return Fault::none;
}

Fault FieldRules::finish(const RequestLine& line, std::string_view host) const {
  if (!has_host_ && line.minor_version >= 1) return Fault::host_missing;
  if (has_host_ && !line.authority.empty() && !equal_hosts(host, line.authority)) {
    return Fault::authority_mismatch;
  }
  if (has_coding_ && content_length_) return Fault::length_with_coding;
  if (has_coding_ && line.minor_version == 0) return Fault::coding_in_http_1_0;
  if (line.method == "TRACE" && has_content()) return Fault::trace_with_content;
  // RFC 9110 §10.1.1: not to be sent without content. On GET and HEAD, where servers differ on
  // whether content is read at all, it has been used to shift the borders of requests.
  if (expects_continue_ && (line.method == "GET" || line.method == "HEAD")) {
    return Fault::expectation_on_safe_method;
  }
  return Fault::none;
}

bool FieldRules::keep_alive(int minor_version) const noexcept {
  return !wants_close_ && (minor_version >= 1 || wants_keep_alive_);
}

Fault check_trailer(const HeaderField& field) {
  for (const std::string_view name : {"connection", "content-encoding", "content-type", "cookie",
                                      "expect", "te", "trailer", "upgrade"}) {
    if (iequals(field.name, name)) return Fault::trailer_forbidden;
  }
  return decides_framing_or_identity(field.name) ? Fault::trailer_forbidden : Fault::none;
}

}  // namespace bff::runtime::http1
