// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "unit/plan/random/routes/scope.hpp"

namespace bff::random_plans {

struct Source {
  std::string text;  // "$c0.rows[0].name"
  Typed type;
  int level = -1;  // the last call that it is taken from
};

// References by chance, that the language allows for their types, and literals.
class References {
 public:
  References(Random& random, Scope& scope) : random_(random), scope_(scope) {}

  // `below`: of names that are taken from calls before that one only. The keys of a table come
  // from calls before it, and so do the loops around: mostly, for the gateway refuses circles.
  Source walk(int depth = 0, int below = 100);
  // One whose type fits, if there is one soon.
  template <class Fits>
  std::optional<Source> find(Fits&& fits, int depth = 0, int below = 100) {
    for (int tries = 0; tries < 40; ++tries) {
      Source made = walk(depth, below);
      if (fits(made.type)) return made;
    }
    return std::nullopt;
  }

  // What stands in the parentheses of a look-up.
  std::string key_of(const Typed& key, int depth, int below);
  // Of a type; empty where there is none by the conventions.
  std::string plain_literal(const google::protobuf::FieldDescriptor& field);
  const google::protobuf::FieldDescriptor& field_of(const google::protobuf::Descriptor& message);

 private:
  bool step(Source& source, int depth);
  bool step_into_map(Source& source, int depth);
  bool step_into_list(Source& source);
  void insist(Source& source);

  Random& random_;
  Scope& scope_;
};

}  // namespace bff::random_plans
