// SPDX-License-Identifier: Apache-2.0
#include <string_view>
#include <utility>

#include "plan/expression_parser.hpp"
#include "plan/located_scalar.hpp"
#include "plan/syntax_codes.hpp"

// References: `$name` and its steps.
namespace bff::plan {
namespace {

// Deeper than any look-up that a person writes, shallow enough for the stack.
constexpr int kMaxLookupDepth = 16;

}  // namespace

bool ExpressionParser::ref(RefSyntax& ref) {
  const std::size_t begin = at_++;
  ref.name = name();
  if (ref.name.empty()) {
    return fail(codes::kNameExpected, begin, at_, "a name is missing behind '$'",
                begin == 0 ? "for a text that begins with '$' write '$$'"
                           : "write a text in double quotes");
  }
  ref.place = place(begin, at_);
  for (bool more = true; more;) {
    if (!step(ref, more)) return false;
  }
  ref.whole = place(begin, at_);
  return true;
}

bool ExpressionParser::step(RefSyntax& ref, bool& more) {
  switch (peek()) {
    case '.':
      return field(ref);
    case '!':
      if (peek(1) == '=') break;
      ref.steps.push_back({.kind = RefSyntax::Step::Kind::insist, .place = place(at_, at_ + 1)});
      ++at_;
      return true;
    case '[':
      return index(ref);
    case '(':
      return lookup(ref);
    default:
      break;
  }
  more = false;
  return true;
}

bool ExpressionParser::field(RefSyntax& ref) {
  const std::size_t begin = ++at_;
  const std::string_view field = name();
  if (field.empty()) {
    return fail(codes::kNameExpected, begin - 1, begin, "a field's name is missing behind '.'",
                "letters, digits and '_', not beginning with a digit");
  }
  ref.steps.push_back({.kind = RefSyntax::Step::Kind::field,
                       .name = std::string{field},
                       .place = place(begin, at_)});
  return true;
}

bool ExpressionParser::index(RefSyntax& ref) {
  const std::size_t begin = at_;
  const std::size_t close = text_.find(']', begin);
  if (close == std::string_view::npos) {
    return fail(codes::kBadIndexStep, begin, begin + 1, "'[' is not closed",
                "write [0] for the first, [] for all");
  }
  const std::string_view whole = text_.substr(begin, close + 1 - begin);
  if (whole != "[0]" && whole != "[]") {
    return fail(codes::kBadIndexStep, begin, close + 1, in_quotes(whole) + " is no step of a path",
                "write [0] for the first, [] for all");
  }
  at_ = close + 1;
  ref.steps.push_back(
      {.kind = whole == "[]" ? RefSyntax::Step::Kind::all : RefSyntax::Step::Kind::first,
       .place = place(begin, at_)});
  return true;
}

bool ExpressionParser::lookup(RefSyntax& ref) {
  const std::size_t begin = at_++;
  if (depth_ == kMaxLookupDepth) {
    return fail(codes::kTooDeep, begin, begin + 1, "look-ups are nested too deeply",
                "at most " + std::to_string(kMaxLookupDepth) + " levels");
  }
  RefSyntax::Step step{.kind = RefSyntax::Step::Kind::lookup};
  skip_blanks();
  if (at_end()) {
    return fail(codes::kBadLookup, begin, begin + 1, "'(' is not closed", "write ')'");
  }
  if (peek() == ')') {
    return fail(codes::kBadLookup, begin, at_ + 1, "the look-up has no key",
                "write $table(key): a reference or a literal");
  }
  if (peek() == '$') {
    step.key = std::make_shared<RefSyntax>();
    ++depth_;
    const bool good = this->ref(*step.key);
    --depth_;
    if (!good) return false;
  } else if (!literal(step.literal.emplace())) {
    return false;
  }
  skip_blanks();
  if (at_end()) {
    return fail(codes::kBadLookup, begin, begin + 1, "'(' is not closed", "write ')'");
  }
  if (peek() != ')') {
    return fail(codes::kBadLookup, at_, at_ + word().size(),
                in_quotes(word()) + " is not expected in a look-up",
                "the key is one reference or one literal");
  }
  ++at_;
  step.place = place(begin, at_);
  ref.steps.push_back(std::move(step));
  return true;
}

std::string to_text(const RefSyntax& ref) {
  using Kind = RefSyntax::Step::Kind;
  std::string text = "$" + ref.name;
  for (const auto& step : ref.steps) {
    switch (step.kind) {
      case Kind::field:
        text += "." + step.name;
        break;
      case Kind::insist:
        text += '!';
        break;
      case Kind::first:
        text += "[0]";
        break;
      case Kind::all:
        text += "[]";
        break;
      case Kind::lookup:
        text += '(';
        if (step.key) {
          text += to_text(*step.key);
        } else if (step.literal->quoted) {
          text += '"' + step.literal->scalar + '"';
        } else {
          text += step.literal->scalar;
        }
        text += ')';
        break;
    }
  }
  return text;
}

}  // namespace bff::plan
