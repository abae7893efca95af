// SPDX-License-Identifier: Apache-2.0
#include "plan/compile.hpp"

#include <map>
#include <utility>

#include "plan/compile_calls.hpp"
#include "plan/compile_codes.hpp"
#include "plan/compile_emit.hpp"
#include "plan/compile_inputs.hpp"
#include "plan/compile_library.hpp"
#include "plan/compile_order.hpp"
#include "plan/compile_request.hpp"
#include "plan/compile_request_body.hpp"
#include "plan/compile_shape.hpp"
#include "plan/compile_values.hpp"
#include "plan/compile_view.hpp"
#include "route/router.hpp"

namespace bff::plan {
namespace {

// What is left to do for one client when no problem was found anywhere.
struct Served {
  const RouteModel* route;
  ShapePtr view;
  std::vector<Input> inputs;
};

std::string place_text(const Place& place) {
  return place.source ? place.source->path() + ":" + std::to_string(place.line) : "";
}

class Compiler {
 public:
  Compiler(const CompileContext& context, Diagnostics& out) : context_(context), out_(out) {}

  void check(const RouteFile& file, const Library& library, const RouteSyntax& syntax) {
    RouteModel& route = routes_.emplace_back();
    route.file = &file;
    route.syntax = &syntax;
    route.sound = !syntax.damaged;
    if (syntax.deadline) route.deadline = syntax.deadline->value;
    check_identity(route);
    route.policy = compile_policy(syntax, context_, out_);

    RouteContext names(context_, library, route, out_);
    declare_inputs(names);
    declare_body(names);
    declare_calls(names);
    check_requests(names);
    check_requirements(names);
    check_shape(names);
    check_respond(names);
    check_views(names);
    check_requests(names);  // of the calls of files that were read for the first time
    check_order(names);
    check_body_use(names);
  }

  std::vector<std::shared_ptr<const RoutePlan>> emit() {
    std::vector<std::shared_ptr<const RoutePlan>> plans;
    if (!out_.empty()) return plans;
    for (Served& served : served_) {
      plans.push_back(
          emit_plan(*served.route, served.view, std::move(served.inputs), *context_.schema));
    }
    return plans;
  }

 private:
  // Ids and paths are unique over all files.
  void check_identity(RouteModel& route) {
    const RouteSyntax& syntax = *route.syntax;
    if (!syntax.id.value.empty()) {
      const auto [known, first] = ids_.emplace(syntax.id.value, syntax.id.place);
      if (!first) {
        out_.add(codes::kIdTaken, syntax.id.place,
                 "there is a route '" + syntax.id.value + "' already (" +
                     place_text(known->second) + ")",
                 "choose another id");
      }
    }
    route::TemplateProblem problem;  // the parser has reported it
    route.has_path = route::parse_path_template(syntax.path.value, route.path, problem);
    if (!route.has_path || syntax.method.value.empty()) return;
    const auto number = static_cast<std::uint32_t>(routes_.size() - 1);
    if (const auto other = router_.add(syntax.method.value, route.path, number)) {
      const RouteSyntax& taken = *routes_[*other].syntax;
      out_.add(codes::kRouteTaken, syntax.path.place,
               syntax.method.value + " " + syntax.path.value + " is taken by '" + taken.id.value +
                   "' (" + place_text(taken.path.place) + ")",
               "paths that differ in the names of their variables only are the same");
    }
  }

  // Every client's view is checked by every gateway, so that a mistake shows at once.
  void check_views(RouteContext& names) {
    const RouteModel& route = names.route;
    if (!route.syntax->clients) {
      served_.push_back({&route, route.shape, route.inputs});
      return;
    }
    for (const ClientSyntax& client : *route.syntax->clients) {
      Served served{&route, narrow_view(names, client), route.inputs};
      override_inputs(client.query, served.inputs, out_);
      if (client.name.value == context_.client) served_.push_back(std::move(served));
    }
  }

  const CompileContext& context_;
  Diagnostics& out_;
  std::deque<RouteModel> routes_;  // stable addresses
  std::vector<Served> served_;
  std::map<std::string, Place> ids_;
  route::RouterBuilder router_;
};

}  // namespace

std::vector<std::shared_ptr<const RoutePlan>> compile(const std::vector<RouteFile>& files,
                                                      const CompileContext& context,
                                                      Diagnostics& out) {
  Compiler compiler(context, out);
  for (const RouteFile& file : files) {
    const Library library = library_of(file, files, out);
    for (const RouteSyntax& route : file.routes) compiler.check(file, library, route);
  }
  return compiler.emit();
}

}  // namespace bff::plan
