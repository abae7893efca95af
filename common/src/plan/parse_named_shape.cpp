// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// `shapes: { Card: { of: shop.v1.Product as p, shape: { … } } }`
namespace bff::plan {

namespace {

// `shop.v1.Product as p`
void parse_of(const config::Node& node, NamedShapeSyntax& shape, Diagnostics& out) {
  constexpr std::string_view kForm = "write it as in 'of: shop.v1.Product as p'";
  const auto text = read_text(node, "'of'", out);
  if (!text) return;
  const LocatedScalar scalar{node.scalar, node.place};
  const std::string_view whole = node.scalar;
  const std::size_t type_end = std::min(whole.find(' '), whole.size());
  const std::size_t as = std::min(whole.find_first_not_of(' ', type_end), whole.size());
  const std::size_t as_end = std::min(whole.find(' ', as), whole.size());
  const std::size_t name = std::min(whole.find_first_not_of(' ', as_end), whole.size());
  if (whole.substr(as, as_end - as) != "as" || name == whole.size()) {
    out.add(codes::kBadType, node.place,
            in_quotes(whole) + " names no message and how it is called", std::string{kForm});
    return;
  }
  LocatedText of{std::string{whole.substr(0, type_end)}, scalar.part(0, type_end)};
  if (check_full_name(of, "'of'", out)) shape.of = std::move(of);
  LocatedText bound{std::string{whole.substr(name)}, scalar.part(name, whole.size() - name)};
  if (check_own_name(bound.value, bound.place, "an 'as'", out)) shape.as = std::move(bound);
}

}  // namespace

std::vector<NamedShapeSyntax> parse_shapes(const config::Node& node, Diagnostics& out) {
  std::vector<NamedShapeSyntax> shapes;
  if (!node.is_map()) {
    refuse_kind(node, "'shapes'", "a map of shapes", "", out);
    return shapes;
  }
  for (const auto& member : node.members) {
    NamedShapeSyntax& shape = shapes.emplace_back();
    shape.name = {member.key, member.key_place};
    shape.place = member.key_place;
    if (!is_name(member.key)) {
      out.add(codes::kBadName, member.key_place, in_quotes(member.key) + " is no name for a shape",
              "letters, digits and '_', not beginning with a digit");
    }
    const MapReader map{member.value, "the shape " + in_quotes(member.key), member.key_place,
                        language::kNamedShape, out};
    if (const config::Node* of = map.find("of")) parse_of(*of, shape, out);
    if (const config::Node* body = map.find("shape")) shape.shape = parse_shape(*body, out);
  }
  return shapes;
}

}  // namespace bff::plan
