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

TEST(Call, HasAnRpc) {
  EXPECT_EQ(route_of("calls: { c: { rpc: Service/Method } }").calls[0].rpc.value, "Service/Method");
  EXPECT_THAT(route_problems("calls: { c: {} }"),
              ElementsAre("5:14+1 BFF203 the call 'c' lacks 'rpc' -- "
                          "write it as 'rpc: package.Service/Method'"));
  EXPECT_THAT(route_problems("calls: { c: p.S/M }"),
              ElementsAre("5:17+5 BFF204 the call 'c' is a map, not a text"));
  EXPECT_THAT(route_problems("calls: [c]"),
              ElementsAre(EndsWith("BFF204 'calls' is a map of calls, not a list")));
}

TEST(Call, NamesItsMethodAsGrpcDoes) {
  const auto rpc_problems = [](const std::string& rpc) {
    return route_problems("calls: { c: { rpc: " + rpc + " } }");
  };
  EXPECT_THAT(rpc_problems("/p.S/M"),
              ElementsAre("5:24+6 BFF240 '/p.S/M' names no method -- write 'p.S/M'"));
  EXPECT_THAT(rpc_problems("shop.v1.Users.Get"),
              ElementsAre("5:24+17 BFF240 'shop.v1.Users.Get' names no method -- "
                          "write 'shop.v1.Users/Get'"));
  for (const std::string rpc : {"Get", "p.S/", "/M", "p..S/M", "p.S/M/N", "p.S/M.N", "p-q.S/M"}) {
    EXPECT_THAT(rpc_problems(rpc),
                ElementsAre("5:24+" + std::to_string(rpc.size()) + " BFF240 '" + rpc +
                            "' names no method -- write it as 'package.Service/Method'"));
  }
  EXPECT_THAT(rpc_problems("$path.rpc"),
              ElementsAre("5:24+9 BFF208 an expression cannot stand in 'rpc' -- "
                          "for a text that begins with '$' write '$$path.rpc'"));
  EXPECT_EQ(remains_of("calls: { c: { rpc: Get } }").calls[0].rpc.value, "");
}

TEST(Call, HasANameOfItsOwn) {
  for (const std::string name : {"path", "query", "header", "cookie", "body", "auth", "request"}) {
    EXPECT_THAT(route_problems("calls: { " + name + ": { rpc: p.S/M } }"),
                ElementsAre("5:14+" + std::to_string(name.size()) + " BFF210 '" + name +
                            "' is a name of the language and cannot be that of a call -- "
                            "choose another"));
  }
  EXPECT_THAT(route_problems("calls: { get-user: { rpc: p.S/M } }"),
              ElementsAre("5:14+8 BFF209 'get-user' is no name for a call -- "
                          "letters, digits and '_', not beginning with a digit"));
}

TEST(Call, ProposesTheNearestKey) {
  EXPECT_THAT(call_problems("cache: { max_age: 1s }"),
              ElementsAre("6:24+5 BFF202 'cache' is not yet supported -- leave it out"));
  EXPECT_THAT(call_problems("tiemout: 1s"),
              ElementsAre("6:24+7 BFF201 the call 'c' has no key 'tiemout' -- "
                          "did you mean 'timeout'?"));
  EXPECT_THAT(call_problems("deadline: 1s"),
              ElementsAre("6:24+8 BFF201 the call 'c' has no key 'deadline' -- "
                          "a call has a 'timeout', the route a 'deadline'"));
}

TEST(Call, HasATimeoutWithAUnit) {
  EXPECT_EQ(call_of("timeout: 250ms").timeout->value, Milliseconds{250});
  EXPECT_THAT(call_problems("timeout: 250"),
              ElementsAre("6:33+3 BFF207 '250' has no unit -- write '250ms' or '250s'"));
  EXPECT_THAT(call_problems("timeout: 0s"),
              ElementsAre("6:33+2 BFF206 'timeout' cannot be '0s' -- write more than nothing"));
}

TEST(Retry, CountsItsAttemptsAndListsItsCodes) {
  const auto call = call_of("retry: { attempts: 10, codes: [UNAVAILABLE, ABORTED] }");
  EXPECT_EQ(call.retry->attempts.value, 10U);
  EXPECT_EQ(call.retry->codes[1].value, "ABORTED");
  EXPECT_EQ(call_of("retry: { attempts: 1, codes: [ABORTED] }").retry->attempts.value, 1U);
}

TEST(Retry, IsBounded) {
  for (const std::string attempts : {"0", "11", "-1", "1.5", "99999999999"}) {
    EXPECT_THAT(
        call_problems("retry: { attempts: " + attempts + ", codes: [ABORTED] }"),
        ElementsAre("6:43+" + std::to_string(attempts.size()) + " BFF206 'attempts' cannot be '" +
                    attempts + "' -- write a whole number from 1 to 10"));
  }
  EXPECT_THAT(call_problems("retry: { attempts: two, codes: [ABORTED] }"),
              ElementsAre("6:43+3 BFF204 'attempts' is a whole number, not a text"));
}

TEST(Retry, SaysBoth) {
  EXPECT_THAT(call_problems("retry: {}"),
              ElementsAre("6:24+5 BFF203 'retry' lacks 'attempts' -- they count the first",
                          "6:24+5 BFF203 'retry' lacks 'codes' -- "
                          "write them as in '[UNAVAILABLE]'"));
  EXPECT_THAT(call_problems("retry: 3"),
              ElementsAre("6:31+1 BFF204 'retry' is a map, not a number"));
}

TEST(Retry, KnowsTheCodesOfFailures) {
  EXPECT_THAT(call_problems("retry: { attempts: 2, codes: [] }"),
              ElementsAre(EndsWith("BFF213 'codes' is empty -- leave 'retry' out")));
  EXPECT_THAT(call_problems("retry: { attempts: 2, codes: [UNAVAILIBLE] }"),
              ElementsAre("6:54+11 BFF205 'UNAVAILIBLE' is no code of a failure in google.rpc.Code "
                          "-- did you mean 'UNAVAILABLE'?"));
  EXPECT_THAT(call_problems("retry: { attempts: 2, codes: [OK] }"),
              ElementsAre("6:54+2 BFF205 'OK' is no code of a failure in google.rpc.Code"));
  EXPECT_THAT(call_problems("retry: { attempts: 2, codes: [14] }"),
              ElementsAre("6:54+2 BFF204 a code is a text, not a number -- write \"14\""));
  EXPECT_THAT(call_problems("retry: { attempts: 2, codes: [ABORTED, ABORTED] }"),
              ElementsAre("6:63+7 BFF211 the code 'ABORTED' stands twice -- name it once"));
  EXPECT_THAT(call_problems("retry: { attempts: 2, codes: ABORTED }"),
              ElementsAre("6:53+7 BFF204 'codes' is a list, not a text"));
  EXPECT_THAT(call_problems("retry: { attempts: 2, codes: [ABORTED], backoff: 1s }"),
              ElementsAre("6:64+7 BFF201 'retry' has no key 'backoff' -- "
                          "write 'attempts' or 'codes'"));
}

TEST(Batch, NamesItsFieldsAndBounds) {
  const auto call = call_of("batch: { into: ids, max: 10000, total: 100000 }, index: page.rows.id");
  const auto& batch = call.batch;
  EXPECT_EQ(batch->into.value, "ids");
  EXPECT_EQ(batch->max.value, 10'000U);
  EXPECT_EQ(batch->total.value, 100'000U);
  EXPECT_EQ(call.index->value, "page.rows.id");
  const auto least = call_of("batch: { into: ids }, index: rows.id").batch;
  EXPECT_EQ(least->max.value, 100U);
  EXPECT_EQ(least->total.value, 1'000U);
}

TEST(Batch, StaysInItsBounds) {
  for (const std::string max : {"0", "10001"}) {
    EXPECT_THAT(call_problems("batch: { into: ids, max: " + max + " }, index: r.id"),
                ElementsAre("6:49+" + std::to_string(max.size()) + " BFF206 'max' cannot be '" +
                            max + "' -- write a whole number from 1 to 10000"));
  }
  EXPECT_THAT(call_problems("batch: { into: ids, total: 0 }, index: r.id"),
              ElementsAre("6:51+1 BFF206 'total' cannot be '0' -- "
                          "write a whole number from 1 to 100000"));
}

TEST(Batch, NeedsAFieldAndAnIndex) {
  EXPECT_THAT(call_problems("batch: { max: 1 }, index: r.id"),
              ElementsAre("6:24+5 BFF203 'batch' lacks 'into' -- "
                          "name the request's field that takes the keys"));
  EXPECT_THAT(call_problems("batch: { into: ids.all }, index: r.id"),
              ElementsAre("6:39+7 BFF209 'ids.all' is no name of a field"));
  EXPECT_THAT(call_problems("batch: { into: ids }"),
              ElementsAre("6:24+5 BFF203 'batch' without 'index' or 'group' -- "
                          "name the rows and their key field, as in 'index: products.id'"));
  EXPECT_THAT(call_problems("batch: ids, index: r.id"),
              ElementsAre("6:31+3 BFF204 'batch' is a map, not a text"));
}

TEST(Batch, HasItsIndexBesideIt) {
  EXPECT_THAT(call_problems("batch: { into: ids, index: r.id }, index: r.id"),
              ElementsAre("6:44+5 BFF201 'batch' has no key 'index' -- "
                          "write it beside 'batch', not in it"));
}

TEST(Index, IsTheRowsAndTheirKey) {
  constexpr auto kForm = " -- write the rows and their key field, as in 'products.id'";
  EXPECT_THAT(call_problems("batch: { into: ids }, index: rows.$id"),
              ElementsAre(std::string{"6:53+8 BFF241 'rows.$id' is no path of fields"} + kForm));
  EXPECT_THAT(call_problems("batch: { into: ids }, index: rows."),
              ElementsAre(std::string{"6:53+5 BFF241 'rows.' is no path of fields"} + kForm));
  EXPECT_EQ(call_of("batch: { into: ids }, index: by_id").index->value, "by_id");
  EXPECT_EQ(call_of("index: rows.id").index->value, "rows.id");
}

TEST(OnError, IsFailUnlessSaid) {
  EXPECT_EQ(call_of("timeout: 1s").on_error.otherwise.kind, FailureSyntax::Kind::fail);
  EXPECT_EQ(call_of("on_error: fail").on_error.otherwise.kind, FailureSyntax::Kind::fail);
  EXPECT_EQ(call_of("on_error: as_null").on_error.otherwise.kind, FailureSyntax::Kind::as_null);
}

TEST(OnError, TakesAnyJsonAsDefault) {
  const auto on_error =
      call_of("on_error: { default: { rows: [1, null, { a: $$b, $$c: true }] } }").on_error;
  EXPECT_EQ(on_error.otherwise.kind, FailureSyntax::Kind::use_default);
  const auto& rows = on_error.otherwise.value.find("rows")->items;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[2].find("a")->scalar, "$b");
  EXPECT_NE(rows[2].find("$c"), nullptr);
}

TEST(OnError, HasNoExpressionsInItsDefault) {
  EXPECT_THAT(call_problems("on_error: { default: { a: [$b, $c] } }"),
              ElementsAre("6:51+2 BFF208 an expression cannot stand in 'default' -- "
                          "for a text that begins with '$' write '$$b'",
                          "6:55+2 BFF208 an expression cannot stand in 'default' -- "
                          "for a text that begins with '$' write '$$c'"));
  EXPECT_THAT(call_problems("on_error: { default: { $for: x } }"),
              ElementsAre("6:47+4 BFF208 the directive '$for' cannot stand in 'default' -- "
                          "for a key that begins with '$' write '$$for'"));
  EXPECT_THAT(call_problems("on_error: { default: { a: 'x{$b}y' } }"),
              ElementsAre("6:52+4 BFF208 a value, here '{$b}', cannot stand in 'default' -- for a "
                          "plain '{$' write '{$$'"));
}

TEST(OnError, RefusesOtherForms) {
  constexpr auto kForms =
      " -- write 'fail', 'as_null', { default: … }, { status: …, title: … } or a map of codes";
  EXPECT_THAT(
      call_problems("on_error: null"),
      ElementsAre(std::string{"6:34+4 BFF204 'on_error' is a word or a map, not null"} + kForms));
  EXPECT_THAT(call_problems("on_error: as_nul"),
              ElementsAre("6:34+6 BFF205 'on_error' cannot be 'as_nul' -- "
                          "did you mean 'as_null'?"));
  EXPECT_THAT(call_problems("on_error: ignore"),
              ElementsAre("6:34+6 BFF205 'on_error' cannot be 'ignore' -- "
                          "write 'fail' or 'as_null'"));
  EXPECT_THAT(call_problems("on_error: {}"),
              ElementsAre(EndsWith(std::string{"BFF213 'on_error' is empty"} + kForms)));
  EXPECT_THAT(call_problems("on_error: { defualt: {} }"),
              ElementsAre("6:36+7 BFF201 'on_error' has no key 'defualt' -- "
                          "did you mean 'default'?"));
}

TEST(OnError, SaysThatStaleComesLater) {
  EXPECT_THAT(call_problems("on_error: stale"),
              ElementsAre("6:34+5 BFF202 'stale' is not yet supported -- leave it out"));
  EXPECT_THAT(call_problems("on_error: { ABORTED: stale }"),
              ElementsAre("6:45+5 BFF202 'stale' is not yet supported -- leave it out"));
}

TEST(OnError, MayBeAProblemOfTheClient) {
  const auto one = call_of("on_error: { status: 402, title: No money }").on_error.otherwise;
  EXPECT_EQ(one.kind, FailureSyntax::Kind::problem);
  EXPECT_EQ(one.status, 402);
  EXPECT_EQ(one.title, "No money");
  EXPECT_THAT(call_problems("on_error: { status: 302, title: a }"),
              ElementsAre("6:44+3 BFF206 'status' cannot be '302' -- "
                          "write a whole number from 400 to 599"));
  EXPECT_THAT(call_problems("on_error: { status: 409 }"),
              ElementsAre("6:36+6 BFF203 'on_error' lacks 'title' -- "
                          "write { status: 409, title: What the client is told }"));
  EXPECT_THAT(call_problems("on_error: { default: {}, title: a }"),
              ElementsAre("6:36+7 BFF212 'default' beside 'title' -- a failure is one of them"));
}

TEST(OnError, DecidesByCode) {
  const auto on_error =
      call_of(
          "on_error: { NOT_FOUND: as_null, ABORTED: { default: {} }, INTERNAL: { status: 503, "
          "title: x }, else: as_null }")
          .on_error;
  ASSERT_EQ(on_error.by_code.size(), 3U);
  EXPECT_EQ(on_error.by_code[0].first.value, "NOT_FOUND");
  EXPECT_EQ(on_error.by_code[0].second.kind, FailureSyntax::Kind::as_null);
  EXPECT_EQ(on_error.by_code[1].second.kind, FailureSyntax::Kind::use_default);
  EXPECT_EQ(on_error.by_code[2].second.status, 503);
  EXPECT_EQ(on_error.otherwise.kind, FailureSyntax::Kind::as_null);
  EXPECT_EQ(call_of("on_error: { NOT_FOUND: as_null }").on_error.otherwise.kind,
            FailureSyntax::Kind::fail);
}

TEST(OnError, KnowsTheCodes) {
  EXPECT_THAT(call_problems("on_error: { NOT_FUOND: as_null }"),
              ElementsAre("6:36+9 BFF205 'NOT_FUOND' is no code of a failure in google.rpc.Code -- "
                          "did you mean 'NOT_FOUND'?"));
  EXPECT_THAT(call_problems("on_error: { ABORTED: nul, else: 5 }"),
              ElementsAre("6:45+3 BFF205 'ABORTED' cannot be 'nul' -- write 'fail' or 'as_null'",
                          testing::HasSubstr("BFF204 'else' is a word or a map, not a number")));
  EXPECT_THAT(call_problems("on_error: { ABORTED: fail, default: {} }"),
              ElementsAre("6:51+7 BFF212 'default' beside codes -- "
                          "for all other codes write 'else: { default: … }'"));
}

}  // namespace
}  // namespace bff::plan
