// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "unit/plan/random/reference/expressions.hpp"

namespace bff::random_plans {

// Which elements `$for` takes of a list, and which case `$switch` takes.
class Selection {
 public:
  Selection(const Reading& reading, Expressions& expressions)
      : reading_(reading), values_(reading.values), expressions_(expressions) {}

  // Elements that the filter lets through, until the limit has been taken: `take` says whether one
  // was. `all`: whatever the limit. Null has none.
  template <class Take>
  void each(const plan::ShapeSyntax& shape, const Value& list, const View& view, Take&& take,
            bool all = false) {
    if (list.null()) return;
    auto [left, elements] = elements_of(shape, list, view);
    for (const Value& element : elements) {
      if (left == 0 && !all) return;
      expressions_.with_name(shape.name.value, element, [&, &left = left] {
        if (shape.when && !expressions_.holds(*shape.when)) return;
        if (take(element)) --left;
      });
    }
  }

  std::uint32_t limit_of(const plan::ShapeSyntax& shape) const;

  // The body of the case that holds; null where there is none, nothing for `$skip`.
  std::optional<const plan::ShapeSyntax*> chosen(const plan::ShapeSyntax& choice);

 private:
  // The smaller of the limits, of the route and of the view, and what there is.
  std::pair<std::uint32_t, std::vector<Value>> elements_of(const plan::ShapeSyntax& shape,
                                                           const Value& list,
                                                           const View& view) const;
  std::optional<std::vector<std::string>> names_of_case(const plan::ExpressionSyntax& expression);

  const Reading& reading_;
  const Values& values_;
  Expressions& expressions_;
};

}  // namespace bff::random_plans
