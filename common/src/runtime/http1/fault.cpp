// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/fault.hpp"

namespace bff::runtime::http1 {
namespace {

constexpr FaultInfo malformed(std::string_view detail) { return {Errc::malformed_request, detail}; }

}  // namespace

FaultInfo info(Fault fault) noexcept {
  switch (fault) {
    case Fault::none:
      break;
    case Fault::blank_lines:
      return malformed("more than one empty line before the request line");
    case Fault::bare_lf:
      return malformed("a line ends in LF without CR");
    case Fault::bare_cr:
      return malformed("a CR stands without LF");
    case Fault::ended_in_head:
      return malformed("the connection ended inside the request's head");
    case Fault::ended_in_body:
      return malformed("the connection ended inside the request's content");

    case Fault::request_line_too_long:
      return {Errc::uri_too_long, "the request line is too long"};
    case Fault::request_line_incomplete:
      return malformed("the request line is not 'method target version'");
    case Fault::request_line_blanks:
      return malformed("the parts of the request line are not parted by exactly one space");
    case Fault::method_missing:
      return malformed("the request line begins with a space instead of a method");
    case Fault::method_characters:
      return malformed("the method is not made of upper-case letters");
    case Fault::method_unknown:
      return {Errc::not_implemented, "the method is unknown"};
    case Fault::method_connect:
      return {Errc::not_implemented, "CONNECT is not offered: this is no proxy"};
    case Fault::version_unknown:
      return malformed("the version is neither HTTP/1.1 nor HTTP/1.0");
    case Fault::target_form:
      return malformed("the target begins neither with '/' nor with http:// or https://");
    case Fault::target_asterisk:
      return malformed("the target '*' is for OPTIONS only");
    case Fault::target_control:
      return malformed("the target has a control character");
    case Fault::target_not_ascii:
      return malformed("the target has a byte outside ASCII: percent-encode it");
    case Fault::target_fragment:
      return malformed("the target has a fragment ('#')");
    case Fault::target_character:
      return malformed("the target has a character that must be percent-encoded");
    case Fault::target_percent:
      return malformed("a '%' in the target is not followed by two hexadecimal digits");

    case Fault::authority_empty:
      return malformed("the host is empty");
    case Fault::authority_userinfo:
      return malformed("the host has user information ('@')");
    case Fault::authority_character:
      return malformed("the host has a character that no host name has");
    case Fault::authority_port:
      return malformed("the host's port is not a number up to 65535");
    case Fault::authority_ipv6:
      return malformed("the host is no IPv6 address in brackets");
    case Fault::authority_zone:
      return malformed("the host's IPv6 address has a zone");
    case Fault::authority_too_long:
      return malformed("the host is longer than 255 bytes");
    case Fault::authority_mismatch:
      return malformed("Host differs from the host of the target");
    case Fault::host_missing:
      return malformed("Host is missing");
    case Fault::host_repeated:
      return malformed("Host is repeated");

    case Fault::headers_too_long:
      return {Errc::headers_too_large, "the header lines are too long in all"};
    case Fault::too_many_fields:
      return {Errc::headers_too_large, "there are too many header lines"};
    case Fault::field_leading_blank:
      return malformed("a blank stands before the first header line");
    case Fault::field_folded:
      return malformed("a header line is folded");
    case Fault::field_name_missing:
      return malformed("a header line has no name");
    case Fault::field_colon_missing:
      return malformed("a header line has no ':'");
    case Fault::field_blank_before_colon:
      return malformed("a blank stands before the ':' of a header line");
    case Fault::field_name_character:
      return malformed("a header name has a character that is not allowed there");
    case Fault::field_name_alias:
      return malformed("a header name with '_' looks like one that decides framing or identity");
    case Fault::field_value_control:
      return malformed("a header value has a control character");
    case Fault::field_value_encoding:
      return malformed("a header value is not UTF-8");

    case Fault::authorization_repeated:
      return malformed("Authorization is repeated");
    case Fault::content_type_repeated:
      return malformed("Content-Type is repeated");
    case Fault::origin_repeated:
      return malformed("Origin is repeated");
    case Fault::connection_syntax:
      return malformed("Connection is no list of names");
    case Fault::connection_names_framing:
      return malformed("Connection names a header that decides framing or identity");
    case Fault::length_invalid:
      return malformed("Content-Length is not made of digits");
    case Fault::length_repeated:
      return malformed("Content-Length is repeated");
    case Fault::length_overflow:
      return malformed("Content-Length has more than 19 digits");
    case Fault::length_with_coding:
      return malformed("both Content-Length and Transfer-Encoding are given");
    case Fault::coding_repeated:
      return malformed("Transfer-Encoding is repeated");
    case Fault::coding_in_http_1_0:
      return malformed("Transfer-Encoding in a request of HTTP/1.0");
    case Fault::coding_not_chunked:
      return malformed("Transfer-Encoding is not 'chunked'");
    case Fault::coding_unsupported:
      return {Errc::not_implemented, "Transfer-Encoding has a coding other than 'chunked'"};
    case Fault::trace_with_content:
      return malformed("TRACE with content");
    case Fault::expectation_repeated:
      return malformed("Expect is repeated");
    case Fault::expectation_unknown:
      return {Errc::expectation_failed, "Expect is not '100-continue'"};
    case Fault::expectation_on_safe_method:
      return {Errc::expectation_failed, "Expect on a method whose content has no meaning"};

    case Fault::content_too_large:
      return {Errc::content_too_large, "the content is too large"};
    case Fault::chunk_size_missing:
      return malformed("a chunk has no size");
    case Fault::chunk_size_character:
      return malformed("a chunk's size is not hexadecimal");
    case Fault::chunk_size_digits:
      return malformed("a chunk's size has more than 16 digits");
    case Fault::chunk_line_ending:
      return malformed("the line of a chunk's size does not end in CRLF");
    case Fault::chunk_data_ending:
      return malformed("a chunk's data is not followed by CRLF");
    case Fault::chunk_extension_syntax:
      return malformed("a chunk extension is not ';name' or ';name=value'");
    case Fault::chunk_extension_control:
      return malformed("a chunk extension has a character that is not allowed there");
    case Fault::chunk_extensions_too_long:
      return malformed("the chunk extensions are too long in all");
    case Fault::trailer_forbidden:
      return malformed("a trailer names a header that decides framing or identity");
  }
  return malformed("the request is malformed");
}

}  // namespace bff::runtime::http1
