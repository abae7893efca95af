// SPDX-License-Identifier: Apache-2.0
#include "conformance/route/deviations.hpp"

namespace bff::route {
namespace {

constexpr auto kTwoReadings = "a proxy in front may decode it or not: 400 before any template";
constexpr auto kWrittenDecoded = "a template is written decoded; requests match in any spelling";
constexpr auto kOneColon = "a ':' begins the verb, once, at the end";

// What stands for a control, a slash, a backslash, or a whole dot segment.
std::vector<std::string> ambiguous_escapes() {
  std::vector<std::string> paths{"/%2e", "/%2E", "/%2f", "/%2F", "/%5c", "/%5C"};
  for (const char high : {'0', '1'}) {
    for (const char low : std::string{"0123456789abcdefABCDEF"}) {
      paths.push_back(std::string{"/%"} + high + low);
    }
  }
  return paths;
}

}  // namespace

const std::vector<Deviation>& deviations() {
  static const std::vector<Deviation> all = {
      {"PathMatcherTest.WildCardMatchesRoot", {"/a/"}, "a slash at the end is another path"},
      {"PathMatcherTest.WildCardMatchesManyWithoutStackOverflow",
       {"/a//////////////////...///x"},
       "empty segments have two readings: 400"},
      {"PathMatcherTest.PercentEscapesUnescapedForSingleSegmentAllAsciiChars", ambiguous_escapes(),
       kTwoReadings},
      {"PathMatcherTest.PercentEscapesUnescapedForSingleSegment",
       {"/a/p%20q%2Fr+/c"},
       kTwoReadings},
      {"PathMatcherTest.PercentEscapesNotUnescapedForMultiSegment1",
       {"/a/p/foo%20foo/q/bar%2Fbar/c"},
       kTwoReadings},
      {"PathMatcherTest.PercentEscapesNotUnescapedForMultiSegment2",
       {"/a/p/foo%20foo/q/bar%2Fbar+/c"},
       kTwoReadings},
      {"PathMatcherTest.OnlyUnreservedCharsAreUnescapedForMultiSegmentMatch"
       "UnescapeAllExceptReservedImplicit",
       {"/a/%21%23%24%26%27%2...5D/c"},
       kTwoReadings},
      {"PathMatcherTest.OnlyUnreservedCharsAreUnescapedForMultiSegmentMatch"
       "UnescapeAllExceptReservedExplicit",
       {"/a/%21%23%24%26%27%2...5D/c"},
       kTwoReadings},
      {"PathMatcherTest.OnlyUnreservedCharsAreUnescapedForMultiSegmentMatchUnescapeAllExceptSlash",
       {"/a/%21%23%24%26%27%2...5D/c"},
       kTwoReadings},
      {"PathMatcherTest.OnlyUnreservedCharsAreUnescapedForMultiSegmentMatchUnescapeAll",
       {"/a/%21%23%24%26%27%2...5D/c"},
       kTwoReadings},
      {"grpc-gateway runtime/pattern_test TestMatchWithBinding",
       {"/foo/part1%2Fpart2/bar", "/foo/test%2Fbar"},
       kTwoReadings},
      {"PathMatcherTest.MatchUnregisteredCustomVerb",
       {"/person/jason:other"},
       "a verb that no template has is text; there is no switch for it"},
      {"grpc-gateway internal/httprule/parse_test TestTokenize",
       {"/v1/a=b&c=d;e=f:g/endpoint.rdf"},
       "';' is for path parameters, which frameworks disagree about"},
      {"grpc-gateway internal/httprule/parse_test TestTokenize",
       {"/v1/a/{endpoint}:b:c"},
       kOneColon},
      {"grpc-gateway internal/httprule/parse_test TestParse",
       {"/v1/{name}:bla:baa", "/v1/{name=segment/wi:th}"},
       kOneColon},
      {"grpc-gateway internal/httprule/parse_test TestParse",
       {"/v1/{name}:"},
       "an empty verb is a mistake in writing"},
      {"connectrpc/vanguard-go path_parser_test",
       {"/foo/**/bar"},
       "'**' may stand before the end: the Google APIs have such templates"},
      {"connectrpc/vanguard-go path_parser_test",
       {"/foo/bar:baz%12xyz%abcde", "/foo%2Fbar/%2A/%2A%2a/{starstar=%2A%2a/**}:%2c",
        "/my%2fcool-blog~abou...:baz"},
       kWrittenDecoded},
      {"connectrpc/vanguard-go path_parser_test",
       {"/foo/bob/{book_id={author}/{isbn}/*}/details", "/foo/blah/{longest_v...ails"},
       "a variable in a variable: google/api/http.proto forbids it"},
  };
  return all;
}

}  // namespace bff::route
