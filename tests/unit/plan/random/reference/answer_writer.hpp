// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "support/json_tree.hpp"
#include "unit/plan/random/reference/selection.hpp"
#include "unit/plan/random/reference/shape_types.hpp"

namespace bff::random_plans {

// The answer's JSON: the shape, as far as the view keeps it.
class AnswerWriter {
 public:
  AnswerWriter(const Reading& reading, const ShapeTypes& types, Expressions& expressions,
               Selection& selection)
      : reading_(reading),
        values_(reading.values),
        types_(types),
        expressions_(expressions),
        selection_(selection) {}

  // Nothing: the element is left out of its list.
  std::optional<test::JsonTree> write(const plan::ShapeSyntax& shape, const View& view,
                                      bool in_list = false);

 private:
  using JsonTree = test::JsonTree;
  using Members = std::vector<test::JsonMember>;

  JsonTree write(const plan::ExpressionSyntax& expression, const View& view);
  JsonTree write_object(const plan::ShapeSyntax& shape, const View& view);
  JsonTree write_from(const plan::ShapeSyntax& shape, const View& view);
  JsonTree write_count(const plan::ShapeSyntax& shape);
  JsonTree write_list(const plan::ShapeSyntax& shape, const View& view);
  JsonTree write_each(const plan::ShapeSyntax& shape, const View& view);
  JsonTree write_map(const plan::ShapeSyntax& shape, const Value& map, const View& view);
  // Of $for or $from, its name bound.
  std::optional<JsonTree> body(const plan::ShapeSyntax& shape, const Value& value,
                               const View& view);
  JsonTree kept(const plan::ShapeSyntax& shape, const Value& value) const;
  static JsonTree checked(JsonTree tree, const View& view, const std::string& origin);

  // answer_members.cpp
  Members members(const plan::ShapeSyntax& object, const View& view);
  Members merged(const plan::ShapeSyntax& part, const View& view);
  void null_members(const plan::ShapeSyntax& part, const View& view, Members& all) const;

  const Reading& reading_;
  const Values& values_;
  const ShapeTypes& types_;
  Expressions& expressions_;
  Selection& selection_;
};

}  // namespace bff::random_plans
