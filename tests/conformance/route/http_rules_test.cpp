// SPDX-License-Identifier: Apache-2.0
// All google.api.http rules of the Google APIs in one router.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "route/router.hpp"
#include "support/reference_router.hpp"

namespace bff::route {
namespace {

using Kind = PathTemplate::Segment::Kind;

struct Rule {
  std::string method;
  PathTemplate path;
};

class HttpRules : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = BFF_CONFORMANCE_DATA;
    if (folder.empty()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
    std::ifstream file(folder + "/googleapis-http-rules.jsonl");
    RouterBuilder builder;
    for (std::string line; std::getline(file, line); ++count_) {
      const auto row = nlohmann::json::parse(line);
      Rule rule{row.at("verb").get<std::string>(), {}};
      std::ranges::transform(rule.method, rule.method.begin(),
                             [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      TemplateProblem problem;
      const auto text = row.at("path").get<std::string>();
      ASSERT_TRUE(parse_path_template(text, rule.path, problem)) << text << problem.message;
      texts_.insert(text);
      const auto number = static_cast<std::uint32_t>(rules_.size());
      if (const auto known = builder.add(rule.method, rule.path, number)) {
        EXPECT_TRUE(test::equivalent(rules_[*known].path, rule.path));
        ++(rules_[*known].path.text == text ? repeated_ : reworded_);
      } else {
        rules_.push_back(std::move(rule));
      }
    }
    router_ = std::move(builder).build();
  }

  std::size_t count_ = 0;
  std::size_t repeated_ = 0, reworded_ = 0;  // refused: there is the same, or an equivalent one
  std::set<std::string> texts_;
  std::vector<Rule> rules_;
  Router router_;
};

TEST_F(HttpRules, LoadIntoOneRouter) {
  EXPECT_EQ(count_, 13'287U);
  EXPECT_EQ(texts_.size(), 10'002U);
  EXPECT_EQ(rules_.size(), 12'839U);
  EXPECT_EQ(repeated_, 425U);
  EXPECT_EQ(reworded_, 23U);
}

// `*` takes a word that no template has, `**` two of them.
std::string path_of(const PathTemplate& made) {
  std::string path;
  for (const auto& segment : made.segments) {
    path += segment.kind == Kind::literal ? "/" + segment.text
            : segment.kind == Kind::one   ? "/~w"
                                          : "/~w/~w";
  }
  return made.verb.empty() ? path : path + ":" + made.verb;
}

TEST_F(HttpRules, AreFoundByAPathOfTheirs) {
  std::vector<std::string> others;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const auto& [method, made] = rules_[i];
    const std::string path = path_of(made);
    std::string allow;
    const auto match = router_.match(method, path, allow);
    ASSERT_TRUE(match) << method << " " << made.text;
    const PathTemplate& found = rules_[match->route].path;
    EXPECT_EQ(match->variables, test::values_in(found, path)) << made.text << " " << found.text;
    if (match->route == i) continue;
    others.push_back(made.text);
    EXPECT_EQ(rules_[match->route].method, method);
    EXPECT_TRUE(test::wins(found, made)) << made.text << " lost to " << found.text;
  }
  // Firestore's GetDocument: ListDocuments takes such paths, `{parent=…/**}/{collection_id}`.
  EXPECT_THAT(others, testing::UnorderedElementsAre(
                          "/v1/{name=projects/*/databases/*/documents/*/**}",
                          "/v1beta1/{name=projects/*/databases/*/documents/*/**}"));
}

}  // namespace
}  // namespace bff::route
