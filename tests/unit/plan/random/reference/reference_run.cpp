// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/reference_run.hpp"

#include "unit/plan/random/reference/answer_writer.hpp"
#include "unit/plan/random/reference/call_runs.hpp"
#include "unit/plan/random/reference/call_syntax.hpp"

namespace bff::random_plans {

using namespace plan;

namespace {

// The parts of the reference, which read each other: an expression makes the calls that it reads,
// a call evaluates its request.
class Run {
 public:
  Run(const Asked& asked, std::vector<std::string>& faults) : reading_(asked, faults) {}

  Expected run() {
    note_calls();
    for (const std::string& call : kept_) {
      try {
        calls_.ensure(call);
      } catch (const Blocked&) {
      }
    }
    Expected expected;
    expected.problems = calls_.problems();
    if (expected.problems.empty()) finish(expected);
    expected.requests = calls_.asked();
    return expected;
  }

 private:
  // Calls that the view reads, and those that they read in turn; no other is made.
  void note_calls() {
    std::set<std::string> open;
    const auto see = [&](const RefSyntax& ref) {
      if (find_call(reading_.route, ref.name) != nullptr) open.insert(ref.name);
    };
    types_.each_ref(*reading_.route.shape, reading_.view, see);
    while (!open.empty()) {
      const std::string name = *open.begin();
      open.erase(open.begin());
      if (!kept_.insert(name).second) continue;
      const CallSyntax& call = *find_call(reading_.route, name);
      if (call.with) types_.each_ref(*call.with, View(), see);
      if (call.when) each_ref(*call.when, see);
    }
  }

  void finish(Expected& expected) {
    try {
      const auto root = answer_.write(*reading_.route.shape, reading_.view);
      for (const CallSyntax& call : reading_.route.calls) {
        const std::string& name = call.name.value;
        if (kept_.count(name) == 0 || calls_.failures(name).empty()) continue;
        expected.partial.emplace_back(name, calls_.failures(name));
      }
      expected.body = test::to_json(*root);
    } catch (const Fatal& fatal) {
      expected.problems.insert(told(fatal.error));
    }
  }

  const Reading reading_;
  const ShapeTypes types_{reading_};
  std::set<std::string> kept_;
  Expressions expressions_{reading_, calls_};
  Selection selection_{reading_, expressions_};
  Requests requests_{reading_, types_, expressions_, selection_};
  TableKeys keys_{reading_, types_, kept_, expressions_, selection_};
  CallRuns calls_{reading_, expressions_, requests_, keys_};
  AnswerWriter answer_{reading_, types_, expressions_, selection_};
};

}  // namespace

Expected by_the_book(const Asked& asked, std::vector<std::string>& faults) {
  return Run(asked, faults).run();
}

}  // namespace bff::random_plans
