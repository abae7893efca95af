// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "plan/expression.hpp"
#include "plan/located_scalar.hpp"

namespace bff::plan {

// Recursive descent over one expression or condition that may be a part of a text (`x in $list`,
// `$e as y`, `/v1/{$x}`). It stops at the first problem.
class ExpressionParser {
 public:
  // Begins at byte `at` of the text, behind which an expression is expected. Both references must
  // outlive this object.
  ExpressionParser(const LocatedScalar& text, std::size_t at, Diagnostics& out);

  // Reads as far as an expression goes and then over blanks. Once.
  std::optional<ExpressionSyntax> parse();
  // The same for a condition.
  std::optional<ConditionSyntax> condition();

  // The first byte that was not read; the text's size at its end.
  std::size_t position() const noexcept { return at_; }
  // Reports what is left of the text. Precondition: something is.
  void refuse_rest();
  void refuse_rest_of_condition();

 private:
  bool operand(ExpressionSyntax& expression);
  bool ref(RefSyntax& ref);
  bool step(RefSyntax& ref, bool& more);
  bool field(RefSyntax& ref);
  bool index(RefSyntax& ref);
  bool lookup(RefSyntax& ref);
  bool literal(config::Node& node);
  bool string_literal(config::Node& node);
  bool number_literal(config::Node& node);
  bool comparison(ConditionSyntax& condition);
  bool among(ConditionSyntax& condition);

  char peek(std::size_t ahead = 0) const noexcept;
  bool at_end() const noexcept { return at_ == text_.size(); }
  void skip_blanks() noexcept;
  std::string_view name() noexcept;  // reads a name; empty when there is none
  std::string_view word() const;     // up to the next blank, for messages
  Place place(std::size_t begin, std::size_t end) const;
  bool fail(std::string_view code, std::size_t begin, std::size_t end, std::string message,
            std::string remedy);

  const LocatedScalar& scalar_;
  std::string_view text_;
  std::size_t at_;
  Diagnostics& out_;
  int depth_ = 0;  // of look-ups inside look-ups
};

}  // namespace bff::plan
