// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_method.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <string_view>
#include <vector>

#include "plan/compile_codes.hpp"

namespace bff::plan {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

namespace {

// `option (google.api.http) = { get: … }`, read without its generated code: extension 72295728 of
// MethodOptions, whose field 2 is `get` (google/api/annotations.proto, http.proto).
bool annotated_get(const MethodDescriptor& method) {
  constexpr int kHttp = 72295728, kGet = 2;
  const auto& unknown = method.options().unknown_fields();
  for (int i = 0; i < unknown.field_count(); ++i) {
    const auto& field = unknown.field(i);
    google::protobuf::UnknownFieldSet rule;
    if (field.number() != kHttp ||
        field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED ||
        !rule.ParseFromString(field.length_delimited())) {
      continue;
    }
    for (int j = 0; j < rule.field_count(); ++j) {
      if (rule.field(j).number() == kGet) return true;
    }
  }
  return false;
}

}  // namespace

const ServiceDescriptor* find_service(const proto::Schema& schema, const std::string& name,
                                      const Place& place, Diagnostics& out) {
  const ServiceDescriptor* service = schema.pool().FindServiceByName(name);
  if (service != nullptr) return service;
  std::vector<std::string_view> names;
  for (const auto* file : schema.files()) {
    for (int i = 0; i < file->service_count(); ++i) {
      names.push_back(file->service(i)->full_name());
    }
  }
  const std::string near = did_you_mean(name, names);
  out.add(codes::kNoSuchMethod, place, "there is no service '" + name + "'",
          near.empty() ? "the protos of gateway.yaml must have it" : near);
  return nullptr;
}

const MethodDescriptor* find_method(const ServiceDescriptor& service, const std::string& name,
                                    const Place& place, Diagnostics& out) {
  const MethodDescriptor* method = service.FindMethodByName(name);
  if (method != nullptr) return method;
  std::vector<std::string_view> names;
  for (int i = 0; i < service.method_count(); ++i) names.push_back(service.method(i)->name());
  out.add(codes::kNoSuchMethod, place, service.full_name() + " has no method '" + name + "'",
          did_you_mean(name, names));
  return nullptr;
}

CallTarget find_target(const MethodDescriptor& method, const CompileContext& context,
                       const Place& place, Diagnostics& out) {
  const std::string& service = method.service()->full_name();
  if (const auto local = context.local.find(service + "/" + method.name());
      local != context.local.end()) {
    return {.local = local->second};
  }
  const auto upstream = context.upstreams.find(service);
  if (upstream != context.upstreams.end()) return {.upstream = upstream->second};
  out.add(codes::kNoUpstream, place, "no upstream serves " + service,
          "name it in gateway.yaml, under `services` of an upstream or `in_process`");
  return {};
}

bool is_read(const MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS ||
         annotated_get(method);
}

}  // namespace bff::plan
