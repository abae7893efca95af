// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_of.hpp"

#include <algorithm>
#include <set>

#include "plan/contract_exposed.hpp"
#include "plan/contract_inputs.hpp"
#include "plan/contract_shape.hpp"
#include "plan/contract_types.hpp"
#include "transcode/binding.hpp"

namespace bff::plan {

contract::Auth auth_of(const auth::Policy& policy) {
  contract::Auth out{.scopes = policy.scopes};
  for (const auth::Method method : policy.methods) {
    using Method = contract::Auth::Method;
    out.methods.push_back(method == auth::Method::bearer    ? Method::bearer
                          : method == auth::Method::api_key ? Method::api_key
                                                            : Method::session);
  }
  switch (policy.mode) {
    case auth::Policy::Mode::open:
      out.mode = contract::Auth::Mode::open;
      break;
    case auth::Policy::Mode::optional:
      out.mode = contract::Auth::Mode::optional;
      break;
    case auth::Policy::Mode::required:
      out.mode = contract::Auth::Mode::required;
      break;
  }
  return out;
}

namespace {

// Every way in which a call may fail, the general one first.
std::vector<const OnError*> failures_of(const Call& call) {
  std::vector<const OnError*> out{&call.on_error};
  for (const auto& [code, action] : call.on_error_by_code) out.push_back(&action);
  return out;
}

bool may_be_partial(const RoutePlan& plan) {
  return std::ranges::any_of(plan.calls, [](const Call& call) {
    return std::ranges::any_of(failures_of(call), [](const OnError* failure) {
      return failure->kind == OnError::Kind::as_null || failure->kind == OnError::Kind::use_default;
    });
  });
}

// What docs/problems.md says that a failed call becomes, without those that nobody waits for.
constexpr int kOfCalls[] = {400, 401, 403, 404, 409, 429, 502, 503, 504};

std::vector<int> problems_of(const RoutePlan& plan) {
  std::set<int> out{400};
  if (plan.policy.mode != auth::Policy::Mode::open) out.insert({401, 403});
  const bool chosen = plan.exposed && transcode::raw_answer(*plan.exposed) == nullptr;
  if (chosen || (plan.stream && !plan.stream->forms.empty())) out.insert(406);
  if (plan.exposed && plan.exposed->body != transcode::Binding::Body::none) out.insert(415);
  for (const Requirement& requirement : plan.requirements) out.insert(requirement.status);
  for (const Call& call : plan.calls) {
    for (const OnError* failure : failures_of(call)) {
      if (failure->kind == OnError::Kind::fail)
        out.insert(std::begin(kOfCalls), std::end(kOfCalls));
      if (failure->kind == OnError::Kind::problem) out.insert(failure->status);
    }
  }
  return {out.begin(), out.end()};
}

contract::Answer answer_of(const RoutePlan& plan, ContractTypes& types) {
  contract::Answer out{.status = plan.respond.status, .partial = may_be_partial(plan)};
  if (plan.exposed) {
    out.body = exposed_answer(plan, types);
  } else if (plan.shape) {
    out.body = shape_type(*plan.shape, plan.format, types);
  } else if (out.status == 200) {
    out.status = 204;
  }
  if (plan.stream) {
    for (const auto form : plan.stream->forms) {
      out.streams.emplace_back(form == StreamPlan::Form::sse ? "sse" : "ndjson");
    }
  }
  for (const MetadataField& header : plan.respond.headers) out.headers.push_back(header.name);
  for (const Cookie& cookie : plan.respond.cookies) out.cookies.push_back(cookie.name);
  if (plan.respond.pass_cookies) out.headers.emplace_back("set-cookie");
  return out;
}

// "2027-01-31" of "Sun, 31 Jan 2027 00:00:00 GMT", as the header field has it.
std::string date_of(const std::string& http_date) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (http_date.size() < 16) return "";
  const auto month = std::to_string(kMonths.find(http_date.substr(8, 3)) / 3 + 1);
  return http_date.substr(12, 4) + (month.size() < 2 ? "-0" : "-") + month + "-" +
         http_date.substr(5, 2);
}

std::optional<contract::Body> body_of(const RoutePlan& plan, ContractTypes& types) {
  if (plan.exposed) return exposed_body(plan, types);
  if (!plan.body) return std::nullopt;
  return contract::Body{.type = types.request(*plan.body->table, plan.body->closure, plan.format)};
}

contract::Route route_of(const RoutePlan& plan, ContractTypes& types) {
  return {.id = plan.id,
          .method = plan.method,
          .path = plan.path.text,
          .summary = plan.summary,
          .deprecated = !plan.deprecation.empty(),
          .sunset = date_of(plan.sunset),
          .auth = auth_of(plan.policy),
          .parameters = plan.exposed ? exposed_parameters(plan, types) : parameters_of(plan, types),
          .body = body_of(plan, types),
          .answer = answer_of(plan, types),
          .problems = problems_of(plan)};
}

}  // namespace

contract::Contract contract_of(const std::string& client,
                               const std::vector<std::shared_ptr<const RoutePlan>>& plans,
                               const proto::Schema& schema) {
  ContractTypes types(schema);
  contract::Contract out{.client = client};
  for (const auto& plan : plans) {
    // Who speaks RPC has the proto for a contract, and no contract has words for a WebSocket.
    if (plan->socket) continue;
    if (!plan->exposed || plan->exposed->plain) out.routes.push_back(route_of(*plan, types));
  }
  out.types = types.take();
  return out;
}

}  // namespace bff::plan
