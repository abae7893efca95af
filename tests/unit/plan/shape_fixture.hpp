// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plan/shape_writer.hpp"
#include "support/plan_builder.hpp"
#include "support/plan_scope.hpp"
#include "support/shop_proto.hpp"

namespace bff::plan {

using bff::test::PlanBuilder;
using bff::test::PlanScope;
using bff::test::shop;

// Shapes over the answer of one call, `a`.
class ShapeFixture : public testing::Test {
 protected:
  explicit ShapeFixture(const std::string& message = "t.Orders")
      : builder(shop()), message_(message) {
    builder.call("a", message);
  }

  // The JSON of a shape over an answer in text format; "MISSING" is none.
  std::string written(std::unique_ptr<Node> shape, const std::string& answer) {
    return written_of(std::move(shape),
                      answer == "MISSING" ? answer : shop().encode(message_, answer));
  }
  std::string written_of(std::unique_ptr<Node> shape, const std::string& bytes) {
    const Node& root = *shape;
    PlanScope scope(builder.build(std::move(shape)), arguments);
    if (bytes == "MISSING") {
      scope.miss(0);
    } else {
      scope.answer(0, bytes);
    }
    std::string json;
    const Result<void> result = write_shape(json, root, *scope);
    if (!result) error = result.error();
    return result ? json : "ERROR " + result.error().detail + result.error().internal;
  }
  std::unique_ptr<Node> value(const std::string& path) {
    return PlanBuilder::value(builder.at(path));
  }
  // An object with the one key "k".
  static std::unique_ptr<Node> k(std::unique_ptr<Node> value) {
    return PlanBuilder::object(PlanBuilder::member("k", std::move(value)));
  }

  PlanBuilder builder;
  std::vector<Argument> arguments;
  Error error;

 private:
  std::string message_;
};

}  // namespace bff::plan
