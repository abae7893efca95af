// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_scope.hpp"

#include <algorithm>
#include <array>

#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

constexpr std::array<std::string_view, 3> kRoots{"path", "query", "auth"};
constexpr std::array<std::string_view, 4> kUnsupportedRoots{"header", "cookie", "body", "request"};

bool among(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string line_of(const Place& place) {
  return place.source ? place.source->path() + ":" + std::to_string(place.line) : "";
}

}  // namespace

bool is_unsupported_root(std::string_view name) noexcept { return among(kUnsupportedRoots, name); }
bool is_reserved(std::string_view name) noexcept {
  return among(kRoots, name) || is_unsupported_root(name);
}

RouteContext::RouteContext(const CompileContext& context, RouteModel& model, Diagnostics& problems)
    : world(context), route(model), out(problems) {}

const std::string& RouteContext::key_of(const proto::Field& field) const noexcept {
  return route.file->format.names == proto::JsonFormat::Names::proto ? field.name : field.json_name;
}

const Binding* RouteContext::find(std::string_view name) const {
  for (const Binding* binding : visible_) {
    if (binding != nullptr && binding->name == name) return binding;
  }
  return nullptr;
}

std::vector<std::string_view> RouteContext::names() const {
  std::vector<std::string_view> out_names(kRoots.begin(), kRoots.end());
  for (const Binding* binding : visible_) {
    if (binding != nullptr && !binding->name.empty()) out_names.push_back(binding->name);
  }
  return out_names;
}

void RouteContext::enter(const Binding& binding) {
  const Binding* visible = &binding;
  if (!binding.name.empty()) {
    if (is_reserved(binding.name)) {
      visible = nullptr;  // the parser has refused it
    } else if (const Binding* other = find(binding.name)) {
      out.add(codes::kShadowed, binding.place,
              "'" + binding.name + "' is a name already (" + line_of(other->place) + ")",
              "choose another name; nothing is shadowed");
      visible = nullptr;
    }
  }
  visible_.push_back(visible);
}

void RouteContext::leave() { visible_.pop_back(); }

Binding& RouteContext::make_binding(const LocatedText& name, Type type) {
  return route.bindings.emplace_back(
      Binding{.name = name.value, .place = name.place, .type = std::move(type)});
}

}  // namespace bff::plan
