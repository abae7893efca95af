// SPDX-License-Identifier: Apache-2.0
#include "runtime/snapshot.hpp"

#include <algorithm>
#include <tuple>

#include "base/files.hpp"
#include "config/token_signing.hpp"
#include "plan/compile.hpp"
#include "plan/compile_policy.hpp"
#include "plan/load_route_files.hpp"
#include "plan/proto_form.hpp"
#include "plan/route_parts.hpp"
#include "runtime/load_callers.hpp"
#include "runtime/load_introspection.hpp"
#include "runtime/load_issuers.hpp"
#include "runtime/load_redis.hpp"
#include "runtime/session_names.hpp"
#include "transcode/binding.hpp"

namespace bff::runtime {
namespace {

KnownApiKeys load_api_keys(const config::Auth& config, Diagnostics& out) {
  if (!config.api_keys || config.api_keys->file.empty()) return {};
  const auto& [file, header, place] = *config.api_keys;
  auto read = read_api_keys(file);
  if (read) return *std::move(read);
  out.add("BFF147", place,
          "cannot read the keys in '" + display_path(file) + "': " + read.error().internal,
          "'keys add' makes the file, with its first key");
  return {};
}

proto::FieldType claim_type(const std::string& name) {
  using enum proto::FieldType;
  static const std::map<std::string, proto::FieldType> kTypes{
      {"string", text},   {"bool", boolean},  {"int32", int32},    {"int64", int64},
      {"uint32", uint32}, {"uint64", uint64}, {"double", float64}, {"float", float32}};
  return kTypes.at(name);  // load_gateway() has checked the name
}

// The services that the upstreams serve must exist in the protos.
plan::CompileContext compile_context(const config::Gateway& config, const proto::Schema& schema,
                                     Diagnostics& out) {
  plan::CompileContext context;
  context.schema = &schema;
  context.client = config.client;
  context.error_details = config.error_details;
  for (const auto& [name, type] : config.auth.claims) {
    if (type == "list") {
      context.list_claims.insert(name);
    } else {
      context.claims[name] = claim_type(type);
    }
  }
  if (!config.auth.issuers.empty()) context.auth_methods.push_back(auth::Method::bearer);
  if (config.auth.api_keys) context.auth_methods.push_back(auth::Method::api_key);
  if (config.auth.sessions) context.auth_methods.push_back(auth::Method::session);
  if (const auto& written = config.auth.default_auth) {
    context.default_policy = plan::policy_of(plan::parse_auth(*written, out), context, out);
  }
  std::vector<std::string_view> known;
  for (const auto* file : schema.files()) {
    for (int i = 0; i < file->service_count(); ++i) known.push_back(file->service(i)->full_name());
  }
  for (std::size_t i = 0; i < config.upstreams.size(); ++i) {
    const auto& upstream = config.upstreams[i];
    for (std::size_t s = 0; s < upstream.services.size(); ++s) {
      const auto& service = upstream.services[s];
      if (schema.pool().FindServiceByName(service) == nullptr) {
        out.add("BFF142", upstream.service_places[s], "no proto has a service '" + service + "'",
                did_you_mean(service, known));
      }
      context.upstreams[service] = static_cast<std::uint16_t>(i);
    }
  }
  return context;
}

// Each method of an in-process service must be there, with the types that the protos give it.
// Methods of other services are left alone: not every configuration of a gateway uses all it has.
void add_local_methods(const config::Gateway& config, const proto::Schema& schema,
                       const Extensions& extensions,
                       std::vector<std::unique_ptr<plan::LocalMethod>>& methods,
                       plan::CompileContext& context, Diagnostics& out) {
  for (const auto& [service_name, place] : config.in_process) {
    const auto* service = schema.pool().FindServiceByName(service_name);
    if (service == nullptr) {
      out.add("BFF142", place, "no proto has a service '" + service_name + "'");
      continue;
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& method = *service->method(i);
      const std::string name = service_name + "/" + method.name();
      const auto found =
          std::find_if(extensions.methods().begin(), extensions.methods().end(),
                       [&](const Extensions::Method& known) { return known.name == name; });
      if (found == extensions.methods().end()) {
        out.add("BFF145", place,
                "'" + name + "' is in-process, but this gateway has no such method",
                "give it to bff::run: bff::Extensions{}.method(\"" + name + "\", function)");
      } else if (found->request != method.input_type()->full_name() ||
                 found->response != method.output_type()->full_name()) {
        out.add("BFF145", place,
                "the method '" + name + "' of this gateway takes " + found->request +
                    " and returns " + found->response + ", but its proto says " +
                    method.input_type()->full_name() + " and " + method.output_type()->full_name(),
                "build the gateway with the proto that it loads");
      } else {
        methods.push_back(std::make_unique<plan::LocalMethod>(found->call));
        context.local[name] = methods.back().get();
      }
    }
  }
}

// A route that wants a caller's token needs an issuer whose tokens can be checked.
void refuse_unverifiable(const std::vector<std::shared_ptr<const plan::RoutePlan>>& plans,
                         bool has_verifier, const config::Gateway& config, Diagnostics& out) {
  if (has_verifier || !config.auth.issuers.empty() || config.auth.api_keys || config.auth.sessions)
    return;
  for (const auto& plan : plans) {
    if (plan->policy.mode == auth::Policy::Mode::open) continue;
    out.add("BFF143", {},
            "route '" + plan->id + "' checks tokens, but " + display_path(config.file) +
                " names no issuer",
            "add auth: { issuers: [...] }, or say 'auth: public' in the route");
  }
}

// The gateway's public keys are told where no route answers.
void refuse_shadowed_keys(const config::Gateway& config, const Snapshot& snapshot,
                          Diagnostics& out) {
  const auto& signing = config.auth.signing;
  if (!signing || signing->jwks != config::TokenSigning::Jwks::clients) return;
  std::string allow;
  const auto match = snapshot.router.match("GET", kKeySetPath, allow);
  if (!match && allow.empty()) return;
  out.add("BFF168", signing->jwks_place,
          "the public keys are to be told at " + std::string{kKeySetPath} +
              ", where a route answers" +
              (match ? ": '" + snapshot.routes[match->route].plan->id + "'" : ""),
          "write 'jwks: admin', or give the route another path");
}

}  // namespace

std::shared_ptr<Snapshot> load_snapshot(const std::string& path,
                                        const config::Environment& environment, Diagnostics& out,
                                        const LoadOptions& options) {
  std::string why;
  const auto source = read_source(path, why);
  if (!source) {
    out.add("BFF100", {}, "cannot read the configuration '" + path + "': " + why,
            "name it with --config FILE");
    return nullptr;
  }
  auto config = config::load_gateway(source, environment, out);
  if (!config) return nullptr;

  auto snapshot = std::make_shared<Snapshot>();
  if (options.keys) {
    snapshot->api_keys = load_api_keys(config->auth, out);
    if (config->redis) snapshot->redis = load_redis(*config->redis, environment, out);
    snapshot->verifier =
        load_issuers(config->auth, snapshot->key_sources, snapshot->key_files, out);
    snapshot->introspection = load_introspection(config->auth, snapshot->verifier, out);
    const auto& issuers = config->auth.issuers;
    const bool proofs = std::any_of(issuers.begin(), issuers.end(), [](const auto& issuer) {
      return issuer.dpop != config::Issuer::Dpop::off;
    });
    if (proofs) snapshot->proofs = std::make_shared<auth::ReplayGuard>();
    if (config->auth.sessions) snapshot->sessions = load_sessions(*config, out);
    if (snapshot->sessions) snapshot->key_sources.push_back(snapshot->sessions->keys);
  } else if (!config->auth.issuers.empty()) {
    snapshot->verifier.emplace(std::vector<auth::IssuerRules>{});
  }
  load_callers(*config, options.keys, *snapshot, out);
  std::tie(snapshot->schema, snapshot->schema_notice) = load_schema(*config, out);
  auto files = plan::load_route_files(config::read_route_files(*config, out), out);
  if (!snapshot->schema) return nullptr;
  for (const auto& [service, place] : config->proto_routes) {
    auto file = plan::parse_proto_form(*snapshot->schema, service, place, out);
    if (file) files.push_back(std::move(*file));
  }
  refuse_lookalikes(*config, files, out);
  for (const auto& file : files) {
    for (const auto& route : file.routes) snapshot->known_routes.insert(route.id.value);
  }

  auto context = compile_context(*config, *snapshot->schema, out);
  add_local_methods(*config, *snapshot->schema, options.extensions, snapshot->local, context, out);
  auto plans = plan::compile(files, context, out);
  refuse_unverifiable(plans, snapshot->verifier.has_value(), *config, out);
  if (!out.empty()) return nullptr;

  route::RouterBuilder router, sockets;
  for (auto& plan : plans) {
    snapshot->uploads = snapshot->uploads || (plan->exposed && plan->exposed->upload);
    (plan->socket ? sockets : router)
        .add(plan->method, plan->path, static_cast<std::uint32_t>(snapshot->routes.size()));
    snapshot->routes.push_back({.plan = std::move(plan)});
  }
  snapshot->router = std::move(router).build();
  snapshot->sockets = std::move(sockets).build();
  if (snapshot->sessions) check_session_names(*snapshot->sessions, files, snapshot->router, out);
  refuse_shadowed_keys(*config, *snapshot, out);
  if (!out.empty()) return nullptr;
  for (const auto& u : config->upstreams) {
    snapshot->upstreams.push_back({.name = u.name,
                                   .endpoints = u.endpoints,
                                   .max_message = u.max_message,
                                   .connect_timeout = u.connect_timeout,
                                   .keepalive = u.keepalive});
  }
  snapshot->config = std::move(*config);
  return snapshot;
}

void attach_counters(Snapshot& snapshot, Metrics& metrics) {
  snapshot.unmatched = metrics.route("-");  // no route can be called so
  for (auto& route : snapshot.routes) {
    route.counters = metrics.route(route.plan->id);
    route.call_counters.clear();
    for (const auto& call : route.plan->calls) {
      route.call_counters.push_back(metrics.call(route.plan->id, call.name));
    }
  }
}

}  // namespace bff::runtime
