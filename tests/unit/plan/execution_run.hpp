// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/execution.hpp"
#include "support/plan_builder.hpp"
#include "support/shop_proto.hpp"

namespace bff::plan {

using bff::test::PlanBuilder;
using bff::test::shop;

// A plan that a test builds, run step by step.
class ExecutionRun : public testing::Test {
 protected:
  ExecutionRun() : builder(shop()) {}

  void start(std::unique_ptr<Node> shape, const std::string& body = "") {
    plan = builder.build(std::move(shape));
    body_ = body;
    run.emplace(*plan, arguments, arena, body_);
  }
  // What may start now: "call: request in text format", a line each. `request` is the type of all.
  std::string ready(const std::string& request) {
    std::string lines;
    for (const Rpc& rpc : run->ready()) {
      if (!lines.empty()) lines += "\n";
      lines += plan->calls[rpc.call].name + ": " + shop().decode(request, rpc.request);
      last.push_back(rpc);
    }
    return lines;
  }
  void answer(std::uint16_t rpc, const std::string& message, const std::string& text) {
    run->complete(rpc, shop().encode(message, text));
  }
  void fail(std::uint16_t rpc, Errc code, int rpc_code = 0) {
    run->complete(rpc, Error{.code = code, .rpc_code = rpc_code});
  }
  std::string body() {
    ready("t.Add");
    if (!run->done()) return "NOT DONE";
    Result<Answer> made = run->finish();
    if (!made) {
      error = made.error();
      return "ERROR " + std::string(info(error.code).slug) + " " + error.detail;
    }
    finished = *std::move(made);
    return finished.body;
  }
  std::unique_ptr<Node> value(const std::string& path) {
    return PlanBuilder::value(builder.at(path));
  }
  RequestField with(const std::string& message, const std::string& field, PlanBuilder::Typed from) {
    return builder.with(shop().field(message, field), PlanBuilder::expression(std::move(from)));
  }

  PlanBuilder builder;
  std::vector<Argument> arguments;
  std::pmr::monotonic_buffer_resource arena;
  std::shared_ptr<const RoutePlan> plan;
  std::optional<Execution> run;
  std::vector<Rpc> last;
  Answer finished;
  Error error;

 private:
  std::string body_;
};

}  // namespace bff::plan
