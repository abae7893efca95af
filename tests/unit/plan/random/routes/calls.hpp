// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "unit/plan/random/routes/requests.hpp"

namespace bff::random_plans {

// Calls: ordinary ones, and tables of every form, whose names are bound for what comes after.
class RandomCalls {
 public:
  RandomCalls(Random& random, const World& world, Scope& scope, RandomExpressions& expressions,
              RandomRequests& requests)
      : random_(random),
        world_(world),
        scope_(scope),
        expressions_(expressions),
        requests_(requests) {}

  // "c0: { rpc: … }"
  std::string call(const std::string& name);

 private:
  std::string ordinary(Name& made);
  std::string batch();
  std::string by_value(Name& made, std::string& row_default);
  std::string on_error(const std::string& row_default);
  std::string failure(const std::string& row_default);
  std::string json_key();

  Random& random_;
  const World& world_;
  Scope& scope_;
  RandomExpressions& expressions_;
  RandomRequests& requests_;
  int calls_ = 0;
};

}  // namespace bff::random_plans
