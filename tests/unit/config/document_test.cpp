// SPDX-License-Identifier: Apache-2.0
#include "config/document.hpp"

#include <gtest/gtest.h>

#include "unit/config/findings.hpp"

namespace bff::config {
namespace {

std::string refused_json(const std::string& text) {
  Diagnostics out;
  EXPECT_FALSE(load_json(test::source(text, "a.json"), out));
  return test::findings(out);
}

TEST(JsonDocument, HasTheNodesAndPlacesThatYamlWouldGive) {
  Diagnostics out;
  const auto root = load_document(
      test::source("{\n\t\"a\": [1.5e1, true, null, \"x\\n\\ud83d\\ude00\"],\n  \"b\\u0041\": {}}",
                   "a.json"),
      out);
  ASSERT_TRUE(root) << out.text();
  ASSERT_TRUE(root->is_map());
  const Node& list = *root->find("a");
  ASSERT_EQ(list.items.size(), 4U);
  EXPECT_EQ(list.items[0].kind, Node::Kind::number);
  EXPECT_EQ(list.items[0].scalar, "1.5e1");
  EXPECT_EQ(list.items[1].kind, Node::Kind::boolean);
  EXPECT_EQ(list.items[2].kind, Node::Kind::null);
  EXPECT_EQ(list.items[3].scalar, "x\n\xF0\x9F\x98\x80");
  EXPECT_TRUE(list.items[3].quoted);
  EXPECT_EQ(list.items[3].place.line, 2U);
  EXPECT_EQ(list.items[3].place.column, 27U);
  EXPECT_EQ(list.items[3].place.length, 17U);
  EXPECT_TRUE(root->find("bA")->is_map());
  EXPECT_EQ(root->members[1].key_place.line, 3U);
}

TEST(JsonDocument, IsReadByItsNameOnly) {
  Diagnostics out;
  EXPECT_TRUE(load_document(test::source("a: 1", "a.yaml"), out));
  EXPECT_FALSE(load_document(test::source("a: 1", "a.json"), out));
}

TEST(JsonDocument, RefusesWhatIsNone) {
  EXPECT_EQ(refused_json("{\"a\": 1,}"), "1:9+1 BFF102 no JSON: expected a name in quotes");
  EXPECT_EQ(refused_json("[1, 2"), "1:6+0 BFF102 no JSON: the text ends too early");
  EXPECT_EQ(refused_json("{} x"), "1:4+1 BFF102 no JSON: expected the end of the text");
  EXPECT_EQ(refused_json("{\"a\": 1,\n \"a\": 2}"),
            "2:2+3 BFF104 the key 'a' stands here twice | the first is in line 1");
  EXPECT_EQ(refused_json(std::string(65, '[')), "1:65+1 BFF102 no JSON: this is nested too deeply");
}

}  // namespace
}  // namespace bff::config
