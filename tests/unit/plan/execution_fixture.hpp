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
#include "support/home_plan.hpp"

// The home plan (profile, then orders, then a table of products) while it runs, with the answers
// that its services give.
namespace bff::plan {

using bff::test::HomePlan;
using bff::test::shop;

inline constexpr CallId kProfile = HomePlan::kProfile, kOrders = HomePlan::kOrders,
                        kProducts = HomePlan::kProducts;

inline const std::string kUser = R"(user { id: "u1" display_name: "Ada" })";
inline const std::string kTwoOrders = R"(
  orders { id: "a" lines { product_id: 1 quantity: 2 } lines { product_id: 2 quantity: 1 } }
  orders { id: "b" lines { product_id: 3 quantity: 9 } lines { product_id: 1 quantity: 4 } })";
inline const std::string kWhole =
    R"({"user":"Ada","orders":[{"id":"a","lines":[{"quantity":2,"product":{"name":"P1"}},)"
    R"({"quantity":1,"product":{"name":"P2"}}]},{"id":"b","lines":[)"
    R"({"quantity":9,"product":{"name":"P3"}},{"quantity":4,"product":{"name":"P1"}}]}]})";

inline Error timed_out() { return {.code = Errc::upstream_timeout}; }
inline std::string user(const std::string& text = kUser) {
  return shop().encode("t.UserAnswer", text);
}
inline std::string orders(const std::string& text = kTwoOrders) {
  return shop().encode("t.Orders", text);
}
inline std::string products(const std::string& text) { return shop().encode("t.Products", text); }
inline const std::string kFirstTwo =
    R"(products { id: 1 name: "P1" } products { id: 2 name: "P2" })";
inline const std::string kThird = R"(products { id: 3 name: "P3" })";

// Runs the home plan; a test changes `home` before start().
class ExecutionFixture : public testing::Test {
 protected:
  void start() {
    plan = home.build();
    run.emplace(*plan, arguments, arena);
  }
  std::vector<CallId> ready() {
    std::vector<CallId> calls;
    for (const Rpc& rpc : run->ready()) {
      calls.push_back(rpc.call);
      ids.push_back(rpc.id);
      requests.push_back(rpc.request);
    }
    return calls;
  }
  // To where products wait: profile and orders have answered.
  void to_products() {
    start();
    ready();
    run->complete(0, user());
    ready();
    run->complete(1, orders());
    ready();
  }
  std::string body() {
    if (!run->done()) return "NOT DONE";
    Result<Answer> answer = run->finish();
    if (!answer) return "ERROR " + answer.error().detail;
    partials = std::move(answer->partials);
    return answer->body;
  }
  // finish() is called once; a test may ask for its error more often.
  const Error& error() {
    if (!ended_with) {
      const Result<Answer> answer = run->done() ? run->finish() : Error{.detail = "NOT DONE"};
      ended_with = answer ? Error{.detail = "NO ERROR"} : answer.error();
    }
    return *ended_with;
  }

  HomePlan home;
  std::vector<Argument> arguments{{proto::Cell::view("u1"), false}};
  std::pmr::monotonic_buffer_resource arena;
  std::shared_ptr<const RoutePlan> plan;
  std::optional<Execution> run;
  std::vector<std::uint16_t> ids;
  std::vector<std::string> requests;
  std::vector<Partial> partials;
  std::optional<Error> ended_with;
};

}  // namespace bff::plan
