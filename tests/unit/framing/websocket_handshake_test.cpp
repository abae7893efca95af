// SPDX-License-Identifier: Apache-2.0
#include "framing/websocket_handshake.hpp"

#include <gtest/gtest.h>

namespace bff::framing::websocket {
namespace {

using Verdict = Handshake::Verdict;
using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";

// RFC 6455 §1.3's, with one field in another way: "name" without a value takes it away.
Fields fields(std::string_view name = {}, std::string_view value = {}) {
  Fields all{{"Host", "server.example.com"},   {"Upgrade", "websocket"},
             {"Connection", "Upgrade"},        {"Sec-WebSocket-Key", kKey},
             {"Origin", "http://example.com"}, {"Sec-WebSocket-Protocol", "chat, superchat"},
             {"Sec-WebSocket-Version", "13"}};
  std::erase_if(all, [&](const auto& field) { return field.first == name; });
  if (!name.empty() && !value.empty()) all.emplace_back(name, value);
  return all;
}

Handshake handshake(const Fields& all) {
  Handshake handshake;
  for (const auto& [name, value] : all) handshake.header(name, value);
  return handshake;
}

Verdict verdict(const Fields& all, std::string_view method = "GET", int minor_version = 1) {
  Handshake judged = handshake(all);
  const Verdict verdict = judged.verdict(method, minor_version);
  EXPECT_EQ(verdict == Verdict::bad_request, !judged.why().empty());
  return verdict;
}

TEST(WebSocketHandshake, AnswersTheExampleOfTheRfc) {  // §1.3
  Handshake good = handshake(fields());
  ASSERT_EQ(good.verdict("GET", 1), Verdict::accepted);
  constexpr std::string_view kSpoken[] = {"chat"};
  EXPECT_EQ(good.choose_protocol(kSpoken), "chat");
  std::string out;
  good.append_answer(out);
  EXPECT_EQ(out,
            "upgrade: websocket\r\n"
            "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            "sec-websocket-protocol: chat\r\n");
}

TEST(WebSocketHandshake, TakesWhatTheRfcAllows) {  // §4.2.1
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"Upgrade", "WebSocket"},
      {"Upgrade", "h2c, websocket"},
      {"Connection", "keep-alive, upgrade"},
      {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"},
      {"Sec-WebSocket-Protocol", ""},
      {"Origin", ""},
  };
  for (const auto& [name, value] : rows) EXPECT_EQ(verdict(fields(name, value)), Verdict::accepted);
}

TEST(WebSocketHandshake, LeavesOtherRequestsAlone) {
  EXPECT_EQ(verdict(fields("Upgrade")), Verdict::none);
  EXPECT_EQ(verdict(fields("Upgrade", "h2c")), Verdict::none);
  EXPECT_EQ(verdict(fields("Upgrade", "websockets")), Verdict::none);
  EXPECT_EQ(verdict(fields(), "GET", 0), Verdict::none);  // RFC 9110 §7.8
  EXPECT_EQ(verdict({}), Verdict::none);
}

TEST(WebSocketHandshake, RefusesWhatDoesNotHold) {
  EXPECT_EQ(verdict(fields(), "POST"), Verdict::bad_request);
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"Connection", ""},
      {"Connection", "keep-alive"},
      {"Sec-WebSocket-Version", ""},
      {"Sec-WebSocket-Key", ""},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ="},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZSE="},  // 17 bytes
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j"},      // 15
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j****"},
      {"Sec-WebSocket-Protocol", "chat, a b"},
      {"Sec-WebSocket-Protocol", "chat\"x\""},
  };
  for (const auto& [name, value] : rows) {
    EXPECT_EQ(verdict(fields(name, value)), Verdict::bad_request) << name << ": " << value;
  }
  for (const std::string_view name : {"Sec-WebSocket-Key", "Sec-WebSocket-Version"}) {
    Fields twice = fields();
    twice.emplace_back(name, name == "Sec-WebSocket-Key" ? kKey : "13");
    EXPECT_EQ(verdict(twice), Verdict::bad_request) << name;
  }
}

TEST(WebSocketHandshake, NamesItsVersionToOthers) {  // §4.4
  EXPECT_EQ(verdict(fields("Sec-WebSocket-Version", "8")), Verdict::wrong_version);
  EXPECT_EQ(verdict(fields("Sec-WebSocket-Version", "013")), Verdict::wrong_version);
  EXPECT_EQ(Handshake::kVersionHeader, "sec-websocket-version: 13\r\n");
}

TEST(WebSocketHandshake, ChoosesAsTheClientPrefers) {  // §4.2.2, 5: /subprotocol/
  constexpr std::string_view kSpoken[] = {"b", "a"};
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"a, b", "a"}, {"b,a", "b"}, {"c, b", "b"}, {"c", ""}, {"A", ""}};
  for (const auto& [offered, chosen] : rows) {
    Handshake good = handshake(fields("Sec-WebSocket-Protocol", offered));
    ASSERT_EQ(good.verdict("GET", 1), Verdict::accepted);
    EXPECT_EQ(good.choose_protocol(kSpoken), chosen) << offered;
    std::string out;
    good.append_answer(out);
    EXPECT_EQ(out.find("sec-websocket-protocol") != std::string::npos, !chosen.empty());
  }
  Handshake in_two = handshake({{"sec-websocket-protocol", "x"}, {"SEC-WEBSOCKET-PROTOCOL", "a"}});
  EXPECT_EQ(in_two.choose_protocol(kSpoken), "a");
}

}  // namespace
}  // namespace bff::framing::websocket
