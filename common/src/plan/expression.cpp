// SPDX-License-Identifier: Apache-2.0
#include "plan/expression.hpp"

#include <string_view>
#include <utility>

#include "plan/expression_parser.hpp"
#include "plan/located_scalar.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {
ExpressionParser::ExpressionParser(const LocatedScalar& text, std::size_t at, Diagnostics& out)
    : scalar_(text), text_(text.text()), at_(at), out_(out) {}

std::optional<ExpressionSyntax> ExpressionParser::parse() {
  using Fallback = ExpressionSyntax::Fallback;
  skip_blanks();
  const std::size_t begin = at_;
  ExpressionSyntax expression;
  for (;;) {
    const std::size_t operand_at = at_;
    if (!operand(expression)) return std::nullopt;
    const std::size_t end = at_;
    skip_blanks();
    const std::string_view symbol = text_.substr(at_, 2);
    if (symbol != "??" && symbol != "||") {
      expression.place = place(begin, end);
      break;
    }
    if (expression.literal) {
      fail(codes::kLiteralNotLast, operand_at, end,
           "what stands behind the literal " +
               in_quotes(text_.substr(operand_at, end - operand_at)) + " is never read",
           "a literal comes last");
      return std::nullopt;
    }
    const auto fallback = symbol == "??" ? Fallback::if_null : Fallback::if_empty;
    if (expression.fallback != Fallback::none && expression.fallback != fallback) {
      fail(codes::kMixedFallbacks, at_, at_ + 2, "'?\?' and '||' are mixed", "write one of them");
      return std::nullopt;
    }
    expression.fallback = fallback;
    at_ += 2;
    skip_blanks();
    if (at_end()) {
      fail(codes::kOperandExpected, at_ - 2, at_, "nothing follows " + in_quotes(symbol),
           "write a reference or a literal");
      return std::nullopt;
    }
  }
  return expression;
}

void ExpressionParser::refuse_rest() {
  const std::string_view rest = word();
  std::string remedy;
  if (rest.starts_with("==") || rest.starts_with("!=") || rest == "in") {
    remedy = "a condition is no value: it stands in 'when', '$when' and 'that'";
  } else if (rest.starts_with('|') || rest.starts_with('?')) {
    remedy = "write '?\?' or '||'";
  } else if (std::string_view{"+-*/%"}.find(rest.front()) != std::string_view::npos) {
    remedy = "there is no arithmetic: what computes is a service";
  }
  fail(codes::kUnexpected, at_, at_ + rest.size(), in_quotes(rest) + " is not expected here",
       std::move(remedy));
}

bool ExpressionParser::operand(ExpressionSyntax& expression) {
  if (peek() == '$') {
    RefSyntax parsed;
    if (!ref(parsed)) return false;
    expression.refs.push_back(std::move(parsed));
    return true;
  }
  config::Node node;
  if (!literal(node)) return false;
  expression.literal = std::move(node);
  return true;
}

char ExpressionParser::peek(std::size_t ahead) const noexcept {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

void ExpressionParser::skip_blanks() noexcept {
  while (!at_end() && is_blank(text_[at_])) ++at_;
}

std::string_view ExpressionParser::name() noexcept {
  const std::size_t begin = at_;
  if (is_name_start(peek())) {
    while (is_name_part(peek())) ++at_;
  }
  return text_.substr(begin, at_ - begin);
}

std::string_view ExpressionParser::word() const {
  std::size_t end = at_;
  while (end < text_.size() && !is_blank(text_[end])) ++end;
  return text_.substr(at_, end - at_);
}

Place ExpressionParser::place(std::size_t begin, std::size_t end) const {
  return scalar_.part(begin, end - begin);
}

bool ExpressionParser::fail(std::string_view code, std::size_t begin, std::size_t end,
                            std::string message, std::string remedy) {
  out_.add(code, place(begin, end), std::move(message), std::move(remedy));
  return false;
}

std::optional<ExpressionSyntax> parse_expression(const config::Node& text, Diagnostics& out) {
  const LocatedScalar scalar{text.scalar, text.place};
  ExpressionParser parser{scalar, 0, out};
  auto expression = parser.parse();
  if (!expression || parser.position() == text.scalar.size()) return expression;
  parser.refuse_rest();
  return std::nullopt;
}

}  // namespace bff::plan
