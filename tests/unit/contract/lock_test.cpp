// SPDX-License-Identifier: Apache-2.0
#include "contract/lock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/diff.hpp"
#include "shop_contract.hpp"
#include "support/golden.hpp"

namespace bff::contract {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct Read {
  std::optional<Contract> contract;
  std::string problems;
};
Read read(const std::string& text) {
  Diagnostics out;
  auto contract = read_lock(std::make_shared<Source>("web.lock.json", text), out);
  return {std::move(contract), out.empty() ? "" : out.text()};
}

// A lock with one route whose answer has the body `type`, as JSON.
std::string lock_of(const std::string& type) {
  return R"({"lock":"bff/v1","client":"web","types":{},"routes":{"home":{
"method":"GET","path":"/","auth":"public","answer":{"status":200,"body":)" +
         type + "}}}}";
}

TEST(Lock, OfTheShop) {
  test::expect_golden("tests/unit/contract/golden/shop.lock.json", to_lock(shop_contract()));
}

TEST(Lock, KeepsTheContractToTheLastFact) {
  const std::string text = to_lock(shop_contract());
  const auto back = read(text);
  EXPECT_EQ(back.problems, "");
  ASSERT_TRUE(back.contract);
  EXPECT_EQ(to_lock(*back.contract), text);
  EXPECT_THAT(diff(shop_contract(), *back.contract), IsEmpty());
  EXPECT_THAT(diff(*back.contract, shop_contract()), IsEmpty());
}

TEST(Lock, DoesNotDependOnTheOrderOfWhatHasNone) {
  Contract contract = shop_contract();
  const std::string text = to_lock(contract);
  std::reverse(contract.routes.begin(), contract.routes.end());
  std::reverse(contract.types.begin(), contract.types.end());
  std::reverse(contract.routes.back().auth.scopes.begin(),
               contract.routes.back().auth.scopes.end());
  EXPECT_EQ(to_lock(contract), text);
}

TEST(Lock, IsRefusedWithItsPlaceWhereItIsNoJson) {
  EXPECT_EQ(read("{\n  \"lock\": bff\n}").problems,
            "web.lock.json:2:11: error[BFF401]: this is no JSON\n"
            "    2 |   \"lock\": bff\n"
            "      |           ^ a lock is what the command 'lock' writes\n"
            "1 error\n");
  EXPECT_THAT(read("1e999").problems, HasSubstr("error[BFF401]"));
  EXPECT_THAT(read("").problems, HasSubstr("error[BFF401]"));
}

TEST(Lock, OfAnotherVersionIsRefused) {
  EXPECT_THAT(read(R"({"lock":"bff/v9"})").problems,
              HasSubstr("1:2: error[BFF402]: this gateway reads locks of bff/v1"));
  EXPECT_THAT(read("[]").problems, HasSubstr("'lock' is missing"));
}

TEST(Lock, NamesTheFactThatIsNone) {
  EXPECT_THAT(read(lock_of("\"strong\"")).problems, HasSubstr("there is no type 'strong'"));
  EXPECT_THAT(read(lock_of(R"({"lost":"string"})")).problems, HasSubstr("there is no key 'lost'"));
  EXPECT_THAT(read(lock_of("{}")).problems, HasSubstr("this must be a type"));
  EXPECT_THAT(read(lock_of(R"({"enum":"A"})")).problems,
              HasSubstr("2:74: error[BFF402]: this must be a list"));
  EXPECT_THAT(read(lock_of(R"({"keys":[]})")).problems, HasSubstr("this must be an object"));
}

TEST(Lock, ThatIsNestedWithoutEndIsRefused) {
  std::string type = "\"string\"";
  for (int i = 0; i < 5000; ++i) type = "{\"list\":" + type + "}";
  EXPECT_THAT(read(lock_of(type)).problems, HasSubstr("nested too deeply"));
}

}  // namespace
}  // namespace bff::contract
