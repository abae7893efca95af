// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>

#include "compiled.hpp"
#include "proto/json_reader.hpp"

namespace bff::proto {

// What the JSON reader made of a text: the bytes of a message, or where and why there are none.
struct Read {
  bool good;
  std::string bytes, parameter, detail;

  std::string what() const { return parameter + ": " + detail; }
};

inline Read read(const Compiled& from, const std::string& message, std::string_view json,
                 ReadOptions options = {}) {
  const std::unique_ptr<char[]> exact(new char[json.size()]);  // a sanitizer sees one byte more
  json.copy(exact.get(), json.size());
  std::pmr::monotonic_buffer_resource arena;
  if (options.any == nullptr) options.any = &from.schema();
  std::string out = "before";
  const auto result =
      append_message(out, {exact.get(), json.size()}, from.table(message), options, arena);
  EXPECT_EQ(out.substr(0, 6), "before");
  if (result) return {true, out.substr(6), "", ""};
  EXPECT_EQ(result.error().code, Errc::invalid_body);
  EXPECT_EQ(out, "before") << "what failed leaves nothing behind";
  return {false, "", result.error().parameter, result.error().detail};
}

}  // namespace bff::proto
