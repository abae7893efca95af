// SPDX-License-Identifier: Apache-2.0
// Values that other gateways lose on their way from a service to a client, or back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <regex>

#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using testing::HasSubstr;

// kinds.proto as the services have it here: with bytes in the places of two messages, so that they
// can say what this proto could not.
std::string raw_kinds() {
  auto text = read_file(BFF_SOURCE_DIR "/tests/types/kinds.proto");
  text = std::regex_replace(text, std::regex{"google.protobuf.Any any = 19"}, "RawAny any = 19");
  text = std::regex_replace(text, std::regex{"Tree tree = 23"}, "bytes tree = 23");
  return text + "message RawAny { string type_url = 1; bytes value = 2; }\n";
}

// The bytes of so many Trees, each the branch of the one before, in base64.
std::string trees(int count) {
  std::string bytes;
  for (int i = 1; i < count; ++i) {
    std::string length;
    auto rest = bytes.size();
    for (; rest >= 0x80; rest >>= 7) length += static_cast<char>((rest & 0x7f) | 0x80);
    bytes = "\x32" + length + static_cast<char>(rest) + bytes;
  }
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(
      reinterpret_cast<unsigned char*>(text.data()),
      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()))));
  return text;
}

// A gateway that hands on what the service said last.
class ServedKinds {
 public:
  ServedKinds() {
    folder_.write("kinds.proto", raw_kinds());
    running_.emplace(of_kinds("  - id: kinds\n    http: GET /v1/kinds\n"
                              "    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds } }\n"
                              "    shape: $kinds\n"),
                     std::vector<std::string>{folder_.path().string()},
                     std::vector<std::string>{"kinds.proto"},
                     DynamicServer::Methods{{"kinds.v1.KindsService/GetKinds",
                                             [this](const Json&) { return answer_; }}});
  }
  // The client's answer when the service says so.
  httplib::Response when(Json answer) {
    answer_ = std::move(answer);
    return running_->get("/v1/kinds");
  }
  void expect(const Json& answer, const std::string& key, const nlohmann::ordered_json& value) {
    const auto response = when(answer);
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(json_of(response)[key], value) << answer;
  }

 private:
  TempFolder folder_;
  Json answer_;
  std::optional<RunningGateway> running_;
};

TEST(Acceptance, ValuesAtTheirExtremesAreRightOrAClearErrorAndNeverAnEmpty200) {
  ServedKinds kinds;
  kinds.expect({{"big", "-9223372036854775808"}}, "big", "-9223372036854775808");
  kinds.expect({{"big", "9223372036854775807"}}, "big", "9223372036854775807");
  kinds.expect({{"big_unsigned", "18446744073709551615"}}, "bigUnsigned", "18446744073709551615");
  kinds.expect({{"wide", "NaN"}}, "wide", "NaN");
  kinds.expect({{"wide", "Infinity"}}, "wide", "Infinity");
  kinds.expect({{"narrow", "-Infinity"}}, "narrow", "-Infinity");
  kinds.expect({{"wide", 1.7976931348623157e308}}, "wide", 1.7976931348623157e308);
  kinds.expect({{"wide", 5e-324}}, "wide", 5e-324);
  kinds.expect({{"moment", "0001-01-01T00:00:00Z"}}, "moment", "0001-01-01T00:00:00Z");
  kinds.expect({{"moment", "9999-12-31T23:59:59.999999999Z"}}, "moment",
               "9999-12-31T23:59:59.999999999Z");
  kinds.expect({{"span", "-315576000000s"}}, "span", "-315576000000s");
  kinds.expect({{"mask", "displayName,a.b"}}, "mask", "displayName,a.b");
  kinds.expect({{"boxed_big", "-9223372036854775808"}}, "boxedBig", "-9223372036854775808");
  kinds.expect({{"boxed_text", ""}}, "boxedText", "");
  kinds.expect({{"object", {{"a", {{"b", {nullptr, 1.5, "c"}}}}}}}, "object",
               {{"a", {{"b", {nullptr, 1.5, "c"}}}}});
  kinds.expect({{"value", nullptr}}, "value", nullptr);
  kinds.expect({{"list", {1, {2}}}}, "list", {1, {2}});
  kinds.expect({{"nothing", Json::object()}}, "nothing", nlohmann::ordered_json::object());
  kinds.expect({{"any", {{"type_url", "type.googleapis.com/kinds.v1.Leaf"}, {"value", "CgF4"}}}},
               "any", {{"@type", "type.googleapis.com/kinds.v1.Leaf"}, {"name", "x"}});

  const auto unknown = kinds.when(
      {{"any", {{"type_url", "type.googleapis.com/other.v1.Thing"}, {"value", "CAE="}}}});
  EXPECT_EQ(unknown.status, 502);
  EXPECT_EQ(json_of(unknown)["type"], "urn:bff:upstream-invalid") << unknown.body;
}

// protobuf's own libraries read as deep as that.
TEST(Acceptance, MessagesAHundredDeepAreRightAndDeeperOnesAreAClearError) {
  ServedKinds kinds;
  const auto hundred = kinds.when({{"tree", trees(100)}});
  ASSERT_EQ(hundred.status, 200) << hundred.body;
  int depth = 0;
  const auto answer = json_of(hundred);
  for (const auto* tree = &answer["tree"]; !tree->is_null(); ++depth) {
    static const nlohmann::ordered_json kNone;
    tree = (*tree)["branches"].empty() ? &kNone : &(*tree)["branches"][0];
  }
  EXPECT_EQ(depth, 100);
  for (const int deeper : {101, 5000}) {
    const auto refused = kinds.when({{"tree", trees(deeper)}});
    EXPECT_EQ(refused.status, 502) << deeper;
    EXPECT_EQ(json_of(refused)["type"], "urn:bff:upstream-invalid") << refused.body;
  }
}

}  // namespace
}  // namespace bff::test
