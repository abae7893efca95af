// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>

#include "unit/plan/random/reference/selection.hpp"
#include "unit/plan/random/reference/shape_types.hpp"

namespace bff::random_plans {

// The keys that a table is asked for: a walk through the view, and through the requests of the
// calls that it keeps, notes what is looked up. Null keys are dropped; what a `$when`, a filter, a
// limit or a case leaves out looks nothing up.
class TableKeys {
 public:
  // `calls`: those that are kept.
  TableKeys(const Reading& reading, const ShapeTypes& types, const std::set<std::string>& calls,
            Expressions& expressions, Selection& selection)
      : reading_(reading),
        types_(types),
        calls_(calls),
        expressions_(expressions),
        selection_(selection) {}

  // By their text.
  std::map<std::string, Value> collect(const std::string& table);

 private:
  struct Keys {
    const std::string& table;
    std::map<std::string, Value> found;
    std::set<std::string> own;  // what a table by value is asked by, and its parts
  };

  void collect(const plan::ShapeSyntax& shape, const View& view, Keys& keys);
  void collect_each(const plan::ShapeSyntax& shape, const View& view, Keys& keys);
  void collect_parts(const plan::ShapeSyntax& shape, const View& view, Keys& keys);
  template <class Part>
  void note_keys(const Part& part, Keys& keys);

  bool looks_up(const plan::ShapeSyntax& shape, const View& view, const std::string& table) const;
  bool part_looks_up(const plan::ShapeSyntax& shape, const View& view,
                     const std::string& table) const;

  const Reading& reading_;
  const ShapeTypes& types_;
  const std::set<std::string>& calls_;
  Expressions& expressions_;
  Selection& selection_;
};

}  // namespace bff::random_plans
