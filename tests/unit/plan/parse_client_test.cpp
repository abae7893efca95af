// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/plan/route_text.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;

// The view of `tv` is on line 5, in braces from column 20 on.
std::string view(const std::string& keys) { return "clients: { tv: { " + keys + " } }"; }
std::vector<std::string> view_problems(const std::string& keys) {
  return route_problems(view(keys));
}
ClientSyntax client_of(const std::string& keys) {
  return std::move((*route_of(view(keys)).clients)[0]);
}

TEST(Clients, AreEveryoneWhereTheyAreNotSaid) { EXPECT_FALSE(route_of("summary: x").clients); }

TEST(Clients, AreMapsByName) {
  const auto route = route_of("clients: { web: {}, tv-2_x: {} }");
  const auto& clients = *route.clients;
  ASSERT_EQ(clients.size(), 2U);
  EXPECT_EQ(clients[1].name.value, "tv-2_x");
  EXPECT_THAT(clients[1].only, IsEmpty());
  EXPECT_THAT(route_problems("clients: [web]"),
              ElementsAre(EndsWith("BFF204 'clients' is a map of clients, not a list")));
  EXPECT_THAT(route_problems("clients: {}"),
              ElementsAre(EndsWith("BFF213 'clients' is empty: nobody would be served -- "
                                   "to serve every client leave it out")));
  EXPECT_THAT(route_problems("clients: { web: null }"),
              ElementsAre(EndsWith("BFF204 the client 'web' is a map, not null")));
  EXPECT_THAT(route_problems("clients: { my tv: {} }"),
              ElementsAre("5:16+5 BFF209 'my tv' is no name of a client -- "
                          "letters, digits, '-' and '_'"));
}

TEST(Clients, RefuseOtherKeys) {
  EXPECT_THAT(view_problems("ony: [a]"),
              ElementsAre("5:22+3 BFF201 the client 'tv' has no key 'ony' -- "
                          "did you mean 'only'?"));
}

TEST(Clients, OmitAndReplacePathsOfKeys) {
  const auto client =
      client_of("omit: [user.email], replace: { orders.lines: { n: { $count: $o.lines } } }");
  EXPECT_EQ(client.omit.at(0).keys.at(1).value, "email");
  ASSERT_EQ(client.replace.size(), 1U);
  EXPECT_EQ(client.replace[0].first.text, "orders.lines");
  EXPECT_EQ(client.replace[0].second->members.at(0).value->kind, ShapeSyntax::Kind::count);
  EXPECT_THAT(view_problems("omit: []"),
              ElementsAre(EndsWith("BFF213 'omit' is empty -- for the whole shape leave it out")));
  EXPECT_THAT(view_problems("replace: { a..b: $x. }"),
              ElementsAre("5:33+4 BFF260 'a..b' is no path of keys -- "
                          "write it as in 'orders.lines'",
                          "5:41+1 BFF270 a field's name is missing behind '.' -- "
                          "letters, digits and '_', not beginning with a digit"));
  EXPECT_THAT(view_problems("replace: [a]"),
              ElementsAre(EndsWith("BFF204 'replace' is a map of paths and shapes, not a list")));
}

TEST(Only, ListsPathsOfKeys) {
  const auto only = client_of("only: [user, orders.lines.product-id, $$ref.a]").only;
  ASSERT_EQ(only.size(), 3U);
  EXPECT_EQ(only[1].text, "orders.lines.product-id");
  ASSERT_EQ(only[1].keys.size(), 3U);
  EXPECT_EQ(only[1].keys[1].value, "lines");
  EXPECT_EQ(only[1].keys[1].place.column, 42U);
  EXPECT_EQ(only[1].keys[1].place.length, 5U);
  EXPECT_EQ(only[2].keys[0].value, "$ref");
}

TEST(Only, RefusesWhatIsNoPath) {
  for (const std::string path : {".a", "a.", "a..b", "."}) {
    EXPECT_THAT(view_problems("only: [" + path + "]"),
                ElementsAre("5:29+" + std::to_string(path.size()) + " BFF260 '" + path +
                            "' is no path of keys -- write it as in 'orders.lines'"));
  }
  EXPECT_THAT(view_problems("only: []"),
              ElementsAre(EndsWith("BFF213 'only' is empty -- for the whole shape leave it out")));
  EXPECT_THAT(view_problems("only: a"), ElementsAre("5:28+1 BFF204 'only' is a list, not a text"));
  EXPECT_THAT(view_problems("only: [1]"),
              ElementsAre("5:29+1 BFF204 a path of 'only' is a text, not a number -- write \"1\""));
  EXPECT_THAT(view_problems("only: [a.b, c, a.b]"),
              ElementsAre("5:37+3 BFF211 the path 'a.b' stands twice"));
  EXPECT_THAT(view_problems("only: [$a]"),
              ElementsAre("5:29+2 BFF208 an expression cannot stand in a path of 'only' -- "
                          "for a text that begins with '$' write '$$a'"));
}

TEST(Limit, CutsListsToAtLeastOne) {
  const auto limits = client_of("limit: { orders: 3, orders.lines: 2147483647 }").limits;
  ASSERT_EQ(limits.size(), 2U);
  EXPECT_EQ(limits[0].first.text, "orders");
  EXPECT_EQ(limits[0].second, 3U);
  EXPECT_EQ(limits[1].first.keys[1].place.column, 49U);
  EXPECT_EQ(limits[1].second, 2147483647U);
  for (const std::string count : {"0", "-1", "1.5", "2147483648"}) {
    EXPECT_THAT(view_problems("limit: { a: " + count + " }"),
                ElementsAre("5:34+" + std::to_string(count.size()) +
                            " BFF206 the limit of 'a' cannot be '" + count +
                            "' -- write a whole number from 1 to 2147483647"));
  }
  EXPECT_THAT(view_problems("limit: { a: $query.n }"),
              ElementsAre("5:34+8 BFF204 the limit of 'a' is a whole number, not a text"));
  EXPECT_THAT(view_problems("limit: { a.: 1 }"),
              ElementsAre("5:31+2 BFF260 'a.' is no path of keys -- "
                          "write it as in 'orders.lines'"));
  EXPECT_THAT(view_problems("limit: 3"),
              ElementsAre("5:29+1 BFF204 'limit' is a map of paths and numbers, not a number"));
}

}  // namespace
}  // namespace bff::plan
