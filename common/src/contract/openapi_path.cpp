// SPDX-License-Identifier: Apache-2.0
#include "contract/openapi_path.hpp"

#include <algorithm>
#include <string_view>

namespace bff::contract {
namespace {

class PathWriter {
 public:
  explicit PathWriter(const Route& route) : route_(route) {}

  OpenApiPath write() {
    const std::string_view path = route_.path;
    for (std::size_t at = 0; at < path.size();) {
      const auto open = path.find_first_of("{*", at);
      out_.text += path.substr(at, open - at);
      if (open == path.npos) break;
      if (path[open] == '*') {
        at = path.find_first_not_of('*', open);
        add(name_here(), nullptr);
        if (at == path.npos) break;
        continue;
      }
      const auto close = path.find('}', open);
      if (close == path.npos) break;
      variable(path.substr(open + 1, close - open - 1));
      at = close + 1;
    }
    return std::move(out_);
  }

 private:
  void variable(std::string_view text) {
    const auto equals = text.find('=');
    const std::string name(text.substr(0, equals));
    const auto known = std::ranges::find_if(route_.parameters, [&](const Parameter& parameter) {
      return parameter.in == Parameter::In::path && parameter.name == name;
    });
    const Parameter* declared = known != route_.parameters.end() ? &*known : nullptr;
    std::string_view pattern = equals == text.npos ? "*" : text.substr(equals + 1);
    if (pattern == "*" || pattern == "**") return add(name, declared);
    for (;;) {
      const auto star = pattern.find('*');
      out_.text += pattern.substr(0, star);
      if (star == pattern.npos) break;
      add(name_here(), nullptr);
      const auto rest = pattern.find_first_not_of('*', star);
      if (rest == pattern.npos) break;
      pattern.remove_prefix(rest);
    }
  }

  // What stands before this place, "shelves" of /v1/shelves/, so that paths of one form have the
  // same names whatever their variables are called.
  std::string name_here() const {
    const auto end = out_.text.find_last_not_of('/');
    const auto begin = end == out_.text.npos ? out_.text.npos : out_.text.rfind('/', end);
    std::string name = end == out_.text.npos ? "" : out_.text.substr(begin + 1, end - begin);
    std::erase_if(name, [](char c) { return c == '{' || c == '}'; });
    if (name.empty()) name = "segment";
    std::string unique = name;
    for (int i = 2; std::ranges::count(out_.parameters, unique, &Parameter::name) != 0; ++i) {
      unique = name + std::to_string(i);
    }
    return unique;
  }

  void add(const std::string& name, const Parameter* declared) {
    out_.text += "{" + name + "}";
    Parameter parameter;
    if (declared != nullptr) parameter = *declared;
    parameter.in = Parameter::In::path;
    parameter.name = name;
    parameter.required = true;
    if (declared == nullptr) parameter.type = {.kind = Type::Kind::text};
    out_.parameters.push_back(std::move(parameter));
  }

  const Route& route_;
  OpenApiPath out_;
};

}  // namespace

OpenApiPath openapi_path(const Route& route) { return PathWriter(route).write(); }

}  // namespace bff::contract
