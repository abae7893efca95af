// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "unit/plan/random/routes/references.hpp"

namespace bff::random_plans {

// As a text of YAML.
std::string in_double_quotes(const std::string& text);

// What is written with references: fallbacks, conditions, limits.
class RandomExpressions {
 public:
  RandomExpressions(Random& random, References& refs) : random_(random), refs_(refs) {}

  // The source, with a fallback of its type now and then.
  std::string with_fallback(const Source& source);
  // The same, never null: for a request's field that cannot be left unset.
  std::string never_null(const Source& source);
  // Of `$when` and `when`: one, or a list of two.
  std::string condition();
  std::string limit();

 private:
  std::string one_condition();

  Random& random_;
  References& refs_;
};

}  // namespace bff::random_plans
