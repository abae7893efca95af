// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "config/yaml.hpp"
#include "unit/config/findings.hpp"

namespace bff::config::test {

// What is found in a text that is no YAML as this project reads it.
inline std::string refused_yaml(std::string text) {
  Diagnostics out;
  EXPECT_FALSE(load_yaml(source(std::move(text)), out));
  return findings(out);
}

}  // namespace bff::config::test
