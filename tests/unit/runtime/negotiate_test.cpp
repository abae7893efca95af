// SPDX-License-Identifier: Apache-2.0
#include "runtime/negotiate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bff::runtime {
namespace {

constexpr std::string_view kOfferedTypes[] = {"application/json", "application/x-protobuf",
                                              "text/event-stream"};

// "json", "x-protobuf", "event-stream", or "none".
std::string chosen_type(std::optional<std::string_view> accept) {
  const auto index = negotiate(accept, kOfferedTypes);
  return index ? std::string(kOfferedTypes[*index].substr(kOfferedTypes[*index].find('/') + 1))
               : "none";
}

TEST(Negotiate, WithoutAWishTheFirstIsChosen) {
  EXPECT_EQ(chosen_type(std::nullopt), "json");
  EXPECT_EQ(chosen_type(""), "json");
  EXPECT_EQ(chosen_type(" \t"), "json");
  EXPECT_EQ(negotiate("text/html", {}), std::nullopt);
}

TEST(Negotiate, TakesTheHighestWeightAndOfEqualOnesTheFirst) {
  const struct {
    std::string_view accept, chosen;
  } cases[] = {
      {"application/json", "json"},
      {"TEXT/Event-Stream", "event-stream"},
      {"text/event-stream, application/json", "json"},
      {"text/event-stream, application/json;q=0.9", "event-stream"},
      {"application/json;q=0.1, application/x-protobuf;q=0.2", "x-protobuf"},
      {"application/json;q=0.001, text/event-stream;q=0.002", "event-stream"},
      {"application/json ; Q=0.5 , text/event-stream ; q=1.000", "event-stream"},
      {"*/*", "json"},
      {"text/*", "event-stream"},
      {"Text/*;q=0.5, */*;q=0.1", "event-stream"},
      {"application/*", "json"},
      {"text/html", "none"},
      {"application/jsonx, app/*, application", "none"},
      {"application/json;q=0", "none"},
      {",, ,text/event-stream,", "event-stream"},
  };
  for (const auto& one : cases) EXPECT_EQ(chosen_type(one.accept), one.chosen) << one.accept;
}

TEST(Negotiate, TheClosestRangeDecidesWhereverItStands) {
  EXPECT_EQ(chosen_type("*/*, application/json;q=0"), "x-protobuf");
  EXPECT_EQ(chosen_type("application/json;q=0, */*"), "x-protobuf");
  EXPECT_EQ(chosen_type("application/*;q=0, */*;q=0.1"), "event-stream");
  EXPECT_EQ(chosen_type("application/*;q=0.3, application/x-protobuf;q=0.7"), "x-protobuf");
  EXPECT_EQ(chosen_type("text/*;q=0, text/event-stream;q=0.1"), "event-stream");
}

TEST(Negotiate, PassesOverOtherParametersAndWhatCannotBeRead) {
  EXPECT_EQ(chosen_type("text/event-stream;charset=utf-8"), "event-stream");
  EXPECT_EQ(chosen_type("text/event-stream;v=1;q=0.9, application/json;q=0.5"), "event-stream");
  for (const auto* weight : {"", "x", "2", "1.001", "0.1234", "-1", ".5", "0,5", "1x", "0.5x"}) {
    EXPECT_EQ(
        chosen_type("application/json;q=" + std::string(weight) + ", text/event-stream;q=0.1"),
        "event-stream")
        << weight;
  }
}

TEST(MediaType, IsWhatStandsBeforeTheParameters) {
  EXPECT_EQ(media_type("application/json"), "application/json");
  EXPECT_EQ(media_type(" Text/Plain ; charset=utf-8"), "Text/Plain");
  EXPECT_EQ(media_type(";a=b"), "");
  EXPECT_EQ(media_type(""), "");
}

}  // namespace
}  // namespace bff::runtime
