// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <set>
#include <string>

#include "unit/plan/random/reference/selection.hpp"
#include "unit/plan/random/reference/shape_types.hpp"

namespace bff::random_plans {

// What calls are asked: the messages that their `with` makes.
class Requests {
 public:
  Requests(const Reading& reading, const ShapeTypes& types, Expressions& expressions,
           Selection& selection)
      : reading_(reading), types_(types), expressions_(expressions), selection_(selection) {}

  // The calls without whose answer this one is not made.
  std::set<std::string> needed_by(const plan::CallSyntax& call) const;
  // Null: it reads what is missing.
  std::unique_ptr<google::protobuf::Message> request_of(const plan::CallSyntax& call);

 private:
  void missing_of(const plan::ExpressionSyntax& expression, std::set<std::string>& calls) const;
  void missing_of(const plan::RefSyntax& ref, std::set<std::string>& calls) const;
  void missing_of(const plan::ShapeSyntax& shape, std::set<std::string>& calls) const;
  void fill(google::protobuf::Message& request, const plan::ShapeSyntax& object);
  void fill(google::protobuf::Message& into, const google::protobuf::FieldDescriptor& field,
            const plan::ShapeSyntax& shape);

  const Reading& reading_;
  const ShapeTypes& types_;
  Expressions& expressions_;
  Selection& selection_;
};

}  // namespace bff::random_plans
