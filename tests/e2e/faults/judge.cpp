// SPDX-License-Identifier: Apache-2.0
#include "faults/judge.hpp"

#include "faults/shop_model.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;
using Outcome = Verdict::Outcome;

Verdict wrong(std::string why) { return {.outcome = Outcome::wrong, .why = std::move(why)}; }

bool is_home(Screen screen) { return screen == Screen::web_home || screen == Screen::mobile_home; }

std::string problem_start(const ProblemText& problem) {
  return R"({"type":"urn:bff:)" + std::string{problem.slug} + R"(","title":")" +
         std::string{problem.title} + R"(","status":)" + std::to_string(problem.status);
}

// `body` with the failure of one optional call as its last member.
std::string with_error(std::string body, Problem problem, const std::string& call,
                       const std::string& path) {
  body.pop_back();
  return body + R"(,"_errors":[)" + problem_start(text_of(problem)) + R"(,"call":")" + call +
         R"(","paths":[")" + path + R"("]}]})";
}

template <class Visit>
void each_of(Problems set, Visit visit) {
  for (std::size_t bit = 0; bit < kProblemTexts.size(); ++bit)
    if ((set >> bit & 1) != 0) visit(static_cast<Problem>(1 << bit));
}

}  // namespace

Judge::Judge(int stretch) : stretch_(stretch) {
  for (int screen = 0; screen < kScreens; ++screen)
    for (int user = 1; user <= kUsers; ++user)
      bodies_.push_back(body_of(static_cast<Screen>(screen), user));
}

const std::string& Judge::whole(Screen screen, int user) const {
  return bodies_[static_cast<std::size_t>(static_cast<int>(screen) * kUsers + user - 1)];
}

std::chrono::milliseconds Judge::latest(Screen screen) const {
  return info(screen).deadline * stretch_ + 1s;
}

Problems Judge::excused(Upstream upstream, const Case& asked, const Timeline::View& view) const {
  Problems set = view.allowed[upstream];
  // One service's delay may leave nothing of the route's deadline for the next. A machine that
  // stood still is nobody's fault: the shortest timeout is 200 ms, stretched.
  if (asked.received - asked.sent >= info(asked.screen).deadline * stretch_ ||
      view.stall >= 100ms * stretch_)
    set |= kTimeout;
  return set;
}

Verdict Judge::judge(const Case& asked, const Timeline::View& view,
                     const std::optional<Answer>& answer) const {
  const auto took = asked.received - asked.sent;
  if (!answer)
    return wrong("no answer after " + std::to_string(took / 1ms) + " ms, or the connection ended");
  if (took > latest(asked.screen) * (asked.before + 1) + view.stall)
    return wrong("late: " + std::to_string(took / 1ms) + " ms");
  if (answer->header("x-request-id").empty()) return wrong("no x-request-id");
  if (answer->header("cache-control") != "no-store") return wrong("cacheable");
  return answer->status == 200 ? judge_success(asked, *answer, view)
                               : judge_problem(asked, *answer, view);
}

Verdict Judge::judge_success(const Case& asked, const Answer& answer,
                             const Timeline::View& view) const {
  const Screen screen = asked.screen;
  const int user = asked.user;
  const std::string partial = answer.header("bff-partial");
  if (answer.header("content-type") != "application/json") return wrong("200 of another type");
  if (partial.empty()) {
    if (answer.body == whole(screen, user)) return {.outcome = Outcome::right};
    if (view.incomplete && is_home(screen) &&
        answer.body == body_of(screen, user, Lack::every_third_product))
      return {.outcome = Outcome::incomplete};
    return wrong("another body");
  }
  Verdict verdict = wrong("partial (" + partial + "), and not as a fault of its service excuses");
  if (!is_home(screen)) return verdict;
  const auto compare = [&](const std::string& call, Lack lack, Upstream upstream,
                           const std::string& path) {
    if (partial != call) return;
    const std::string body = body_of(screen, user, lack);
    each_of(excused(upstream, asked, view), [&](Problem problem) {
      if (answer.body == with_error(body, problem, call, path))
        verdict = {.outcome = Outcome::partial, .problem = problem};
    });
  };
  compare("orders", Lack::orders, kOrdersService, "orders");
  compare("products", Lack::products, kCatalogService, "orders.lines.product");
  return verdict;
}

Verdict Judge::judge_problem(const Case& asked, const Answer& answer,
                             const Timeline::View& view) const {
  const ScreenInfo& route = info(asked.screen);
  if (answer.header("content-type") != "application/problem+json")
    return wrong("a failure that is no problem+json");
  std::string path{route.path};
  if (path.ends_with('/')) path += std::to_string(asked.user);
  Verdict verdict = wrong("a problem that no fault of its service excuses");
  each_of(excused(route.required, asked, view), [&](Problem problem) {
    const auto& text = text_of(problem);
    if (answer.status == text.status &&
        answer.body == problem_start(text) + R"(,"instance":")" + path + R"(","call":")" +
                           std::string{route.required_call} + R"(","request_id":")" +
                           answer.header("x-request-id") + "\"}")
      verdict = {.outcome = Outcome::problem, .problem = problem};
  });
  return verdict;
}

}  // namespace bff::faults
