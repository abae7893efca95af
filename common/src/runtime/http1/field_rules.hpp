// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/http1/fault.hpp"
#include "runtime/http1/request.hpp"
#include "runtime/http1/request_line.hpp"

namespace bff::runtime::http1 {

// What the fields of one head decide together: where the content ends, whether the connection is
// kept, whom the request is for. Feeds on one field after the other: reset see* finish.
class FieldRules {
 public:
  void reset() noexcept { *this = {}; }

  Fault see(const HeaderField& field);

  // Precondition: see() was called for all fields of the head. `host` is the value of Host.
  Fault finish(const RequestLine& line, std::string_view host) const;

  bool chunked() const noexcept { return chunked_; }
  std::size_t content_length() const noexcept { return content_length_.value_or(0); }
  bool has_content() const noexcept { return chunked_ || content_length() > 0; }
  bool expects_continue() const noexcept { return expects_continue_; }
  bool keep_alive(int minor_version) const noexcept;
  bool upgrade(int minor_version) const noexcept {
    return wants_upgrade_ && minor_version >= 1 && !has_content();
  }

 private:
  Fault see_length(std::string_view value);
  Fault see_coding(std::string_view value);
  Fault see_connection(std::string_view value);
  Fault see_expectation(std::string_view value);

  std::optional<std::uint64_t> content_length_;
  bool has_coding_ = false;
  bool chunked_ = false;
  bool has_expectation_ = false;
  bool expects_continue_ = false;
  bool wants_close_ = false;
  bool wants_keep_alive_ = false;
  bool wants_upgrade_ = false;
  bool has_host_ = false;
  bool has_authorization_ = false;
  bool has_content_type_ = false;
  bool has_origin_ = false;
};

// Trailers are dropped, but those that may never be trailers (RFC 9110 §6.5.1) are refused: who
// sends them hopes for a reader that merges them into the head.
Fault check_trailer(const HeaderField& field);

}  // namespace bff::runtime::http1
