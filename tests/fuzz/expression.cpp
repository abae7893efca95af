// SPDX-License-Identifier: Apache-2.0
// An expression, a text with values in it, a condition: it parses, or each problem has a code and a
// place inside the text. What parses is written back as a text that parses to the same.
#include "plan/expression.hpp"

#include "fuzz/findings.hpp"
#include "fuzz/target.hpp"
#include "plan/read_value.hpp"

using namespace bff;
using fuzz::require;

namespace {

// The text as the whole of its file.
config::Node node_of(const std::string& text) {
  const auto source = std::make_shared<const Source>("e.yaml", text);
  config::Node node;
  node.kind = config::Node::Kind::text;
  node.scalar = text;
  node.place = place_at(source, 0, text.size());
  return node;
}

std::optional<plan::ExpressionSyntax> parse(const std::string& text, Diagnostics& out) {
  auto parsed = plan::parse_expression(node_of(text), out);
  fuzz::check_findings(out);
  require(parsed.has_value() == out.empty(), "either an expression or a problem", text);
  return parsed;
}

void check_ref(const plan::RefSyntax& ref) {
  const std::string written = plan::to_text(ref);
  if (written.find('"') != std::string::npos) return;  // for messages: a text's escapes are lost
  Diagnostics again;
  const auto reread = parse(written, again);
  require(reread.has_value(), "what is written parses", written);
  require(reread->refs.size() == 1 && plan::to_text(reread->refs[0]) == written,
          "and means the same", written);
}

void check_expression(const std::string& text) {
  Diagnostics out;
  const auto parsed = parse(text, out);
  if (!parsed) return;
  require(!parsed->refs.empty(), "an expression reads something", text);
  for (const plan::RefSyntax& ref : parsed->refs) check_ref(ref);
}

void check_condition(const std::string& text) {
  Diagnostics out;
  const auto parsed = plan::parse_conditions(node_of(text), "'when'", out);
  fuzz::check_findings(out);
  require(parsed.has_value() == out.empty(), "either a condition or a problem", text);
  if (!parsed) return;
  require(parsed->all.size() == 1, "a text is one condition", text);
  using Op = plan::ConditionSyntax::Op;
  const plan::ConditionSyntax& one = parsed->all.front();
  const bool compares = one.op != Op::holds && one.op != Op::fails;
  require(compares == (one.refs.size() + one.literals.size() > 0), "only operators have operands",
          text);
  check_ref(one.left);
}

void check_text(const std::string& text) {
  if (plan::classify(text) != plan::TextKind::templated) return;
  Diagnostics out;
  const auto parsed = plan::parse_text(node_of(text), out);
  fuzz::check_findings(out);
  require(parsed.has_value() == out.empty(), "either a text or a problem", text);
  if (!parsed) return;
  require(parsed->parts.front().value.has_value(), "a text with values has one", text);
  for (const auto& part : parsed->parts) {
    require(part.value || &part == &parsed->parts.back(), "only the end has none", text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{fuzz::text_of(data, size)};
  check_condition(text);
  check_text(text);
  if (!text.starts_with('$')) check_expression("$" + text);  // `$$`: a plain text
  return 0;
}
