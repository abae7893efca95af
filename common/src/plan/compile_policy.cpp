// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_policy.hpp"

#include <algorithm>
#include <vector>

#include "plan/arguments.hpp"
#include "plan/compile_codes.hpp"
#include "plan/compile_types.hpp"
#include "plan/located_scalar.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

// Of the kinds that a node can have, which one values of this type are written in.
config::Node::Kind kind_of(FieldType type) {
  return type == FieldType::text      ? config::Node::Kind::text
         : type == FieldType::boolean ? config::Node::Kind::boolean
                                      : config::Node::Kind::number;
}

// Fractions have more than one form, so that no text of a token could be compared with them.
bool is_fraction(FieldType type) {
  return type == FieldType::float32 || type == FieldType::float64;
}

class PolicyRules {
 public:
  PolicyRules(const CompileContext& context, Diagnostics& out) : context_(context), out_(out) {}

  auth::ClaimRule rule_of(const ClaimSyntax& syntax) {
    auth::ClaimRule rule{.name = syntax.name.value};
    if (syntax.contains) rule.kind = auth::ClaimRule::Kind::contains;
    for (const config::Node& value : syntax.values) rule.values.push_back(value.scalar);
    check(syntax);
    return rule;
  }

 private:
  void check(const ClaimSyntax& syntax) {
    const std::string& name = syntax.name.value;
    if (name == "scope") {
      return refuse(syntax.name.place, "'scope' is a list of words", "write 'scopes: [a, b]'");
    }
    const bool is_list = context_.list_claims.contains(name);
    const auto declared = context_.claims.find(name);
    const bool is_text = name == "sub" || name == "iss";
    if (!is_list && !is_text && declared == context_.claims.end()) {
      return refuse_undeclared(name, syntax.name.place, context_, out_);
    }
    if (is_list != syntax.contains) {
      return refuse(syntax.name.place,
                    "the claim " + in_quotes(name) + (is_list ? " is a list" : " is no list"),
                    is_list ? "write 'contains'" : "write 'equals' or 'one_of'");
    }
    const FieldType type = declared != context_.claims.end() ? declared->second : FieldType::text;
    if (is_fraction(type)) {
      return refuse(syntax.name.place,
                    "the claim " + in_quotes(name) + " is a fraction, which is equal to nothing",
                    "compare it in a 'require' of the route");
    }
    for (const config::Node& value : syntax.values) check_value(name, type, value);
  }

  void check_value(const std::string& name, FieldType type, const config::Node& value) {
    proto::Cell cell;
    if (value.kind == kind_of(type) && parse_scalar(value.scalar, type, cell)) return;
    out_.add(codes::kClaimMisfit, value.place,
             in_quotes(value.scalar) + " is no " + std::string(name_of(type)) +
                 ", which the claim " + in_quotes(name) + " is",
             type == FieldType::text ? "write it in quotes" : "");
  }

  void refuse(const Place& place, std::string message, std::string remedy) {
    out_.add(codes::kClaimMisfit, place, std::move(message), std::move(remedy));
  }

  const CompileContext& context_;
  Diagnostics& out_;
};

void check_method(auth::Method method, const Place& place, const CompileContext& context,
                  Diagnostics& out) {
  if (std::ranges::find(context.auth_methods, method) != context.auth_methods.end()) return;
  const bool bearer = method == auth::Method::bearer;
  out.add(codes::kNoAuthMethod, place,
          bearer ? "no issuer of tokens is set up" : "no file of API keys is set up",
          bearer ? "add auth: { issuers: [...] } to gateway.yaml"
                 : "add auth: { api_keys: { file: api-keys.json } } to gateway.yaml");
}

}  // namespace

std::optional<auth::Policy> policy_of(const std::optional<AuthSyntax>& auth,
                                      const CompileContext& context, Diagnostics& out) {
  if (!auth) return context.default_policy;
  auth::Policy policy;
  policy.mode = auth->is_public  ? auth::Policy::Mode::open
                : auth->required ? auth::Policy::Mode::required
                                 : auth::Policy::Mode::optional;
  for (const auto& method : auth->methods) {
    policy.methods.push_back(static_cast<auth::Method>(method.value));
    check_method(policy.methods.back(), method.place, context, out);
  }
  for (const LocatedText& scope : auth->scopes) policy.scopes.push_back(scope.value);
  PolicyRules rules(context, out);
  for (const ClaimSyntax& claim : auth->claims) policy.claims.push_back(rules.rule_of(claim));
  for (const LocatedText& acr : auth->acr) policy.acr.push_back(acr.value);
  if (auth->max_age) {
    policy.max_age = std::chrono::ceil<std::chrono::seconds>(auth->max_age->value);
  }
  return policy;
}

void refuse_undeclared(const std::string& claim, const Place& place, const CompileContext& context,
                       Diagnostics& out) {
  std::vector<std::string_view> names{"sub", "iss", "scope"};
  for (const auto& [name, type] : context.claims) names.push_back(name);
  names.insert(names.end(), context.list_claims.begin(), context.list_claims.end());
  const std::string near = did_you_mean(claim, names);
  out.add(codes::kUndeclaredInput, place, "the claim '" + claim + "' has no declared type",
          near.empty() ? "declare it in gateway.yaml: auth: { claims: { " + claim + ": string } }"
                       : near);
}

}  // namespace bff::plan
