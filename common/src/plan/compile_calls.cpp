// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_calls.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <algorithm>
#include <array>

#include "plan/compile_codes.hpp"
#include "plan/compile_table.hpp"

namespace bff::plan {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// google.rpc.Code by number; the parser lets no other pass.
constexpr std::array<std::string_view, 17> kCodes{
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

const ServiceDescriptor* find_service(RouteContext& context, const LocatedText& rpc,
                                      const std::string& name) {
  const ServiceDescriptor* service = context.schema().pool().FindServiceByName(name);
  if (service != nullptr) return service;
  std::vector<std::string_view> names;
  for (const auto* file : context.schema().files()) {
    for (int i = 0; i < file->service_count(); ++i) {
      names.push_back(file->service(i)->full_name());
    }
  }
  const std::string near = did_you_mean(name, names);
  context.out.add(codes::kNoSuchMethod, rpc.place, "there is no service '" + name + "'",
                  near.empty() ? "the protos of gateway.yaml must have it" : near);
  return nullptr;
}

const MethodDescriptor* find_method(RouteContext& context, const LocatedText& rpc) {
  const std::size_t slash = rpc.value.find('/');
  if (slash == std::string::npos) return nullptr;  // the parser has refused it
  const std::string service_name = rpc.value.substr(0, slash);
  const std::string method_name = rpc.value.substr(slash + 1);
  const ServiceDescriptor* service = find_service(context, rpc, service_name);
  if (service == nullptr) return nullptr;
  const MethodDescriptor* method = service->FindMethodByName(method_name);
  if (method == nullptr) {
    std::vector<std::string_view> names;
    for (int i = 0; i < service->method_count(); ++i) names.push_back(service->method(i)->name());
    context.out.add(codes::kNoSuchMethod, rpc.place,
                    service_name + " has no method '" + method_name + "'",
                    did_you_mean(method_name, names));
  } else if (method->client_streaming() || method->server_streaming()) {
    context.out.add(codes::kStream, rpc.place, "'" + rpc.value + "' is a stream",
                    "calls are unary; streams are not yet supported");
    return nullptr;
  }
  return method;
}

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

bool may_write(const RouteContext& context, const CallModel& call, const MethodDescriptor& method) {
  return context.route.syntax->method.value != "GET" && !call.is_table &&
         method.options().idempotency_level() != google::protobuf::MethodOptions::NO_SIDE_EFFECTS &&
         !annotated_get(method);
}

void compile_retry(RouteContext& context, const RetrySyntax& syntax, CallModel& call) {
  call.retry.attempts = syntax.attempts.value;
  for (const LocatedText& code : syntax.codes) {
    const auto at = std::find(kCodes.begin(), kCodes.end(), code.value);
    if (at != kCodes.end()) call.retry.codes |= 1U << (at - kCodes.begin());
  }
  if (call.writes && call.retry.attempts > 1) {
    context.out.add(codes::kRetriedWrite, syntax.place,
                    "'" + call.syntax->name.value + "' may write, and a write is never retried",
                    "drop the retry");
  }
}

void compile_on_error(RouteContext& context, const FailureSyntax& syntax, CallModel& call) {
  switch (syntax.kind) {
    case FailureSyntax::Kind::fail:
      break;
    case FailureSyntax::Kind::as_null:
      call.on_error.kind = OnError::Kind::as_null;
      break;
    case FailureSyntax::Kind::use_default: {
      call.on_error.kind = OnError::Kind::use_default;
      const proto::MessageTable* type =
          call.is_table ? (call.table ? call.table->rows->message : nullptr) : call.response_type;
      if (type != nullptr) {
        encode_message(syntax.value, *type, context.schema(), context.out, call.on_error.bytes);
      }
      break;
    }
    case FailureSyntax::Kind::problem:
      break;  // the parser lets none pass
  }
}

CallModel compile_call(RouteContext& context, const CallSyntax& syntax) {
  CallModel call;
  call.syntax = &syntax;
  call.is_table = syntax.batch.has_value();
  const MethodDescriptor* method = find_method(context, syntax.rpc);
  if (method != nullptr) {
    call.method = "/" + syntax.rpc.value;
    call.request_type = &context.schema().table(*method->input_type());
    call.response_type = &context.schema().table(*method->output_type());
    call.writes = may_write(context, call, *method);
    const auto upstream = context.world.upstreams.find(method->service()->full_name());
    if (upstream != context.world.upstreams.end()) {
      call.upstream = upstream->second;
    } else {
      context.out.add(codes::kNoUpstream, syntax.rpc.place,
                      "no upstream serves " + method->service()->full_name(),
                      "name it under `services` of an upstream in gateway.yaml");
    }
    if (syntax.batch) call.table = compile_table(context, syntax, call);
  }
  if (syntax.retry) compile_retry(context, *syntax.retry, call);
  compile_on_error(context, syntax.on_error.otherwise, call);
  return call;
}

}  // namespace

void declare_calls(RouteContext& context) {
  for (const CallSyntax& syntax : context.route.syntax->calls) {
    const std::size_t index = context.route.calls.size();
    context.route.calls.push_back(compile_call(context, syntax));
    CallModel& call = context.route.calls.back();
    Type type = call.response_type != nullptr ? message_type(*call.response_type) : Type{};
    if (call.may_be_missing()) type.missing = {index};
    Binding& binding = context.make_binding(syntax.name, std::move(type));
    binding.call = index;
    binding.origins = {index};
    call.binding = &binding;
    context.enter(binding);
  }
}

}  // namespace bff::plan
