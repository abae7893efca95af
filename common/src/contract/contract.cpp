// SPDX-License-Identifier: Apache-2.0
#include "contract/contract.hpp"

#include <algorithm>

namespace bff::contract {

const Named* find(const Contract& contract, std::string_view name) noexcept {
  const auto it = std::find_if(contract.types.begin(), contract.types.end(),
                               [&](const Named& named) { return named.name == name; });
  return it == contract.types.end() ? nullptr : &*it;
}

Type resolved(const Contract& contract, const Type& type) {
  Type out = type;
  // A name that only leads back to itself ends here too.
  for (std::size_t i = 0; i <= contract.types.size(); ++i) {
    if (out.kind != Type::Kind::reference) return out;
    const Named* named = find(contract, out.name);
    if (named == nullptr) return out;
    const bool nullable = out.nullable || named->type.nullable;
    out = named->type;
    out.nullable = nullable;
  }
  return out;
}

std::vector<std::string> variables_of(std::string_view path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != path.npos; open = path.find('{', open)) {
    const auto close = path.find('}', open);
    if (close == path.npos) break;
    const std::string_view variable = path.substr(open + 1, close - open - 1);
    names.emplace_back(variable.substr(0, variable.find('=')));
    open = close;
  }
  return names;
}

std::string_view name_of(Parameter::In in) noexcept {
  switch (in) {
    case Parameter::In::path:
      return "path";
    case Parameter::In::query:
      return "query";
    case Parameter::In::header:
      return "header";
    case Parameter::In::cookie:
      break;
  }
  return "cookie";
}

std::string_view name_of(Auth::Mode mode) noexcept {
  switch (mode) {
    case Auth::Mode::open:
      return "public";
    case Auth::Mode::optional:
      return "optional";
    case Auth::Mode::required:
      break;
  }
  return "required";
}

}  // namespace bff::contract
