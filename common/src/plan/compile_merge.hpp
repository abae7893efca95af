// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// The keys of one object, each of which may be set once. (YAML refuses what is written twice; here
// it is about keys that `$merge` brings.)
class KeysOnce {
 public:
  explicit KeysOnce(RouteContext& context) : context_(context) {}
  // Reports a key that is there already.
  void add(const std::string& key, const Place& place);

 private:
  RouteContext& context_;
  std::map<std::string, Place> places_;
};

// One part of `$merge` as an object, or a `from` with one as its body; null after a reported
// problem. Its keys are added to `keys`.
ShapePtr check_merged(RouteContext& context, const Place& place, ShapePtr part, KeysOnce& keys);

}  // namespace bff::plan
