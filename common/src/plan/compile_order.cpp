// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_order.hpp"

#include <algorithm>

#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

const std::string& call_name(const RouteModel& route, std::size_t call) {
  return route.calls[call].syntax->name.value;
}

// Depth first over `needs`; a call that is met again on the way there closes a cycle.
class CycleSearch {
 public:
  explicit CycleSearch(RouteContext& context)
      : context_(context), marks_(context.route.calls.size(), Mark::fresh) {}

  bool run() {
    for (std::size_t i = 0; i < marks_.size(); ++i) visit(i);
    return found_;
  }

 private:
  enum class Mark { fresh, on_the_way, done };

  void visit(std::size_t call) {
    if (marks_[call] == Mark::done) return;
    if (marks_[call] == Mark::on_the_way) return report(call);
    marks_[call] = Mark::on_the_way;
    way_.push_back(call);
    for (const std::size_t need : context_.route.calls[call].needs) visit(need);
    way_.pop_back();
    marks_[call] = Mark::done;
  }

  void report(std::size_t call) {
    found_ = true;
    const RouteModel& route = context_.route;
    const auto first = std::find(way_.begin(), way_.end(), call);
    std::string text;
    for (auto it = first; it != way_.end(); ++it) text += call_name(route, *it) + " → ";
    text += call_name(route, call);
    const bool alone = first + 1 == way_.end();
    const bool table = route.calls[call].is_table;
    context_.out.add(codes::kCycle, route.calls[call].syntax->name.place,
                     alone ? "'" + call_name(route, call) + "' waits for itself" +
                                 (table ? ": its keys come from its own rows" : "")
                           : "calls wait for each other: " + text,
                     "one of them must not read the other");
  }

  RouteContext& context_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> way_;
  bool found_ = false;
};

// All that each call waits for, also by way of others. Precondition: no cycles.
std::vector<CallSet> close(const RouteModel& route) {
  std::vector<CallSet> all(route.calls.size());
  std::vector<bool> done(route.calls.size());
  const auto visit = [&](const auto& self, std::size_t call) -> void {
    if (done[call]) return;
    done[call] = true;
    for (const std::size_t need : route.calls[call].needs) {
      self(self, need);
      all[call].insert(need);
      all[call].insert(all[need].begin(), all[need].end());
    }
  };
  for (std::size_t i = 0; i < route.calls.size(); ++i) visit(visit, i);
  return all;
}

// A requirement is judged before every write that it does not read, also by way of others.
void order_requirements(RouteModel& route, const std::vector<CallSet>& before) {
  for (RequirementModel& requirement : route.requirements) {
    requirement.after = requirement.reads;
    for (const std::size_t read : requirement.reads) {
      requirement.after.insert(before[read].begin(), before[read].end());
    }
    for (std::size_t i = 0; i < route.calls.size(); ++i) {
      CallModel& call = route.calls[i];
      if (!call.writes || requirement.after.count(i) != 0) continue;
      call.needs.insert(requirement.reads.begin(), requirement.reads.end());
    }
  }
}

void check_unused(RouteContext& context, const std::vector<CallSet>& before) {
  const RouteModel& route = context.route;
  CallSet used = route.shape_reads;
  used.insert(route.respond.reads.begin(), route.respond.reads.end());
  for (const RequirementModel& requirement : route.requirements) {
    used.insert(requirement.reads.begin(), requirement.reads.end());
  }
  for (std::size_t i = 0; i < route.calls.size(); ++i) {
    const CallModel& call = route.calls[i];
    if (call.writes || call.of_file || call.streams) used.insert(i);
  }
  for (const std::size_t call : CallSet(used)) {
    used.insert(before[call].begin(), before[call].end());
  }
  for (std::size_t i = 0; i < route.calls.size(); ++i) {
    if (used.count(i) != 0) continue;
    context.out.add(codes::kUnusedCall, route.calls[i].syntax->name.place,
                    "nothing reads '" + call_name(route, i) + "'",
                    "read it in the shape, or take the call out");
  }
}

void check_writes(RouteContext& context, const std::vector<CallSet>& before) {
  const RouteModel& route = context.route;
  for (std::size_t write = 0; write < route.calls.size(); ++write) {
    if (!route.calls[write].writes) continue;
    for (std::size_t other = 0; other < route.calls.size(); ++other) {
      // A pair of two writes is told once.
      if (other == write || (route.calls[other].writes && other < write)) continue;
      if (before[write].count(other) != 0 || before[other].count(write) != 0) continue;
      context.out.add(codes::kUnorderedWrite, route.calls[write].syntax->name.place,
                      "'" + call_name(route, write) + "' may write, and nothing orders '" +
                          call_name(route, write) + "' and '" + call_name(route, other) + "'",
                      "let one read the other, or say after: [" + call_name(route, write) +
                          "]; a call that writes nothing says effect: read");
    }
  }
}

std::string text_of(Milliseconds duration) {
  const auto count = duration.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + "s" : std::to_string(count) + "ms";
}

// The chain of calls, each waiting for the one before, whose timeouts add up to the most.
void check_deadline(RouteContext& context) {
  const RouteModel& route = context.route;
  struct Chain {
    Milliseconds sum{0};
    std::vector<std::size_t> calls;
  };
  std::vector<std::optional<Chain>> chains(route.calls.size());
  const auto chain_to = [&](const auto& self, std::size_t call) -> const Chain& {
    if (chains[call]) return *chains[call];
    Chain longest;
    for (const std::size_t need : route.calls[call].needs) {
      const Chain& chain = self(self, need);
      if (chain.sum > longest.sum) longest = chain;
    }
    if (const auto& timeout = route.calls[call].syntax->timeout) {
      longest.sum += timeout->value;
      longest.calls.push_back(call);
    }
    return chains[call].emplace(std::move(longest));
  };
  Chain worst;
  for (std::size_t i = 0; i < route.calls.size(); ++i) {
    const Chain& chain = chain_to(chain_to, i);
    if (chain.sum > worst.sum) worst = chain;
  }
  if (worst.sum <= route.deadline) return;
  std::string text;
  for (const std::size_t call : worst.calls) {
    text += (text.empty() ? "" : " → ") + call_name(route, call) + " " +
            text_of(route.calls[call].syntax->timeout->value);
  }
  const auto& declared = route.syntax->deadline;
  context.out.add(
      codes::kDeadline,
      declared ? declared->place : route.calls[worst.calls.back()].syntax->timeout->place,
      text + (worst.calls.size() == 1 ? " exceeds " : " exceed ") + text_of(route.deadline),
      declared ? "shorten the timeouts or lengthen the deadline"
               : "routes have 10s; write a longer deadline or shorter timeouts");
}

}  // namespace

void check_order(RouteContext& context) {
  if (CycleSearch(context).run()) return;
  order_requirements(context.route, close(context.route));
  if (CycleSearch(context).run()) return;
  const std::vector<CallSet> before = close(context.route);
  if (context.route.sound && context.route.names_found) check_unused(context, before);
  check_writes(context, before);
  check_deadline(context);
}

}  // namespace bff::plan
