// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_expose.hpp"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_method.hpp"
#include "plan/compile_policy.hpp"
#include "plan/compile_respond.hpp"
#include "plan/expose_streams.hpp"
#include "plan/http_rule.hpp"
#include "plan/located_scalar.hpp"
#include "transcode/binding.hpp"

namespace bff::plan {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

class Exposure {
 public:
  Exposure(const RouteFile& file, const ExposeSyntax& syntax, const ServiceDescriptor& service,
           const CompileContext& context, Diagnostics& out)
      : file_(file),
        syntax_(syntax),
        service_(service),
        context_(context),
        out_(out),
        problems_(out.size()),
        options_(*context.schema, out) {}

  // Every name of a method must be one.
  void check_names() {
    for (const auto* names : {&syntax_.include, &syntax_.omit}) {
      for (const LocatedText& name : *names) {
        find_method(service_, name.value, name.place, out_);
      }
    }
    for (const auto& method : syntax_.methods) {
      find_method(service_, method.name.value, method.name.place, out_);
    }
  }

  std::vector<std::shared_ptr<RoutePlan>> plans(Endpoints& endpoints) {
    std::vector<std::shared_ptr<RoutePlan>> plans;
    for (int i = 0; i < service_.method_count(); ++i) {
      const MethodDescriptor& method = *service_.method(i);
      if (is_wanted(method)) add(method, endpoints, plans);
    }
    if (plans.empty() && out_.size() == problems_) {
      out_.add(codes::kExposesNothing, syntax_.service.place,
               "no method of " + service_.full_name() + " is served",
               "annotate them with google.api.http, or write 'unannotated: post'");
    }
    return plans;
  }

 private:
  static bool has(const std::vector<LocatedText>& names, const std::string& name) {
    return std::ranges::find(names, name, &LocatedText::value) != names.end();
  }

  bool is_wanted(const MethodDescriptor& method) {
    const bool named = has(syntax_.include, method.name());
    if (!syntax_.include.empty() && !named) return false;
    return !has(syntax_.omit, method.name());
  }

  void add(const MethodDescriptor& method, Endpoints& endpoints,
           std::vector<std::shared_ptr<RoutePlan>>& plans) {
    const std::size_t problems = out_.size();
    std::vector<HttpRule> rules = http_rules(method, *context_.schema, options_, out_);
    const bool annotated = !rules.empty();
    if (rules.empty() && syntax_.unannotated) {
      rules.push_back(default_rule(method, *context_.schema, syntax_.service.place));
    }
    std::vector<HttpRule> sockets;
    if (syntax_.websocket && is_stream(method)) {
      sockets = socket_rules(rules, default_rule(method, *context_.schema, syntax_.service.place));
    }
    if (!method.client_streaming()) {
      add_protocols(method, rules);
    } else if (out_.size() != problems) {
      return;
    } else {
      keep_uploads(method, rules, {.annotated = annotated, .reached = !sockets.empty()}, syntax_,
                   out_);
    }
    std::ranges::move(sockets, std::back_inserter(rules));
    if (rules.empty()) {
      if (has(syntax_.include, method.name()) && out_.size() == problems) refuse_bare(method);
      return;
    }
    const CallTarget target = find_target(method, context_, syntax_.service.place, out_);
    if (target.local != nullptr && is_stream(method)) {
      out_.add(codes::kStream, syntax_.service.place,
               in_quotes(method.name()) + " is a stream, and in-process",
               "in-process methods have one answer: omit it");
      return;
    }
    const auto policy = policy_of(method);
    if (!policy) return;
    const std::string id = service_.full_name() + "/" + method.name();
    for (HttpRule& rule : rules) {
      settle(*rule.binding);
      for (const std::string& verb : rule.methods) {
        const std::string number = count_ == 0 ? "" : "#" + std::to_string(count_ + 1);
        const std::string own = id + (rule.suffix.empty() ? number : rule.suffix);
        ++count_;
        if (!endpoints.claim_id(own, syntax_.service.place, "expose a method once")) continue;
        endpoints.claim(verb, rule.path, own, rule.place);
        plans.push_back(plan_of(method, rule, verb, own, target, *policy));
      }
    }
    count_ = 0;
  }

  // gRPC-Web and Connect come to the path of the method's name.
  void add_protocols(const MethodDescriptor& method, std::vector<HttpRule>& rules) {
    if (!syntax_.grpc_web && !syntax_.connect) return;
    using Options = google::protobuf::MethodOptions;
    const bool safe = method.options().idempotency_level() == Options::NO_SIDE_EFFECTS;
    HttpRule rule = default_rule(method, *context_.schema, syntax_.service.place);
    auto served = std::ranges::find(rules, rule.path.text,
                                    [](const HttpRule& known) { return known.path.text; });
    if (served == rules.end()) {
      rule.suffix = "#rpc";
      rule.binding->plain = false;
      served = rules.insert(rules.end(), std::move(rule));
    }
    transcode::Binding& binding = *served->binding;
    binding.grpc_web = syntax_.grpc_web;
    binding.connect = syntax_.connect;
    if (!safe || !syntax_.connect || method.server_streaming()) return;
    HttpRule get = default_rule(method, *context_.schema, syntax_.service.place);
    get.methods = {"GET"};
    get.suffix = "#rpc-get";
    get.binding->plain = false;
    get.binding->connect = true;
    rules.push_back(std::move(get));
  }

  void refuse_bare(const MethodDescriptor& method) {
    const auto named = std::ranges::find(syntax_.include, method.name(), &LocatedText::value);
    out_.add(codes::kExposesNothing, named->place,
             in_quotes(method.name()) + " has no option (google.api.http)",
             "annotate it, or write 'unannotated: post'");
  }

  const ExposeSyntax::Method* settings(const MethodDescriptor& method) const {
    const auto found = std::ranges::find_if(
        syntax_.methods, [&](const auto& one) { return one.name.value == method.name(); });
    return found != syntax_.methods.end() ? &*found : nullptr;
  }

  std::optional<auth::Policy> policy_of(const MethodDescriptor& method) {
    const auto* own = settings(method);
    if (own != nullptr && own->auth) return plan::policy_of(own->auth, context_, out_);
    if (!policy_) policy_ = plan::policy_of(syntax_.auth, context_, out_);  // told once
    const auto& policy = *policy_;
    if (!policy && !syntax_.damaged && !told_no_auth_) {
      told_no_auth_ = true;
      out_.add(codes::kNoAuth, syntax_.service.place,
               "'" + service_.full_name() + "' is exposed without auth", std::string(kWriteAuth));
    }
    return policy;
  }

  void settle(transcode::Binding& binding) const {
    using Presence = proto::JsonFormat::Presence;
    binding.ignore_unknown = syntax_.ignore_unknown;
    binding.format = file_.format;
    binding.format.any = context_.schema;
    binding.format.presence = syntax_.omit_unset ? Presence::proto3 : Presence::every_key;
  }

  std::shared_ptr<RoutePlan> plan_of(const MethodDescriptor& method, const HttpRule& rule,
                                     const std::string& verb, const std::string& id,
                                     const CallTarget& target, const auth::Policy& policy) const {
    auto plan = std::make_shared<RoutePlan>();
    plan->id = id;
    plan->method = verb;
    plan->path = rule.path;
    plan->policy = policy;
    const auto* own = settings(method);
    if (const auto& deadline = own != nullptr && own->deadline ? own->deadline : syntax_.deadline) {
      plan->deadline = deadline->value;
    }
    const auto& details =
        own != nullptr && own->error_details ? own->error_details : syntax_.error_details;
    plan->error_details = details.value_or(context_.error_details);
    plan->format = rule.binding->format;
    plan->file = syntax_.place.source->path() + ":" + std::to_string(syntax_.place.line);
    if (method.options().deprecated()) plan->deprecation = kDeprecated;
    plan->exposed = rule.binding;
    if (verb == kSocketMethod) {
      plan->socket = SocketPlan{.client_streams = method.client_streaming(),
                                .server_streams = method.server_streaming()};
    } else if (method.server_streaming()) {
      StreamPlan& stream = plan->stream.emplace();
      if (transcode::raw_answer(*rule.binding) == nullptr) {
        stream.forms = {StreamPlan::Form::ndjson, StreamPlan::Form::sse};
      }
    }
    Call& call = plan->calls.emplace_back();
    call.name = method.name();
    call.method = "/" + service_.full_name() + "/" + method.name();
    call.upstream = target.upstream;
    call.local = target.local;
    call.writes = verb != "GET" && verb != "HEAD" && !is_read(method);
    return plan;
  }

  const RouteFile& file_;
  const ExposeSyntax& syntax_;
  const ServiceDescriptor& service_;
  const CompileContext& context_;
  Diagnostics& out_;
  std::size_t problems_;  // that were there before
  ProtoOptions options_;
  int count_ = 0;                                      // of the method's rules
  std::optional<std::optional<auth::Policy>> policy_;  // the service's, once it was asked for
  bool told_no_auth_ = false;
};

bool is_served(const ExposeSyntax& syntax, const std::string& client) {
  return !syntax.clients ||
         std::ranges::find(*syntax.clients, client, &LocatedText::value) != syntax.clients->end();
}

}  // namespace

void compile_expose(const RouteFile& file, const ExposeSyntax& syntax,
                    const CompileContext& context, Endpoints& endpoints,
                    std::vector<std::shared_ptr<const RoutePlan>>& plans, Diagnostics& out) {
  if (syntax.service.value.empty()) return;  // the parser has reported it
  const ServiceDescriptor* service =
      find_service(*context.schema, syntax.service.value, syntax.service.place, out);
  if (service == nullptr) return;
  Exposure exposure(file, syntax, *service, context, out);
  exposure.check_names();
  // Another client's are checked all the same, but against none of this one's paths.
  Endpoints others(out);
  const bool served = is_served(syntax, context.client);
  auto made = exposure.plans(served ? endpoints : others);
  if (served) plans.insert(plans.end(), made.begin(), made.end());
}

}  // namespace bff::plan
