// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_stream.hpp"

#include "plan/compile_codes.hpp"
#include "plan/compile_values.hpp"

namespace bff::plan {
namespace {

// The first call that streams; a second one is reported.
std::optional<std::size_t> find_stream(RouteContext& context) {
  std::optional<std::size_t> found;
  const auto& calls = context.route.calls;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (!calls[i].streams) continue;
    if (found) {
      context.out.add(codes::kBadStream, calls[i].syntax->name.place,
                      "'" + calls[*found].syntax->name.value + "' and '" +
                          calls[i].syntax->name.value + "' are streams",
                      "a route has one of them");
    }
    found = found.value_or(i);
  }
  return found;
}

// What makes sense of one answer only.
void check_call(RouteContext& context, const CallModel& call) {
  const CallSyntax& syntax = *call.syntax;
  const char* key = syntax.batch      ? "batch"
                    : syntax.for_each ? "for_each"
                    : syntax.index    ? "index"
                    : syntax.group    ? "group"
                    : syntax.when     ? "when"
                    : syntax.retry    ? "retry"
                                      : nullptr;
  if (key != nullptr) {
    context.out.add(codes::kBadStream, syntax.name.place,
                    "'" + syntax.name.value + "' is a stream, and has '" + key + "'",
                    "leave it out: a stream is opened once, after all other calls");
  }
  if (call.on_error.kind != OnError::Kind::fail || !call.on_error_by_code.empty()) {
    context.out.add(codes::kBadStream, syntax.on_error.place,
                    "'" + syntax.name.value + "' is a stream, and has 'on_error'",
                    "leave it out: its failure is the answer's status, or its last event");
  }
  if (call.local != nullptr) {
    context.out.add(codes::kBadStream, syntax.rpc.place,
                    "'" + syntax.rpc.value + "' is a stream, and in-process",
                    "in-process methods have one answer");
  }
}

void refuse_reader(RouteContext& context, const Place& place, const std::string& what) {
  context.out.add(codes::kBadStream, place,
                  what + " reads the stream '" +
                      context.route.calls[*context.route.stream].syntax->name.value + "'",
                  "its messages come when all else is done: only the shape can read them");
}

void check_readers(RouteContext& context) {
  const RouteModel& route = context.route;
  const std::size_t stream = *route.stream;
  for (std::size_t i = 0; i < route.calls.size(); ++i) {
    const CallModel& call = route.calls[i];
    if (i == stream || call.needs.count(stream) == 0) continue;
    refuse_reader(context, call.syntax->name.place, "the call '" + call.syntax->name.value + "'");
  }
  for (std::size_t i = 0; i < route.requirements.size(); ++i) {
    if (route.requirements[i].reads.count(stream) == 0) continue;
    refuse_reader(context, route.syntax->require[i].place, "a requirement");
  }
  if (route.respond.reads.count(stream) != 0) {
    refuse_reader(context, route.syntax->respond->place, "'respond'");
  }
}

}  // namespace

void check_stream(RouteContext& context) {
  RouteModel& route = context.route;
  const auto& syntax = route.syntax->stream;
  if (!syntax) return;
  route.stream = find_stream(context);
  if (!route.stream) {
    if (route.sound && route.names_found) {
      context.out.add(codes::kBadStream, syntax->place, "no call of this route is a stream",
                      "call a method that returns a stream, or leave 'stream' out");
    }
    return;
  }
  check_call(context, route.calls[*route.stream]);
  check_readers(context);
  if (route.shape == nullptr && route.sound) {
    context.out.add(codes::kBadStream, syntax->place, "a stream without a shape",
                    "write the shape of one message");
  }
  if (route.respond.status != 200) {
    context.out.add(codes::kBadStream, route.syntax->respond->status->place,
                    "a stream begins with 200", "leave 'status' out");
  }
  if (!syntax->id) return;
  CallSet reads;
  context.reads = &reads;
  route.stream_id = check_value(context, *syntax->id);
  context.reads = nullptr;
}

void emit_stream(PathEmitter& paths, const RouteModel& route, RoutePlan& plan) {
  if (!route.stream) return;
  StreamPlan& stream = plan.stream.emplace();
  for (const auto form : route.syntax->stream->forms) {
    stream.forms.push_back(form == StreamSyntax::Form::sse ? StreamPlan::Form::sse
                                                           : StreamPlan::Form::ndjson);
  }
  stream.call = paths.calls.at(*route.stream).id;
  if (route.stream_id) stream.id = paths.expression(*route.stream_id, {});
}

}  // namespace bff::plan
