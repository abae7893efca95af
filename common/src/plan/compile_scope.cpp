// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_scope.hpp"

#include <algorithm>
#include <array>

#include "plan/compile_calls.hpp"
#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

constexpr std::array<std::string_view, 6> kRoots{"path",   "query", "header",
                                                 "cookie", "auth",  "request"};
constexpr std::string_view kBody = "body";

std::string line_of(const Place& place) {
  return place.source ? place.source->path() + ":" + std::to_string(place.line) : "";
}

bool same_place(const Place& a, const Place& b) {
  return a.source == b.source && a.line == b.line && a.column == b.column;
}

}  // namespace

bool is_reserved(std::string_view name) noexcept {
  return std::find(kRoots.begin(), kRoots.end(), name) != kRoots.end();
}

RouteContext::RouteContext(const CompileContext& context, const Library& reusable,
                           RouteModel& model, Diagnostics& problems)
    : world(context), library(reusable), route(model), out(problems) {}

const std::string& RouteContext::key_of(const proto::Field& field) const noexcept {
  return route.file->format.names == proto::JsonFormat::Names::proto ? field.name : field.json_name;
}

const Binding* RouteContext::visible(std::string_view name) const {
  for (const auto* names : {&globals_, &locals_}) {
    for (const Binding* binding : *names) {
      if (binding != nullptr && binding->name == name) return binding;
    }
  }
  return nullptr;
}

const Binding* RouteContext::find(std::string_view name) {
  if (const Binding* known = visible(name)) return known;
  const auto call = library.calls.find(name);
  return call == library.calls.end() ? nullptr : &declare_file_call(*this, *call->second);
}

std::vector<std::string_view> RouteContext::names() const {
  std::vector<std::string_view> out_names(kRoots.begin(), kRoots.end());
  for (const auto* names : {&globals_, &locals_}) {
    for (const Binding* binding : *names) {
      if (binding != nullptr && !binding->name.empty()) out_names.push_back(binding->name);
    }
  }
  for (const auto& [name, call] : library.calls) out_names.push_back(name);
  return out_names;
}

// False when the name is taken.
bool RouteContext::may_enter(const Binding& binding) {
  if (binding.name.empty()) return true;
  // The parser has refused these.
  if (is_reserved(binding.name) || (binding.name == kBody && binding.body == nullptr)) return false;
  Place taken;
  if (const Binding* other = visible(binding.name)) {
    taken = other->place;
  } else if (const auto call = library.calls.find(binding.name);
             call != library.calls.end() && !same_place(call->second->name.place, binding.place)) {
    taken = call->second->name.place;
  } else {
    return true;
  }
  out.add(codes::kShadowed, binding.place,
          "'" + binding.name + "' is a name already (" + line_of(taken) + ")",
          "choose another name; nothing is shadowed");
  return false;
}

void RouteContext::declare(const Binding& binding) {
  if (may_enter(binding)) globals_.push_back(&binding);
}

void RouteContext::enter(const Binding& binding) {
  locals_.push_back(may_enter(binding) ? &binding : nullptr);
}

void RouteContext::leave() { locals_.pop_back(); }

Binding& RouteContext::make_binding(const LocatedText& name, Type type) {
  return route.bindings.emplace_back(
      Binding{.name = name.value, .place = name.place, .type = std::move(type)});
}

}  // namespace bff::plan
