// SPDX-License-Identifier: Apache-2.0
#include "route/path_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bff::route {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string show(const PathTemplate::Segment& segment) {
  return segment.variable ? "{" + segment.text + "}" : segment.text;
}

std::vector<std::string> segments_of(std::string_view text) {
  PathTemplate path;
  TemplateProblem problem;
  EXPECT_TRUE(parse_path_template(text, path, problem)) << problem.message;
  EXPECT_EQ(path.text, text);
  std::vector<std::string> shown;
  for (const auto& segment : path.segments) shown.push_back(show(segment));
  return shown;
}

// "offset+length message -- remedy", with "later: " before what is not yet supported.
std::string problem_of(std::string_view text) {
  PathTemplate path;
  TemplateProblem problem;
  if (parse_path_template(text, path, problem)) return "none";
  EXPECT_THAT(path.segments, IsEmpty());
  return (problem.later ? "later: " : "") + std::to_string(problem.offset) + "+" +
         std::to_string(problem.length) + " " + problem.message +
         (problem.remedy.empty() ? "" : " -- " + problem.remedy);
}

TEST(PathTemplate, IsLiteralsAndVariables) {
  EXPECT_THAT(segments_of("/"), IsEmpty());
  EXPECT_THAT(segments_of("/v1"), ElementsAre("v1"));
  EXPECT_THAT(segments_of("/v1/users/{id}/orders/{order_id}"),
              ElementsAre("v1", "users", "{id}", "orders", "{order_id}"));
  EXPECT_THAT(segments_of("/{_a1}"), ElementsAre("{_a1}"));
  EXPECT_THAT(segments_of("/a-b_c.d~e/!$&'()+,=@"), ElementsAre("a-b_c.d~e", "!$&'()+,=@"));
  EXPECT_THAT(segments_of("/.well-known/...x"), ElementsAre(".well-known", "...x"));
}

TEST(PathTemplate, BeginsWithASlash) {
  EXPECT_EQ(problem_of("v1/home"),
            "0+7 the path 'v1/home' does not begin with '/' -- write '/v1/home'");
  EXPECT_EQ(problem_of(""), "0+0 the path '' does not begin with '/' -- write '/'");
}

TEST(PathTemplate, HasNoEmptySegment) {
  EXPECT_EQ(problem_of("/v1//home"), "3+2 the path has an empty segment -- write one '/'");
  EXPECT_EQ(problem_of("//"), "0+2 the path has an empty segment -- write one '/'");
  EXPECT_EQ(problem_of("/v1/"), "3+1 the path ends with '/' -- leave it out");
}

TEST(PathTemplate, HasNoDotSegment) {
  EXPECT_EQ(problem_of("/v1/../x"),
            "4+2 '..' is no segment of a canonical path -- write the path that is meant");
  EXPECT_EQ(problem_of("/."),
            "1+1 '.' is no segment of a canonical path -- write the path that is meant");
}

TEST(PathTemplate, RefusesWhatACanonicalPathCannotHold) {
  constexpr auto kAllowed = " cannot stand in a path -- letters, digits and -._~!$&'()+,=@ can";
  EXPECT_EQ(problem_of("/a b"), std::string{"2+1 ' '"} + kAllowed);
  EXPECT_EQ(problem_of("/a?b=c"), std::string{"2+1 '?'"} + kAllowed);
  EXPECT_EQ(problem_of("/a#b"), std::string{"2+1 '#'"} + kAllowed);
  EXPECT_EQ(problem_of("/a;b"), std::string{"2+1 ';'"} + kAllowed);
  EXPECT_EQ(problem_of("/a\\b"), std::string{"2+1 '\\'"} + kAllowed);
  EXPECT_EQ(problem_of("/k\xC3\xA4se"), std::string{"2+2 '\xC3\xA4'"} + kAllowed);
  EXPECT_EQ(problem_of("/a%20b"),
            "2+1 '%' in a path: a route's path is written decoded -- "
            "percent-encoded requests match all the same");
}

TEST(PathTemplate, GivesAVariableItsWholeSegment) {
  constexpr auto kNeither =
      " is neither a literal nor a variable -- a variable takes a whole segment: '/{name}/'";
  EXPECT_EQ(problem_of("/a{id}"), std::string{"1+5 'a{id}'"} + kNeither);
  EXPECT_EQ(problem_of("/{id}.json"), std::string{"1+9 '{id}.json'"} + kNeither);
  EXPECT_EQ(problem_of("/id}"), std::string{"1+3 'id}'"} + kNeither);
  EXPECT_EQ(problem_of("/v1/{id/x"), "4+3 '{id' has no closing '}' -- write '{id}'");
}

TEST(PathTemplate, NamesItsVariablesAsTheLanguageDoes) {
  constexpr auto kBad =
      " is no name of a variable -- letters, digits and '_', not beginning with a digit";
  EXPECT_EQ(problem_of("/{}"), std::string{"2+0 ''"} + kBad);
  EXPECT_EQ(problem_of("/{1st}"), std::string{"2+3 '1st'"} + kBad);
  EXPECT_EQ(problem_of("/{user-id}"), std::string{"2+7 'user-id'"} + kBad);
  EXPECT_EQ(problem_of("/{user.id}"), std::string{"2+7 'user.id'"} + kBad);
  EXPECT_EQ(problem_of("/{id}/x/{id}"),
            "9+2 the path has the variable 'id' twice -- give each its own name");
}

TEST(PathTemplate, SaysWhatComesLater) {
  constexpr auto kLater = " in a path is not yet supported -- write literal segments and '{name}'";
  EXPECT_EQ(problem_of("/v1/*"), std::string{"later: 4+1 '*'"} + kLater);
  EXPECT_EQ(problem_of("/v1/**"), std::string{"later: 4+2 '**'"} + kLater);
  EXPECT_EQ(problem_of("/v1/shelves:merge"), std::string{"later: 11+6 ':merge'"} + kLater);
  EXPECT_EQ(problem_of("/v1/{id}:undelete"), std::string{"later: 8+9 ':undelete'"} + kLater);
  EXPECT_EQ(problem_of("/v1/{name=shelves/*}"),
            std::string{"later: 4+13 '{name=shelves'"} + kLater);
  EXPECT_EQ(problem_of("/v1/{name=**}"), std::string{"later: 4+9 '{name=**}'"} + kLater);
}

TEST(PathTemplate, HasBounds) {
  std::string variables, segments;
  for (std::size_t i = 0; i < kMaxVariables; ++i) variables += "/{v" + std::to_string(i) + "}";
  for (std::size_t i = 0; i < kMaxSegments; ++i) segments += "/s";
  EXPECT_EQ(problem_of(variables), "none");
  EXPECT_EQ(problem_of(segments), "none");
  EXPECT_EQ(problem_of("/{x}" + variables), "85+5 the path has more than 16 variables");
  EXPECT_EQ(problem_of(segments + "/s"), "129+1 the path has more than 64 segments");
}

}  // namespace
}  // namespace bff::route
