// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_calls.hpp"

#include <algorithm>
#include <array>

#include "plan/compile_codes.hpp"
#include "plan/compile_method.hpp"
#include "plan/compile_table.hpp"
#include "proto/wire.hpp"

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

const MethodDescriptor* find_callable(RouteContext& context, const LocatedText& rpc) {
  const std::size_t slash = rpc.value.find('/');
  if (slash == std::string::npos) return nullptr;  // the parser has refused it
  const std::string name = rpc.value.substr(0, slash);
  const ServiceDescriptor* service = find_service(context.schema(), name, rpc.place, context.out);
  if (service == nullptr) return nullptr;
  const MethodDescriptor* method =
      find_method(*service, rpc.value.substr(slash + 1), rpc.place, context.out);
  if (method == nullptr) return nullptr;
  if (method->client_streaming()) {
    context.out.add(codes::kStream, rpc.place, "'" + rpc.value + "' takes a stream",
                    "a call sends one message; 'expose' serves such a method by itself");
    return nullptr;
  }
  if (method->server_streaming() && !context.route.syntax->stream) {
    context.out.add(codes::kStream, rpc.place, "'" + rpc.value + "' is a stream",
                    "write 'stream: sse' or 'stream: ndjson' in the route");
    return nullptr;
  }
  return method;
}

// In routes other than GET a call writes unless it cannot or says that it does not.
bool may_write(const RouteContext& context, const CallModel& call, const MethodDescriptor& method) {
  if (call.is_table || call.local) return false;
  if (call.syntax->reads) return !call.syntax->reads->value;
  return context.route.syntax->method.value != "GET" && !is_read(method);
}

void compile_retry(RouteContext& context, const RetrySyntax& syntax, CallModel& call) {
  call.retry.attempts = syntax.attempts.value;
  for (const LocatedText& code : syntax.codes) call.retry.codes |= 1U << *code_named(code.value);
  const bool idempotent = call.syntax->idempotent && call.syntax->idempotent->value;
  if (call.writes && call.retry.attempts > 1 && !idempotent) {
    context.out.add(codes::kRetriedWrite, syntax.place,
                    "'" + call.syntax->name.value + "' may write, and a write is never retried",
                    "drop the retry, or say idempotent: true if doing it twice is doing it once");
  }
}

OnError compile_failure(RouteContext& context, const FailureSyntax& syntax, const CallModel& call) {
  OnError action;
  switch (syntax.kind) {
    case FailureSyntax::Kind::fail:
      break;
    case FailureSyntax::Kind::as_null:
      action.kind = OnError::Kind::as_null;
      break;
    case FailureSyntax::Kind::problem:
      action.kind = OnError::Kind::problem;
      action.status = syntax.status;
      action.title = syntax.title;
      break;
    case FailureSyntax::Kind::use_default: {
      action.kind = OnError::Kind::use_default;
      const proto::MessageTable* type = call.response_type;
      if (call.syntax->batch) {  // of the row; a table that is none has been reported
        const bool rows = call.table && call.table->value_type.message != nullptr &&
                          call.table->join != Table::Join::entry;
        type = rows ? call.table->value_type.message : nullptr;
        if (call.table && !rows) {
          context.out.add(codes::kBadTable, syntax.place,
                          "a map's values have no default of their own",
                          "write as_null, and ?? where the value is read");
        }
      }
      if (type != nullptr) {
        encode_message(syntax.value, *type, context.schema(), context.out, action.bytes);
      }
      break;
    }
  }
  return action;
}

void compile_on_error(RouteContext& context, CallModel& call) {
  call.on_error = compile_failure(context, call.syntax->on_error.otherwise, call);
  for (const auto& [code, failure] : call.syntax->on_error.by_code) {
    call.on_error_by_code.emplace_back(static_cast<std::uint8_t>(*code_named(code.value)),
                                       compile_failure(context, failure, call));
  }
}

// Exactly one field of the request can take the mask.
void find_read_mask(RouteContext& context, CallModel& call) {
  const Place& place = *call.syntax->read_mask;
  for (const proto::Field& field : call.request_type->fields) {
    if (field.repeated || field.message == nullptr ||
        field.message->well_known != proto::WellKnown::field_mask) {
      continue;
    }
    if (call.read_mask != nullptr) {
      context.out.add(codes::kBadReadMask, place,
                      call.request_type->full_name + " has two masks, '" + call.read_mask->name +
                          "' and '" + field.name + "'",
                      "write the one that is meant in `with`");
      return;
    }
    call.read_mask = &field;
  }
  if (call.read_mask == nullptr) {
    context.out.add(codes::kBadReadMask, place,
                    call.request_type->full_name + " has no google.protobuf.FieldMask to fill",
                    "leave read_mask out");
  }
}

CallModel compile_call(RouteContext& context, const CallSyntax& syntax) {
  CallModel call;
  call.syntax = &syntax;
  call.is_table = syntax.batch.has_value() || (syntax.for_each && !syntax.for_each->list);
  const MethodDescriptor* method = find_callable(context, syntax.rpc);
  if (method != nullptr) {
    call.method = "/" + syntax.rpc.value;
    call.request_type = &context.schema().table(*method->input_type());
    call.response_type = &context.schema().table(*method->output_type());
    const CallTarget target = find_target(*method, context.world, syntax.rpc.place, context.out);
    call.upstream = target.upstream;
    call.local = target.local;
    call.writes = may_write(context, call, *method);
    call.streams = method->server_streaming();
    if (call.is_table || syntax.index || syntax.group) {
      call.table = compile_table(context, syntax, call);
    }
    if (syntax.read_mask) find_read_mask(context, call);
  }
  if (syntax.retry) compile_retry(context, *syntax.retry, call);
  compile_on_error(context, call);
  return call;
}

// A list of responses, which no proto has a field for.
const proto::Field* list_of(RouteContext& context, const CallModel& call) {
  auto field = std::make_shared<proto::Field>();
  field->name = call.syntax->name.value;
  field->type = proto::FieldType::message;
  field->wire_type = static_cast<std::uint8_t>(proto::wire::type_of(field->type));
  field->repeated = true;
  field->message = call.response_type;
  return context.route.fields.emplace_back(std::move(field)).get();
}

const Binding& declare_call(RouteContext& context, const CallSyntax& syntax, bool of_file) {
  const std::size_t index = context.route.calls.size();
  context.route.calls.push_back(compile_call(context, syntax));
  CallModel& call = context.route.calls.back();
  call.of_file = of_file;
  Type type;
  if (call.response_type != nullptr) {
    type = message_type(*call.response_type);
    if (syntax.for_each && syntax.for_each->list) {
      type.list = true;
      type.field = list_of(context, call);
    }
  }
  if (call.may_be_missing()) type.missing = {index};
  Binding& binding = context.make_binding(syntax.name, std::move(type));
  binding.call = index;
  binding.origins = {index};
  call.binding = &binding;
  context.declare(binding);
  return binding;
}

}  // namespace

std::optional<int> code_named(std::string_view name) {
  const auto at = std::find(kCodes.begin(), kCodes.end(), name);
  if (at == kCodes.end()) return std::nullopt;
  return static_cast<int>(at - kCodes.begin());
}

std::string_view code_name(int code) { return kCodes.at(static_cast<std::size_t>(code)); }

void declare_calls(RouteContext& context) {
  for (const CallSyntax& syntax : context.route.syntax->calls) {
    declare_call(context, syntax, false);
  }
}

const Binding& declare_file_call(RouteContext& context, const CallSyntax& syntax) {
  return declare_call(context, syntax, true);
}

}  // namespace bff::plan
