// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "unit/plan/random/routes/expressions.hpp"

namespace bff::random_plans {

// What calls are asked: the `with` of one.
class RandomRequests {
 public:
  RandomRequests(Random& random, const World& world, Scope& scope, References& refs,
                 RandomExpressions& expressions)
      : random_(random), world_(world), scope_(scope), refs_(refs), expressions_(expressions) {}

  // `with`, with `given` in the field of that number; -1: none is given, and keys are left out.
  std::string with(int given, const std::string& value = "");

 private:
  std::string request_value(const google::protobuf::FieldDescriptor& field, int depth);
  std::string request_list(const google::protobuf::FieldDescriptor& field, int depth);
  std::string element_value(const Typed& element);
  std::string request_message(const google::protobuf::Descriptor& type, int depth);

  Random& random_;
  const World& world_;
  Scope& scope_;
  References& refs_;
  RandomExpressions& expressions_;
};

}  // namespace bff::random_plans
