// SPDX-License-Identifier: Apache-2.0
// The request vectors of llhttp's test suite. They judge a parser, not a server: what is "ok"
// there often lacks Host, so that a 400 is right for it here.
#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "unit/runtime/reader_feed.hpp"

namespace bff::runtime::http1 {
namespace {

struct Vector {
  std::string name;
  std::string bytes;
  bool must_refuse = false;
};

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

class Llhttp : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = BFF_CONFORMANCE_DATA;
    if (folder.empty()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
    std::ifstream file(folder + "/llhttp-http1.jsonl");
    ASSERT_TRUE(file) << folder;
    for (std::string line; std::getline(file, line);) {
      const auto row = nlohmann::json::parse(line);
      vectors_.push_back({.name = row.at("name"),
                          .bytes = from_hex(row.at("input_hex")),
                          .must_refuse = row.at("must_refuse")});
    }
  }

  std::vector<Vector> vectors_;
};

TEST_F(Llhttp, RequestsThatMustBeRefusedAre) {
  std::size_t count = 0;
  for (const Vector& vector : vectors_) {
    if (!vector.must_refuse) continue;
    ++count;
    const Outcome outcome = feed(vector.bytes);
    EXPECT_TRUE((outcome.status >= 400 && outcome.status < 500) || outcome.status == 501)
        << vector.name << ": " << outcome;
  }
  EXPECT_EQ(count, 52u);
}

TEST_F(Llhttp, AnyInputIsEitherReadOrRefusedAlikeHoweverItIsCut) {
  for (const Vector& vector : vectors_) {
    const Outcome whole = feed(vector.bytes);
    EXPECT_TRUE(whole.status == 0 || (whole.status >= 400 && whole.status < 500) ||
                whole.status == 501)
        << vector.name << ": " << whole;
    EXPECT_EQ(feed_byte_by_byte(vector.bytes), whole) << vector.name;
    for (std::size_t cut = 1; cut < vector.bytes.size(); ++cut) {
      ASSERT_EQ(feed(vector.bytes, {cut}), whole) << vector.name << " cut at " << cut;
    }
  }
}

}  // namespace
}  // namespace bff::runtime::http1
