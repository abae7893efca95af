// SPDX-License-Identifier: Apache-2.0
#include "proto/status_details.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include <nlohmann/json.hpp>

#include "support/error_details.hpp"

namespace bff::proto {
namespace {

using nlohmann::ordered_json;
using test::retry_info;
using test::rpc_any;
using test::rpc_status;
using test::wire_field;
using test::wire_number;

constexpr int kInvalidArgument = 3;

DetailKinds all_kinds() {
  DetailKinds kinds;
  for (std::size_t i = 0; i < std::size(kDetailWords); ++i) kinds.add(static_cast<DetailKind>(i));
  return kinds;
}

DetailKinds only(DetailKind kind) {
  DetailKinds kinds;
  kinds.add(kind);
  return kinds;
}

std::string members_of(const StatusDetails& details) {
  std::string text;
  append_members(text, details);
  return text;
}

// The members that these details become; "detail=…" before them where there is a text for the
// user; "unreadable".
std::string told(std::initializer_list<std::string> details, DetailKinds kinds = all_kinds()) {
  const std::string bytes = rpc_status(kInvalidArgument, "secret", details);
  const auto read = read_status_details(bytes, kInvalidArgument, kinds);
  if (!read) return "unreadable";
  std::string text;
  if (!read->localized.empty()) text = "detail=" + std::string(read->localized);
  return text + members_of(*read);
}

const std::string kLocalized =
    rpc_any("LocalizedMessage", wire_field(1, "de-DE") + wire_field(2, "Bitte prüfen"));
const std::string kBadRequest = rpc_any(
    "BadRequest",
    wire_field(1, wire_field(1, "item.quantity") + wire_field(2, "too few")) +
        wire_field(1, wire_field(1, "name") + wire_field(2, "x") + wire_field(3, "NAME_TAKEN") +
                          wire_field(4, wire_field(1, "de") + wire_field(2, "y"))));
const std::string kErrorInfo =
    rpc_any("ErrorInfo", wire_field(1, "CARD_EXPIRED") + wire_field(2, "shop.example") +
                             wire_field(3, wire_field(1, "zone") + wire_field(2, "eu")) +
                             wire_field(3, wire_field(1, "card") + wire_field(2, "visa")) +
                             wire_field(3, wire_field(1, "zone") + wire_field(2, "us")));
const std::string kPrecondition = rpc_any(
    "PreconditionFailure",
    wire_field(1, wire_field(1, "TOS") + wire_field(2, "a.example/tos") + wire_field(3, "accept")));
const std::string kQuota =
    rpc_any("QuotaFailure", wire_field(1, wire_field(1, "user:7") + wire_field(2, "10 a day") +
                                              wire_field(3, "internal.api")));
const std::string kResource =
    rpc_any("ResourceInfo", wire_field(1, "book") + wire_field(2, "b/7") +
                                wire_field(3, "user:secret") + wire_field(4, "is locked"));
const std::string kHelp =
    rpc_any("Help", wire_field(1, wire_field(1, "How") + wire_field(2, "https://a.example/how")) +
                        wire_field(1, wire_field(1, "Run") + wire_field(2, "javascript:alert(1)")));
const std::string kDebug =
    rpc_any("DebugInfo", wire_field(1, "secret.cc:7") + wire_field(2, "secret"));
const std::string kRequest = rpc_any("RequestInfo", wire_field(1, "id") + wire_field(2, "secret"));

TEST(StatusDetails, OfEachKindBecomeMembers) {
  const struct {
    DetailKind kind;
    std::string detail, members;
  } rows[] = {
      {DetailKind::localized_message, kLocalized, "detail=Bitte prüfen"},
      {DetailKind::bad_request, kBadRequest,
       R"(,"violations":[{"field":"item.quantity","description":"too few"},)"
       R"({"field":"name","description":"y","reason":"NAME_TAKEN"}])"},
      {DetailKind::retry_info, retry_info(2, 1), R"(,"retry_after":3)"},
      {DetailKind::reason, kErrorInfo, R"(,"reason":"CARD_EXPIRED")"},
      {DetailKind::error_info, kErrorInfo,
       R"(,"reason":"CARD_EXPIRED","domain":"shop.example","metadata":{"zone":"us","card":"visa"})"},
      {DetailKind::precondition_failure, kPrecondition,
       R"(,"preconditions":[{"type":"TOS","subject":"a.example/tos","description":"accept"}])"},
      {DetailKind::quota_failure, kQuota,
       R"(,"quota":[{"subject":"user:7","description":"10 a day"}])"},
      {DetailKind::resource_info, kResource,
       R"(,"resource":{"type":"book","name":"b/7","description":"is locked"})"},
      {DetailKind::help, kHelp,
       R"(,"links":[{"description":"How","url":"https://a.example/how"}])"},
  };
  const std::initializer_list<std::string> all{
      kHelp,       kResource,  kQuota, kPrecondition, kErrorInfo, retry_info(2, 1),
      kBadRequest, kLocalized, kDebug, kRequest};
  for (const auto& row : rows) {
    EXPECT_EQ(told({row.detail}, only(row.kind)), row.members);
    EXPECT_EQ(told(all, only(row.kind)), row.members);
    EXPECT_EQ(told({row.detail}, {}), "");
  }
  // All of them, in an order of their own.
  const std::string text = "{\"a\":0" + [&] {
    const std::string bytes = rpc_status(kInvalidArgument, "secret", all);
    return members_of(*read_status_details(bytes, kInvalidArgument, all_kinds()));
  }() + "}";
  const auto json = ordered_json::parse(text);
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(
      keys, testing::ElementsAre("a", "reason", "domain", "metadata", "violations", "preconditions",
                                 "quota", "resource", "links", "retry_after"));
  EXPECT_EQ(text.find("secret"), std::string::npos);
}

TEST(StatusDetails, WithoutAWordNeverGoOut) {
  EXPECT_EQ(told({kDebug, kRequest, rpc_any("Unknown", "\xFF"),
                  wire_field(1, "type.googleapis.com/shop.v1.Reason") + wire_field(2, "secret"),
                  wire_field(1, "google.rpc.DebugInfo"), ""}),
            "");
  EXPECT_EQ(told({kBadRequest, kErrorInfo, kLocalized, retry_info(0, 0)}, kDefaultDetails),
            "detail=Bitte prüfen,\"reason\":\"CARD_EXPIRED\"" + told({kBadRequest}) +
                ",\"retry_after\":0");
  EXPECT_EQ(told({kPrecondition, kQuota, kResource, kHelp}, kDefaultDetails), "");
}

TEST(StatusDetails, HaveAReasonByItselfOnlyWhereItIsAConstant) {
  const auto reason = [](std::string_view text, DetailKind kind) {
    return told({rpc_any("ErrorInfo", wire_field(1, text))}, only(kind));
  };
  for (const std::string text : {"A", "STOCKOUT", "A_1"}) {
    EXPECT_EQ(reason(text, DetailKind::reason), ",\"reason\":\"" + text + "\"");
  }
  const std::string too_long(64, 'A');
  for (const std::string& text :
       {std::string("at db-7.internal"), std::string("lower"), std::string("1A"), std::string("_A"),
        std::string("A-B"), std::string(), too_long}) {
    EXPECT_EQ(reason(text, DetailKind::reason), "") << text;
  }
  EXPECT_EQ(reason("any text", DetailKind::error_info), R"(,"reason":"any text")");
}

TEST(StatusDetails, RoundAWaitUp) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
  const struct {
    std::int64_t seconds;
    std::int32_t nanos;
    int told;
  } rows[] = {{0, 0, 0},
              {0, 1, 1},
              {1, 0, 1},
              {29, 999'999'999, 30},
              {86400, 0, 86400},
              {86400, 1, 86400},
              {kMax, 999'999'999, 86400},
              {-1, 0, 0},
              {-1, -5, 0},
              {0, -5, 0},
              {kMin, 0, 0}};
  for (const auto& row : rows) {
    EXPECT_EQ(told({retry_info(row.seconds, row.nanos)}),
              ",\"retry_after\":" + std::to_string(row.told))
        << row.seconds << " " << row.nanos;
  }
  EXPECT_EQ(told({rpc_any("RetryInfo", "")}), "") << "says nothing";
  EXPECT_EQ(told({rpc_any("RetryInfo", wire_field(1, ""))}), ",\"retry_after\":0");
}

TEST(StatusDetails, AreThoseOfTheFirstOfEachType) {
  EXPECT_EQ(told({retry_info(1, 0), retry_info(2, 0)}), ",\"retry_after\":1");
}

// As messages they are read back as they were, and hold nothing else.
TEST(StatusDetails, BecomeMessages) {
  const std::string bytes =
      rpc_status(kInvalidArgument, "secret",
                 {kHelp, kResource, kQuota, kPrecondition, kErrorInfo, retry_info(2, 1),
                  kBadRequest, kLocalized, kDebug, kRequest});
  const auto details = read_status_details(bytes, kInvalidArgument, all_kinds());
  ASSERT_TRUE(details);
  std::string again = rpc_status(kInvalidArgument, "", {}), names;
  for (const auto& [name, message] : messages_of(*details)) {
    again += wire_field(3, wire_field(1, "type.googleapis.com/" + name) + wire_field(2, message));
    names += name.substr(name.rfind('.') + 1) + " ";
  }
  EXPECT_EQ(names,
            "ErrorInfo BadRequest PreconditionFailure QuotaFailure ResourceInfo Help "
            "LocalizedMessage RetryInfo ");
  EXPECT_EQ(again.find("secret"), std::string::npos);
  const auto read = read_status_details(again, kInvalidArgument, all_kinds());
  ASSERT_TRUE(read);
  EXPECT_EQ(members_of(*read), members_of(*details));
  EXPECT_EQ(read->localized, details->localized);
  EXPECT_EQ(read->locale, "de-DE");

  EXPECT_TRUE(messages_of({}).empty());
  EXPECT_EQ(messages_of({.reason = "A"})[0].second, wire_field(1, "A"));
}

TEST(StatusDetails, AreBounded) {
  std::string violations, metadata;
  for (int i = 0; i < 1000; ++i) {
    violations += wire_field(1, wire_field(1, std::to_string(i)));
    metadata += wire_field(3, wire_field(1, std::to_string(i)));
  }
  const auto read = [&](const std::string& any) {
    const auto text = told({any});
    return ordered_json::parse("{\"a\":0" + text + "}");
  };
  EXPECT_EQ(read(rpc_any("BadRequest", violations))["violations"].size(), 50U);
  EXPECT_EQ(read(rpc_any("BadRequest", violations))["violations"][49]["field"], "49");
  EXPECT_EQ(read(rpc_any("ErrorInfo", metadata))["metadata"].size(), 50U);

  const std::string just(1024, 'x'), longer = std::string(1023, 'x') + "é";
  for (const auto& text : {just, longer, just + std::string(40'000, 'x')}) {
    const std::string field =
        read(rpc_any("BadRequest", wire_field(1, wire_field(1, text))))["violations"][0]["field"];
    EXPECT_EQ(field, text == longer ? longer.substr(0, 1023) : just);
  }
}

TEST(StatusDetails, EscapeTexts) {
  EXPECT_EQ(told({rpc_any("Help", wire_field(1, wire_field(1, "\"</script>\n") +
                                                    wire_field(2, "http://a\"")))}),
            R"(,"links":[{"description":"\"</script>\n","url":"http://a\""}])");
}

TEST(StatusDetails, ThatDoNotHoldAreLeftOutAsAWhole) {
  const std::string good = kBadRequest;
  EXPECT_EQ(told({good, rpc_any("LocalizedMessage", wire_field(2, "\xFF"))}), "unreadable");
  EXPECT_EQ(told({good, rpc_any("BadRequest", "") + "\x0a"}), "unreadable");
  EXPECT_EQ(told({rpc_any("BadRequest", "\x0a\x05x")}), "unreadable");
  EXPECT_EQ(told({rpc_any("BadRequest", wire_field(1, "\x0a"))}), "unreadable");
  EXPECT_EQ(told({rpc_any("RetryInfo", wire_field(1, "\x08"))}), "unreadable");
  EXPECT_EQ(told({good, "\x0a\x7f"}), "unreadable");
  // What does not go out is not read.
  EXPECT_EQ(told({good, rpc_any("DebugInfo", "\xFF\xFF")}), told({good}));

  const std::string bytes = rpc_status(kInvalidArgument, "", {good});
  EXPECT_TRUE(read_status_details(bytes, kInvalidArgument, all_kinds()));
  EXPECT_FALSE(read_status_details(bytes, 5, all_kinds())) << "of another call";
  EXPECT_FALSE(read_status_details("", kInvalidArgument, all_kinds()));
  // Cut anywhere else than between two fields.
  int held = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    held += read_status_details(bytes.substr(0, size), kInvalidArgument, all_kinds()) ? 1 : 0;
  }
  EXPECT_EQ(held, 2) << "behind the code, and behind the message";
}

// Groups, fixed numbers, and fields of another wire type than theirs are passed over.
TEST(StatusDetails, PassOverWhatTheyDoNotKnow) {
  const std::string strange =
      "\x0d"
      "1234"
      "\x11"
      "12345678"
      "\x9b\x06\x08\x01\x9c\x06" +
      wire_number(2, 7) + wire_field(99, "x");
  EXPECT_EQ(told({rpc_any("BadRequest", strange + wire_field(1, strange + wire_field(1, "f")))}),
            R"(,"violations":[{"field":"f"}])");
  EXPECT_EQ(told({rpc_any("BadRequest", "\x9b\x06")}), "unreadable") << "a group without an end";
}

}  // namespace
}  // namespace bff::proto
