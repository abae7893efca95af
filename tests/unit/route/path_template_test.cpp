// SPDX-License-Identifier: Apache-2.0
#include "route/path_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bff::route {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Kind = PathTemplate::Segment::Kind;

PathTemplate parsed(std::string_view text) {
  PathTemplate path;
  TemplateProblem problem;
  EXPECT_TRUE(parse_path_template(text, path, problem)) << text << ": " << problem.message;
  EXPECT_EQ(path.text, text);
  return path;
}

std::vector<std::string> segments_of(std::string_view text) {
  std::vector<std::string> shown;
  for (const auto& segment : parsed(text).segments) {
    shown.push_back(segment.kind == Kind::literal ? segment.text
                    : segment.kind == Kind::one   ? "*"
                                                  : "**");
  }
  return shown;
}

// "name 1-3": of the segments from the second to before the fourth.
std::vector<std::string> variables_of(std::string_view text) {
  std::vector<std::string> shown;
  for (const auto& variable : parsed(text).variables) {
    shown.push_back(variable.name + " " + std::to_string(variable.begin) + "-" +
                    std::to_string(variable.end));
  }
  return shown;
}

// "offset+length message -- remedy".
std::string problem_of(std::string_view text) {
  PathTemplate path;
  TemplateProblem problem;
  if (parse_path_template(text, path, problem)) return "none";
  EXPECT_THAT(path.segments, IsEmpty());
  return std::to_string(problem.offset) + "+" + std::to_string(problem.length) + " " +
         problem.message + (problem.remedy.empty() ? "" : " -- " + problem.remedy);
}

TEST(PathTemplate, IsLiteralsAndVariables) {
  EXPECT_THAT(segments_of("/"), IsEmpty());
  EXPECT_THAT(segments_of("/v1"), ElementsAre("v1"));
  EXPECT_THAT(segments_of("/v1/users/{id}/orders/{order_id}"),
              ElementsAre("v1", "users", "*", "orders", "*"));
  EXPECT_THAT(variables_of("/v1/users/{id}/orders/{order_id}"),
              ElementsAre("id 2-3", "order_id 4-5"));
  EXPECT_THAT(variables_of("/{_a1}"), ElementsAre("_a1 0-1"));
  EXPECT_THAT(segments_of("/a-b_c.d~e/!$&'()+,=@"), ElementsAre("a-b_c.d~e", "!$&'()+,=@"));
  EXPECT_THAT(segments_of("/.well-known/...x"), ElementsAre(".well-known", "...x"));
}

TEST(PathTemplate, HasWildcards) {
  EXPECT_THAT(segments_of("/v1/*/b/**"), ElementsAre("v1", "*", "b", "**"));
  EXPECT_THAT(segments_of("/**/b/*"), ElementsAre("**", "b", "*"));
  EXPECT_THAT(segments_of("/**"), ElementsAre("**"));
  constexpr auto kTwice =
      " the path has '**' twice -- with one of them it is plain which takes what";
  EXPECT_EQ(problem_of("/**/a/**"), std::string{"6+2"} + kTwice);
  EXPECT_EQ(problem_of("/{a=**}/{b=**}"), std::string{"11+2"} + kTwice);
  constexpr auto kNone = " is no wildcard -- '*' takes one segment, '**' any number of them";
  EXPECT_EQ(problem_of("/a/***"), std::string{"3+3 '***'"} + kNone);
  EXPECT_EQ(problem_of("/*a/b"), std::string{"1+2 '*a'"} + kNone);
}

TEST(PathTemplate, GivesAVariableSeveralSegments) {
  constexpr auto kBook = "/v1/{name=shelves/*/books/*}/pages/{page=*}";
  EXPECT_THAT(segments_of(kBook), ElementsAre("v1", "shelves", "*", "books", "*", "pages", "*"));
  EXPECT_THAT(variables_of(kBook), ElementsAre("name 1-5", "page 6-7"));
  EXPECT_THAT(segments_of("/{a=b/**/c}/d"), ElementsAre("b", "**", "c", "d"));
  EXPECT_THAT(variables_of("/{a=b/**/c}/d"), ElementsAre("a 0-3"));
  EXPECT_EQ(problem_of("/{a=b/{c}}"),
            "6+1 a variable in a variable -- give the outer one a literal or '*' there");
  EXPECT_EQ(problem_of("/{a=}/b"), "4+1 the path has an empty segment -- write one before '}'");
  EXPECT_EQ(problem_of("/{a=/b}"), "4+1 the path has an empty segment -- write one before '/'");
  EXPECT_EQ(problem_of("/{a=b//c}"), "5+2 the path has an empty segment -- write one '/'");
  EXPECT_EQ(problem_of("/{a=b/c"), "1+6 '{a=b/c' has no closing '}' -- write '{a=b/c}'");
  EXPECT_EQ(problem_of("/{a=b/"), "1+5 '{a=b/' has no closing '}' -- write '{a=b/}'");
  EXPECT_EQ(problem_of("/{a=../b}"),
            "4+2 '..' is no segment of a canonical path -- write the path that is meant");
}

TEST(PathTemplate, EndsWithAVerb) {
  EXPECT_EQ(parsed("/v1/orders/{id}:cancel").verb, "cancel");
  EXPECT_EQ(parsed("/v1/{name=orders/*}:cancel").verb, "cancel");
  EXPECT_EQ(parsed("/v1:watch").verb, "watch");
  EXPECT_EQ(parsed("/**:v-1.x").verb, "v-1.x");
  EXPECT_EQ(parsed("/v1/orders").verb, "");
  EXPECT_THAT(segments_of("/v1/orders:clear"), ElementsAre("v1", "orders"));
  EXPECT_EQ(problem_of("/v1:"), "3+1 the path ends with ':' -- leave it out");
  EXPECT_EQ(problem_of("/:all"), "1+1 the path has an empty segment -- write one before ':'");
  EXPECT_EQ(problem_of("/v1/:all"), "4+1 the path has an empty segment -- write one before ':'");
  constexpr auto kWithin =
      " a ':' within the path: a verb is its end, and has no ':' itself -- "
      "write it as in '/v1/orders/{id}:cancel'";
  EXPECT_EQ(problem_of("/v1:a/b"), std::string{"3+1"} + kWithin);
  EXPECT_EQ(problem_of("/v1:a:b"), std::string{"3+1"} + kWithin);
  EXPECT_EQ(problem_of("/{a=b:c}"), std::string{"5+1"} + kWithin);
  EXPECT_EQ(problem_of("/{a=*:c}"), std::string{"5+1"} + kWithin);
  EXPECT_EQ(problem_of("/a:{b}"),
            "2+4 ':{b}' is neither a literal nor a variable -- "
            "a variable takes a whole segment: '/{name}/'");
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
  EXPECT_EQ(problem_of("/{a=b/c}d/e"), std::string{"1+8 '{a=b/c}d'"} + kNeither);
  EXPECT_EQ(problem_of("/{id}.json"), std::string{"1+9 '{id}.json'"} + kNeither);
  EXPECT_EQ(problem_of("/id}"), std::string{"1+3 'id}'"} + kNeither);
  EXPECT_EQ(problem_of("/v1/{id/x"), "4+3 '{id' has no closing '}' -- write '{id}'");
}

TEST(PathTemplate, NamesItsVariablesAsFieldsAre) {
  EXPECT_THAT(variables_of("/{book.name}/{a.b.c_1=x/*}"),
              ElementsAre("book.name 0-1", "a.b.c_1 1-3"));
  constexpr auto kBad =
      " is no name of a variable -- letters, digits and '_', not beginning with a digit";
  EXPECT_EQ(problem_of("/{}"), std::string{"2+0 ''"} + kBad);
  EXPECT_EQ(problem_of("/{1st}"), std::string{"2+3 '1st'"} + kBad);
  EXPECT_EQ(problem_of("/{user-id}"), std::string{"2+7 'user-id'"} + kBad);
  EXPECT_EQ(problem_of("/{user.}"), std::string{"2+5 'user.'"} + kBad);
  EXPECT_EQ(problem_of("/{.id}"), std::string{"2+3 '.id'"} + kBad);
  EXPECT_EQ(problem_of("/{a..b=*}"), std::string{"2+4 'a..b'"} + kBad);
  EXPECT_EQ(problem_of("/{a.1}"), std::string{"2+3 'a.1'"} + kBad);
  EXPECT_EQ(problem_of("/{id}/x/{id}"),
            "9+2 the path has the variable 'id' twice -- give each its own name");
}

TEST(PathTemplate, HasBounds) {
  std::string variables, segments;
  for (std::size_t i = 0; i < kMaxVariables; ++i) variables += "/{v" + std::to_string(i) + "}";
  for (std::size_t i = 0; i < kMaxSegments; ++i) segments += "/s";
  EXPECT_EQ(problem_of(variables), "none");
  EXPECT_EQ(problem_of(segments), "none");
  EXPECT_EQ(problem_of("/{x}" + variables), "181+5 the path has more than 32 variables");
  EXPECT_EQ(problem_of(segments + "/s"), "129+1 the path has more than 64 segments");
  EXPECT_EQ(problem_of("/{a=b" + segments + "}"), "132+2 the path has more than 64 segments");
}

}  // namespace
}  // namespace bff::route
