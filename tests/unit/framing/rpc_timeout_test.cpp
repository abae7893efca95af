// SPDX-License-Identifier: Apache-2.0
#include "framing/rpc_timeout.hpp"

#include <gtest/gtest.h>

namespace bff::framing {
namespace {

using namespace std::chrono_literals;

TEST(RpcTimeout, ReadsGrpcs) {  // PROTOCOL-HTTP2.md, "Timeout"
  const std::pair<std::string_view, std::chrono::nanoseconds> rows[] = {
      {"1n", 1ns},
      {"2u", 2us},
      {"3m", 3ms},
      {"4S", 4s},
      {"5M", 5min},
      {"6H", 6h},
      {"0m", 0ns},
      {"00000001S", 1s},
      {"99999999m", 99999999ms},
      {"99999999H", kMostTimeout},
  };
  for (const auto& [text, time] : rows) EXPECT_EQ(parse_grpc_timeout(text), time) << text;
  for (const auto text :
       {"", "S", "1", "1s", "1h", "123456789m", "-1S", "+1S", "1.5S", " 1S", "1S "}) {
    EXPECT_EQ(parse_grpc_timeout(text), std::nullopt) << text;
  }
}

TEST(RpcTimeout, ReadsConnects) {  // "Timeout-Milliseconds"
  EXPECT_EQ(parse_connect_timeout("5000"), 5s);
  EXPECT_EQ(parse_connect_timeout("0"), 0s);
  EXPECT_EQ(parse_connect_timeout("9999999999"), 9999999999ms);
  for (const auto text : {"", "12345678901", "-1", "1ms", "1.0", " 1"}) {
    EXPECT_EQ(parse_connect_timeout(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace bff::framing
