// SPDX-License-Identifier: Apache-2.0
#include "bff/extensions.hpp"

#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

namespace bff {
namespace {

using google::protobuf::Int64Value;
using google::protobuf::StringValue;

Result<StringValue> as_text(const Int64Value& number) {
  if (number.value() < 0) return Error{.code = Errc::invalid_argument, .detail = "negative"};
  StringValue text;
  text.set_value(std::to_string(number.value()));
  return text;
}

std::string bytes_of(std::int64_t number) {
  Int64Value value;
  value.set_value(number);
  return value.SerializeAsString();
}

TEST(Extensions, KnowTheTypesOfTheirMethods) {
  const auto extensions = Extensions{}.method("t.Local/AsText", as_text);
  ASSERT_EQ(extensions.methods().size(), 1u);
  EXPECT_EQ(extensions.methods()[0].name, "t.Local/AsText");
  EXPECT_EQ(extensions.methods()[0].request, "google.protobuf.Int64Value");
  EXPECT_EQ(extensions.methods()[0].response, "google.protobuf.StringValue");
}

TEST(Extensions, AreCalledByProtobuf) {
  const auto extensions = Extensions{}.method("t.Local/AsText", as_text);
  const auto response = extensions.methods()[0].call(bytes_of(42));
  ASSERT_TRUE(response);
  StringValue text;
  ASSERT_TRUE(text.ParseFromString(*response));
  EXPECT_EQ(text.value(), "42");
}

TEST(Extensions, HandOnTheirErrors) {
  const auto extensions = Extensions{}.method(
      "t.Local/AsText", [](const Int64Value& number) { return as_text(number); });
  EXPECT_EQ(extensions.methods()[0].call(bytes_of(-1)).error().detail, "negative");
  EXPECT_EQ(extensions.methods()[0].call("\xff").error().code, Errc::internal);
}

}  // namespace
}  // namespace bff
