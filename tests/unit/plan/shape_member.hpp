// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

#include "plan/route_file.hpp"

namespace bff::plan {

// What a shape that is an object has at a key.
inline const ShapeSyntax& member(const ShapeSyntax& shape, std::string_view key) {
  for (const auto& one : shape.members) {
    if (one.key.value == key) return *one.value;
  }
  throw std::runtime_error("no key " + std::string{key});
}

}  // namespace bff::plan
