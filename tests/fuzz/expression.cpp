// SPDX-License-Identifier: Apache-2.0
// An expression of a route file: it parses, or each problem has a code and a place inside the
// text. What parses is written back as a text that parses to the same.
#include "plan/expression.hpp"

#include "fuzz/findings.hpp"
#include "fuzz/target.hpp"

using namespace bff;
using fuzz::require;

namespace {

std::optional<plan::ExpressionSyntax> parse(const std::string& text, Diagnostics& out) {
  const auto source = std::make_shared<const Source>("e.yaml", text);
  config::Node node;
  node.kind = config::Node::Kind::text;
  node.scalar = text;
  node.place = place_at(source, 0, text.size());
  auto parsed = plan::parse_expression(node, out);
  fuzz::check_findings(out);
  require(parsed.has_value() == out.empty(), "either an expression or a problem", text);
  return parsed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text = "$";
  text += fuzz::text_of(data, size);
  if (text.size() > 1 && text[1] == '$') return 0;  // a plain text with a dollar sign
  Diagnostics out;
  const auto parsed = parse(text, out);
  if (!parsed) return 0;
  require(!parsed->refs.empty(), "an expression reads something", text);
  for (const plan::RefSyntax& ref : parsed->refs) {
    const std::string written = plan::to_text(ref);
    if (written.find('"') != std::string::npos)
      continue;  // for messages: a text's escapes are lost
    Diagnostics again;
    const auto reread = parse(written, again);
    require(reread.has_value(), "what is written parses", written);
    require(reread->refs.size() == 1 && plan::to_text(reread->refs[0]) == written,
            "and means the same", written);
  }
  return 0;
}
