// SPDX-License-Identifier: Apache-2.0
// JSONTestSuite (RFC 8259): every file is read as a google.protobuf.Value, which any JSON is, and
// as the value of a field that is passed over.
#include <google/protobuf/struct.pb.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <memory_resource>
#include <string>

#include <nlohmann/json.hpp>

#include "proto/json_format.hpp"
#include "proto/json_reader.hpp"
#include "proto/schema.hpp"

namespace bff::proto {
namespace {

using nlohmann::json;

class JsonSuite : public testing::Test {
 protected:
  void SetUp() override {
    if (std::string(BFF_CONFORMANCE_DATA).empty()) {
      GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
    }
    for (const auto& file :
         std::filesystem::directory_iterator(BFF_CONFORMANCE_DATA "/JSONTestSuite/test_parsing")) {
      std::ifstream in(file.path(), std::ios::binary);
      files_[file.path().filename()] = {std::istreambuf_iterator<char>(in), {}};
    }
    ASSERT_EQ(files_.size(), 318U);
  }

  // The Value, or nothing.
  bool reads(const std::string& text, const std::string& type, std::string& out) {
    const std::unique_ptr<char[]> exact(new char[text.size()]);  // a sanitizer sees one byte more
    text.copy(exact.get(), text.size());
    std::pmr::monotonic_buffer_resource arena;
    return append_message(out, {exact.get(), text.size()}, *schema_.resolve(type),
                          {.ignore_unknown = true, .any = &schema_}, arena)
        .has_value();
  }

  std::map<std::string, std::string> files_;
  Schema schema_{std::make_shared<google::protobuf::DescriptorPool>(), {}};
};

TEST_F(JsonSuite, IsJudgedAsItSays) {
  std::map<char, int> judged;
  for (const auto& [name, text] : files_) {
    std::string value, nothing;
    const bool read = reads(text, "google.protobuf.Value", value);
    ++judged[name[0]];
    if (name[0] != 'i') {
      EXPECT_EQ(read, name[0] == 'y') << name << ": " << text.substr(0, 200);
    }
    // What is only passed over is checked just as well. A number may be out of range there.
    const bool passed = reads("{\"x\":" + text + "}", "google.protobuf.Empty", nothing);
    if (name[0] != 'i') {
      EXPECT_EQ(passed, read) << name;
    }
    EXPECT_EQ(nothing, "") << name;
    if (!read) continue;
    std::string written;
    std::pmr::monotonic_buffer_resource arena;
    ASSERT_TRUE(write_message(written, *schema_.resolve("google.protobuf.Value"), value, {}, arena))
        << name;
    EXPECT_EQ(json::parse(written), json::parse(text)) << name;
  }
  EXPECT_EQ(judged['y'], 95);
  EXPECT_EQ(judged['n'], 188);
  EXPECT_EQ(judged['i'], 35);
}

// Where the suite leaves it open: what has no one meaning is refused.
TEST_F(JsonSuite, LeavesOpenWhatThisReaderDecides) {
  const std::map<std::string, bool> decided = {
      {"i_number_double_huge_neg_exp.json", true},    // becomes zero
      {"i_number_huge_exp.json", false},              // no double is so large
      {"i_number_very_big_negative_int.json", true},  // the nearest double
      {"i_string_1st_surrogate_but_2nd_missing.json", false},
      {"i_string_UTF-16LE_with_BOM.json", false},
      {"i_string_invalid_utf-8.json", false},
      {"i_string_overlong_sequence_2_bytes.json", false},
      {"i_structure_500_nested_arrays.json", false},
      {"i_structure_UTF-8_BOM_empty_object.json", false},
  };
  for (const auto& [name, good] : decided) {
    std::string value;
    EXPECT_EQ(reads(files_.at(name), "google.protobuf.Value", value), good) << name;
  }
}

}  // namespace
}  // namespace bff::proto
