// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"

namespace bff::plan {
namespace {

bool is_address(const std::string& text) {
  return text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://");
}

// Bytes would be base64 in one place and an octet string in another.
bool has_text(const Type& type) {
  return type.single(Type::Kind::enumeration) ||
         (type.single(Type::Kind::scalar) && type.scalar != proto::FieldType::bytes);
}

// `https://{$x}/`: the host of an address is always literal, else a value could send the client
// wherever it likes.
bool host_is_open(const std::string& before) {
  const std::size_t scheme = before.find("://");
  return scheme != std::string::npos && before.find('/', scheme + 3) == std::string::npos;
}

}  // namespace

Expr check_text(RouteContext& context, const TextSyntax& syntax) {
  Expr expr;
  expr.type = scalar_type(proto::FieldType::text);
  const bool address = !syntax.parts.empty() && is_address(syntax.parts.front().text);
  std::string before;
  bool good = true;
  for (const TextSyntax::Part& part : syntax.parts) {
    TextPartModel& made = expr.text.emplace_back();
    made.literal = part.text;
    before += part.text;
    if (!part.value) continue;
    if (address) {
      made.encoding = part.keeps_slashes ? TextPart::Encoding::percent_but_slashes
                                         : TextPart::Encoding::percent;
    }
    const Place& place = part.value->place;
    if (!address && part.keeps_slashes) {
      context.out.add(codes::kBadText, place, "'+' keeps slashes, and nothing is encoded here",
                      "write {" + to_text(*part.value) + "}: only addresses are encoded");
      good = false;
    }
    if ((address && host_is_open(before)) || (before == "/" && part.keeps_slashes)) {
      context.out.add(codes::kBadText, place, "a value may not stand in the host of an address",
                      "write the host itself");
      good = false;
    }
    Expr value = check_expression(context, *part.value, nullptr);
    if (!value.type.known()) {
      good = false;
    } else if (!has_text(value.type)) {
      context.out.add(
          codes::kBadText, place,
          to_text(*part.value) + " is " + describe(value.type) + ", which cannot stand in a text",
          "scalars and enums can");
      good = false;
    } else {
      expr.type.absent = expr.type.absent || value.type.absent;
      expr.type.missing.insert(value.type.missing.begin(), value.type.missing.end());
    }
    made.value = std::make_shared<const Expr>(std::move(value));
    before += "x";
  }
  if (!good) expr.type = Type{};
  return expr;
}

}  // namespace bff::plan
