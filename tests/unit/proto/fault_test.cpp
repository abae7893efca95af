// SPDX-License-Identifier: Apache-2.0
#include "proto/fault.hpp"

#include <gtest/gtest.h>

#include "compiled.hpp"

namespace bff::proto {
namespace {

const Compiled& numbered_orders() {
  static const Compiled compiled(
      "syntax = 'proto3'; package shop; message Order { int64 id = 3; }");
  return compiled;
}

TEST(Faults, NameMessageAndFieldToTheLogAndNothingToTheClient) {
  const Error error = to_error({Fault::truncated, &numbered_orders().table("shop.Order"), 3, {}});
  EXPECT_EQ(error.code, Errc::upstream_invalid);
  EXPECT_EQ(error.detail, "");
  EXPECT_EQ(error.internal, "shop.Order.id: the bytes end within a value");
}

TEST(Faults, NameTheNumberOfAnUnknownField) {
  const Error error = to_error({Fault::bad_group, &numbered_orders().table("shop.Order"), 9, {}});
  EXPECT_EQ(error.internal, "shop.Order field 9: the begin and end of a group do not match");
}

TEST(Faults, CutALongValueThatTheyQuote) {
  const std::string url(10'000, 'x');
  const Error error = to_error({Fault::any_url, nullptr, 0, url});
  EXPECT_EQ(error.internal,
            "the type URL of the Any has no slash ('" + std::string(200, 'x') + "...')");
}

}  // namespace
}  // namespace bff::proto
