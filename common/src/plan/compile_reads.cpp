// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_reads.hpp"

#include <algorithm>
#include <set>

#include "plan/compile_visit.hpp"

namespace bff::plan {
namespace {

// Calls and tables that something names itself, keys included; not those behind a loop's name.
template <class Part>
void add_calls(const Part& part, CallSet& calls) {
  visit_refs(part, [&](const Ref& ref) {
    if (ref.root == Ref::Root::binding && ref.binding->call) calls.insert(*ref.binding->call);
    if (ref.root == Ref::Root::lookup) calls.insert(ref.table);
  });
}

class ViewPaths {
 public:
  void visit(const ShapeModel& shape, const std::string& path) {
    CallSet calls;
    add_calls(shape.expr, calls);
    add_calls(shape.when, calls);
    if (!calls.empty() && !path.empty()) {
      for (const std::size_t call : calls) numbers_[call].insert(paths_.size());
      paths_.push_back(path);
    }
    for (const auto& member : shape.members) {
      visit(*member.value, member.spread  ? path
                           : path.empty() ? member.key
                                          : path + "." + member.key);
    }
    for (const ShapePtr& item : shape.items) visit(*item, path);
    for (const auto& one : shape.cases) {
      if (one.body) visit(*one.body, path);
    }
    if (shape.otherwise && shape.otherwise->body) visit(*shape.otherwise->body, path);
    if (shape.body) visit(*shape.body, path);
  }

  // What a call takes with it when it is missing. Calls are few, so until nothing changes.
  void spread(const RouteModel& route) {
    for (bool again = true; again;) {
      again = false;
      for (std::size_t call = 0; call < route.calls.size(); ++call) {
        for (const std::size_t cause : route.calls[call].missing) {
          for (const std::size_t number : std::set<std::size_t>(numbers_[call])) {
            again = numbers_[cause].insert(number).second || again;
          }
        }
      }
    }
  }

  std::map<std::size_t, std::vector<std::string>> take() const {
    std::map<std::size_t, std::vector<std::string>> out;
    for (const auto& [call, numbers] : numbers_) {
      std::vector<std::string>& kept = out[call];
      for (const std::size_t number : numbers) {
        const std::string& path = paths_[number];
        const bool below = std::any_of(kept.begin(), kept.end(), [&](const std::string& above) {
          return path == above || path.compare(0, above.size() + 1, above + ".") == 0;
        });
        if (!below) kept.push_back(path);
      }
    }
    return out;
  }

 private:
  std::vector<std::string> paths_;  // in shape order: what is above comes first
  std::map<std::size_t, std::set<std::size_t>> numbers_;
};

}  // namespace

CallSet calls_in(const ShapeModel& shape) {
  CallSet calls;
  add_calls(shape, calls);
  return calls;
}

CallSet looked_up_by(const ConditionsModel& conditions, const Binding& binding) {
  CallSet tables;
  visit_refs(conditions, [&](const Ref& ref) {
    if (ref.root != Ref::Root::lookup) return;
    visit_refs(*ref.key, [&](const Ref& key) {
      if (key.binding == &binding) tables.insert(ref.table);
    });
  });
  return tables;
}

CallSet calls_of_view(const RouteModel& route, const ShapePtr& view) {
  CallSet open;
  if (view) add_calls(*view, open);
  for (std::size_t i = 0; i < route.calls.size(); ++i) {
    if (route.calls[i].writes || route.calls[i].streams) open.insert(i);
  }
  for (const RequirementModel& requirement : route.requirements) add_calls(requirement.that, open);
  if (route.stream_id) add_calls(*route.stream_id, open);
  for (const auto& [name, value] : route.respond.headers) add_calls(value, open);
  for (const auto& cookie : route.respond.cookies) add_calls(cookie.value, open);
  CallSet used;
  while (!open.empty()) {
    const std::size_t call = *open.begin();
    open.erase(open.begin());
    if (!used.insert(call).second) continue;
    add_calls(route.calls[call], open);
  }
  return used;
}

std::map<std::size_t, std::vector<std::string>> view_paths(const RouteModel& route,
                                                           const ShapeModel& view) {
  ViewPaths paths;
  paths.visit(view, "");
  paths.spread(route);
  return paths.take();
}

}  // namespace bff::plan
