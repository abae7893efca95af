// SPDX-License-Identifier: Apache-2.0
#include "framing/ndjson.hpp"

#include <gtest/gtest.h>

namespace bff::framing::ndjson {
namespace {

TEST(Ndjson, WritesEachTextOnALineOfItsOwn) {
  std::string out;
  append_line(out, R"({"a":"\n"})");
  append_line(out, "[1,\n 2,\r\n3]");
  append_line(out, "");
  out += "null";
  end_line(out);
  EXPECT_EQ(out, "{\"a\":\"\\n\"}\n[1,  2,  3]\n\nnull\n");
}

}  // namespace
}  // namespace bff::framing::ndjson
