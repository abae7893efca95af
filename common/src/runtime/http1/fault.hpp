// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

#include "bff/error.hpp"

namespace bff::runtime::http1 {

// Every rule for whose breach a request is refused. Parsing functions return one of these, so
// that nothing is allocated until a request has failed. fault.cpp says status and wording.
enum class Fault : std::uint8_t {
  none,
  // lines
  blank_lines,
  bare_lf,
  bare_cr,
  ended_in_head,
  ended_in_body,
  // request line
  request_line_too_long,
  request_line_incomplete,
  request_line_blanks,
  method_missing,
  method_characters,
  method_unknown,
  method_connect,
  version_unknown,
  target_form,
  target_asterisk,
  target_control,
  target_not_ascii,
  target_fragment,
  target_character,
  target_percent,
  // authority: Host, or that of an absolute target
  authority_empty,
  authority_userinfo,
  authority_character,
  authority_port,
  authority_ipv6,
  authority_zone,
  authority_too_long,
  authority_mismatch,
  host_missing,
  host_repeated,
  // field lines
  headers_too_long,
  too_many_fields,
  field_leading_blank,
  field_folded,
  field_name_missing,
  field_colon_missing,
  field_blank_before_colon,
  field_name_character,
  field_name_alias,
  field_value_control,
  field_value_encoding,
  // fields with a meaning for framing or identity
  authorization_repeated,
  content_type_repeated,
  origin_repeated,
  connection_syntax,
  connection_names_framing,
  length_invalid,
  length_repeated,
  length_overflow,
  length_with_coding,
  coding_repeated,
  coding_in_http_1_0,
  coding_not_chunked,
  coding_unsupported,
  trace_with_content,
  expectation_repeated,
  expectation_unknown,
  expectation_on_safe_method,
  // content
  content_too_large,
  chunk_size_missing,
  chunk_size_character,
  chunk_size_digits,
  chunk_line_ending,
  chunk_data_ending,
  chunk_extension_syntax,
  chunk_extension_control,
  chunk_extensions_too_long,
  trailer_forbidden,
};

struct FaultInfo {
  Errc code;
  std::string_view detail;  // for the client
};

// Precondition: `fault` is not none.
FaultInfo info(Fault fault) noexcept;

}  // namespace bff::runtime::http1
