// SPDX-License-Identifier: Apache-2.0
// The property that users of other gateways miss most: the bytes of an answer are the same for
// every order in which the calls answer, and whatever a batch does with its rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "plan/execution.hpp"
#include "support/home_plan.hpp"

namespace bff::plan {
namespace {

using bff::test::HomePlan;
using bff::test::PlanBuilder;
using bff::test::shop;

// Answers an RPC by its call and request, as a service would.
using Service = std::function<Result<std::string>(CallId, const std::string& request)>;

std::string answer_text(const Result<Answer>& answer) {
  if (!answer) return "ERROR " + answer.error().call + ": " + answer.error().detail;
  std::string text = answer->body;
  for (const Partial& partial : answer->partials) text += " +" + std::to_string(partial.call);
  return text;
}

// Runs the plan through every schedule: at each point each open RPC may be the next to answer.
// A schedule is a list of choices; `choices` is advanced like a number with digits of many bases.
std::set<std::string> answers_of_all_schedules(const RoutePlan& plan,
                                               std::span<const Argument> arguments,
                                               const Service& service, int& schedules) {
  std::set<std::string> answers;
  std::vector<std::size_t> choices, bases;
  for (schedules = 0;; ++schedules) {
    std::pmr::monotonic_buffer_resource arena;
    Execution run(plan, arguments, arena);
    std::vector<Rpc> open;
    bases.clear();
    for (std::size_t step = 0; !run.done(); ++step) {
      for (Rpc& rpc : run.ready()) open.push_back(std::move(rpc));
      if (run.done()) break;
      if (open.empty()) return {"STUCK"};
      if (choices.size() == step) choices.push_back(0);
      bases.push_back(open.size());
      const auto chosen = open.begin() + static_cast<std::ptrdiff_t>(choices[step]);
      run.complete(chosen->id, service(chosen->call, chosen->request));
      open.erase(chosen);
    }
    answers.insert(answer_text(run.finish()));
    choices.resize(bases.size());
    std::size_t digit = bases.size();
    while (digit > 0 && choices[digit - 1] + 1 == bases[digit - 1]) --digit;
    if (digit == 0) break;
    ++choices[digit - 1];
    choices.resize(digit);
  }
  ++schedules;
  return answers;
}

// home with profile, orders and products each free of the others but for the keys, so that there
// is much to permute: profile, orders, then four chunks.
class AnySchedule : public testing::Test {
 protected:
  AnySchedule() {
    home.call(HomePlan::kOrders).needs = home.call(HomePlan::kOrders).reads = {};
    home.call(HomePlan::kOrders).request.clear();
    home.call(HomePlan::kOrders).on_error.kind = OnError::Kind::as_null;
    home.call(HomePlan::kProducts).table->total = 100;
    plan = home.build();
  }

  static std::string orders() {
    std::string text = "orders { id: \"a\"";
    for (const int id : {5, 3, 5, 1, 8, 2, 3, 7}) {
      text += " lines { quantity: 1 product_id: " + std::to_string(id) + " }";
    }
    return shop().encode("t.Orders", text + " }");
  }
  // The ids of a request in text format: "ids: 5 ids: 3".
  static std::vector<int> ids_of(const std::string& request) {
    std::vector<int> ids;
    std::istringstream text(shop().decode("t.ProductsRequest", request));
    for (std::string word; text >> word;) {
      if (word != "ids:") ids.push_back(std::stoi(word));
    }
    return ids;
  }
  static std::string row(int id, const std::string& name) {
    return "products { id: " + std::to_string(id) + " name: \"" + name + "\" } ";
  }
  static std::string rows(const std::vector<int>& ids) {
    std::string text;
    for (const int id : ids) text += row(id, "P" + std::to_string(id));
    return shop().encode("t.Products", text);
  }

  Result<std::string> answer(CallId call, const std::string& request) const {
    if (call == HomePlan::kProfile) {
      return shop().encode("t.UserAnswer", R"(user { id: "u" display_name: "Ada" })");
    }
    if (call == HomePlan::kOrders) return orders();
    return rows(ids_of(request));
  }

  HomePlan home;
  std::shared_ptr<const RoutePlan> plan;
  std::vector<Argument> arguments{{proto::Cell::view("u"), false}};
  int schedules = 0;
};

TEST_F(AnySchedule, GivesTheSameBytes) {
  const auto answers = answers_of_all_schedules(
      *plan, arguments,
      [this](CallId call, const std::string& request) { return answer(call, request); }, schedules);
  EXPECT_GT(schedules, 20);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(*answers.begin(),
            R"({"user":"Ada","orders":[{"id":"a","lines":[)"
            R"({"quantity":1,"product":{"name":"P5"}},{"quantity":1,"product":{"name":"P3"}},)"
            R"({"quantity":1,"product":{"name":"P5"}},{"quantity":1,"product":{"name":"P1"}},)"
            R"({"quantity":1,"product":{"name":"P8"}},{"quantity":1,"product":{"name":"P2"}},)"
            R"({"quantity":1,"product":{"name":"P3"}},{"quantity":1,"product":{"name":"P7"}}]}]})");
}

TEST_F(AnySchedule, GivesTheSameBytesWhenSomeChunksFail) {
  const auto answers = answers_of_all_schedules(
      *plan, arguments,
      [this](CallId call, const std::string& request) -> Result<std::string> {
        if (call == HomePlan::kProducts) {
          const int first = ids_of(request).front();
          if (first == 5) return Error{.code = Errc::upstream_timeout};
          if (first == 1) return Error{.code = Errc::upstream_unavailable};
        }
        return answer(call, request);
      },
      schedules);
  EXPECT_EQ(answers.size(), 1u);
  EXPECT_NE(answers.begin()->find("upstream-timeout"), std::string::npos);
}

TEST_F(AnySchedule, GivesTheSameBytesWhenAnOptionalCallFails) {
  const auto answers = answers_of_all_schedules(
      *plan, arguments,
      [this](CallId call, const std::string& request) -> Result<std::string> {
        if (call == HomePlan::kOrders) return Error{.code = Errc::not_found};
        return answer(call, request);
      },
      schedules);
  EXPECT_EQ(answers.size(), 1u);
  EXPECT_NE(answers.begin()->find(R"("orders":null)"), std::string::npos);
}

TEST_F(AnySchedule, GivesTheSameErrorWhenTheRequiredCallFails) {
  const auto answers = answers_of_all_schedules(
      *plan, arguments,
      [this](CallId call, const std::string& request) -> Result<std::string> {
        if (call == HomePlan::kProfile) return Error{.code = Errc::not_found, .detail = "who?"};
        return answer(call, request);
      },
      schedules);
  EXPECT_EQ(answers, std::set<std::string>{"ERROR profile: who?"});
}

// Whatever a batch service does with its rows short of changing them, the answer is the same.
TEST_F(AnySchedule, ShuffledRepeatedAndExtraRowsChangeNothing) {
  std::mt19937 random(20240607);
  std::set<std::string> answers;
  for (int round = 0; round < 200; ++round) {
    std::pmr::monotonic_buffer_resource arena;
    Execution run(*plan, arguments, arena);
    while (!run.done()) {
      std::vector<Rpc> open;
      for (Rpc& rpc : run.ready()) open.push_back(std::move(rpc));
      std::shuffle(open.begin(), open.end(), random);
      for (const Rpc& rpc : open) {
        if (rpc.call != HomePlan::kProducts) {
          run.complete(rpc.id, answer(rpc.call, rpc.request));
          continue;
        }
        std::vector<int> ids = ids_of(rpc.request);
        const std::size_t asked = ids.size();
        for (std::size_t i = 0; i < asked; ++i) ids.push_back(ids[i]);  // repeats
        ids.insert(ids.end(), {0, 99, -1, 5, 7});                       // extras, also of others
        std::shuffle(ids.begin(), ids.end(), random);
        run.complete(rpc.id, rows(ids));
      }
    }
    answers.insert(answer_text(run.finish()));
  }
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers.begin()->find("null"), std::string::npos);
}

// Rows that are left out are null, each in its own place.
TEST_F(AnySchedule, ShortAnswersAreNullExactlyWhereRowsWereLeftOut) {
  for (const int lost : {5, 3, 1, 8, 2, 7}) {
    const auto answers = answers_of_all_schedules(
        *plan, arguments,
        [&](CallId call, const std::string& request) -> Result<std::string> {
          if (call != HomePlan::kProducts) return answer(call, request);
          std::vector<int> ids = ids_of(request);
          std::erase(ids, lost);
          return rows(ids);
        },
        schedules);
    ASSERT_EQ(answers.size(), 1u);
    const std::string& body = *answers.begin();
    EXPECT_EQ(body.find("\"P" + std::to_string(lost) + "\""), std::string::npos);
    std::size_t nulls = 0;
    for (std::size_t at = 0; (at = body.find("null", at)) != std::string::npos; ++at) ++nulls;
    EXPECT_EQ(nulls, lost == 5 || lost == 3 ? 2u : 1u);
  }
}

}  // namespace
}  // namespace bff::plan
