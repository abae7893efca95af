// SPDX-License-Identifier: Apache-2.0
#include "plan/compile.hpp"

#include <utility>

#include "plan/compile_calls.hpp"
#include "plan/compile_codes.hpp"
#include "plan/compile_emit.hpp"
#include "plan/compile_endpoints.hpp"
#include "plan/compile_expose.hpp"
#include "plan/compile_inputs.hpp"
#include "plan/compile_library.hpp"
#include "plan/compile_order.hpp"
#include "plan/compile_request.hpp"
#include "plan/compile_request_body.hpp"
#include "plan/compile_shape.hpp"
#include "plan/compile_stream.hpp"
#include "plan/compile_values.hpp"
#include "plan/compile_view.hpp"

namespace bff::plan {
namespace {

// What is left to do for one client when no problem was found anywhere.
struct Served {
  const RouteModel* route;
  ShapePtr view;
  std::vector<Input> inputs;
};

class Compiler {
 public:
  Compiler(const CompileContext& context, Diagnostics& out)
      : context_(context), out_(out), endpoints_(out) {}

  void check(const RouteFile& file, const Library& library, const RouteSyntax& syntax) {
    RouteModel& route = routes_.emplace_back();
    route.file = &file;
    route.syntax = &syntax;
    route.sound = !syntax.damaged;
    if (syntax.deadline) route.deadline = syntax.deadline->value;
    route.error_details = syntax.error_details.value_or(context_.error_details);
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
    check_stream(names);
    check_views(names);
    check_requests(names);  // of the calls of files that were read for the first time
    check_order(names);
    check_body_use(names);
  }

  void expose(const RouteFile& file, const ExposeSyntax& syntax) {
    compile_expose(file, syntax, context_, endpoints_, exposed_, out_);
  }

  // The routes in the files' order, behind them what is exposed.
  std::vector<std::shared_ptr<const RoutePlan>> emit() {
    std::vector<std::shared_ptr<const RoutePlan>> plans;
    if (!out_.empty()) return plans;
    for (Served& served : served_) {
      plans.push_back(
          emit_plan(*served.route, served.view, std::move(served.inputs), *context_.schema));
    }
    plans.insert(plans.end(), exposed_.begin(), exposed_.end());
    return plans;
  }

 private:
  void check_identity(RouteModel& route) {
    const RouteSyntax& syntax = *route.syntax;
    if (!syntax.id.value.empty()) endpoints_.claim_id(syntax.id.value, syntax.id.place);
    route::TemplateProblem problem;  // the parser has reported it
    route.has_path = route::parse_path_template(syntax.path.value, route.path, problem);
    if (!route.has_path || syntax.method.value.empty()) return;
    endpoints_.claim(syntax.method.value, route.path, syntax.id.value, syntax.path.place);
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
  Endpoints endpoints_;
  std::vector<std::shared_ptr<const RoutePlan>> exposed_;
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
  // Behind all routes, so that a path that both want is reported where the service is exposed.
  for (const RouteFile& file : files) {
    for (const ExposeSyntax& expose : file.exposes) compiler.expose(file, expose);
  }
  return compiler.emit();
}

}  // namespace bff::plan
