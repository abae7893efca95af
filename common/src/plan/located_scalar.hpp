// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"

namespace bff::plan {

// A YAML scalar's text (or a key's) that knows where in the file each of its parts stands.
// When the file spells it differently (escapes, folded lines) every part is the whole scalar.
class LocatedScalar {
 public:
  // Both must outlive this object.
  LocatedScalar(std::string_view text, const Place& place);

  std::string_view text() const noexcept { return text_; }
  Place part(std::size_t offset, std::size_t size) const;

 private:
  std::string_view text_;
  const Place& place_;
  bool verbatim_ = false;    // the file holds text_ at place_, behind `shift_` bytes
  std::uint32_t shift_ = 0;  // 1 behind an opening quote
};

// A name of the language: a call, an `as`, a field. ASCII letters, digits and `_`.
bool is_name(std::string_view text) noexcept;
// Names joined by dots: "shop.v1.UserService", "products.id".
bool is_dotted(std::string_view text) noexcept;
bool is_name_start(char c) noexcept;
bool is_name_part(char c) noexcept;
bool is_blank(char c) noexcept;

std::string in_quotes(std::string_view text);  // 'text'

}  // namespace bff::plan
