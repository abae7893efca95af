// SPDX-License-Identifier: Apache-2.0
#include "transcode/upload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory_resource>

#include "support/proto_text.hpp"

namespace bff::transcode {
namespace {

using testing::ElementsAre;

const test::ProtoText& upload_proto() {
  static const test::ProtoText text(R"(
    syntax = "proto3";
    package google.api;
    message HttpBody { string content_type = 1; bytes data = 2; }
    message Parts { HttpBody file = 200; string note = 1; }
    message Upload { string name = 1; HttpBody file = 2; Parts parts = 3; int32 rank = 4; }
  )");
  return text;
}

// "": the whole message is an HttpBody.
Binding upload_binding(const std::vector<std::pair<std::string, std::string>>& path) {
  Binding binding;
  binding.body = path.empty() ? Binding::Body::whole : Binding::Body::field;
  binding.request =
      &upload_proto().table(path.empty() ? "google.api.HttpBody" : "google.api.Upload");
  binding.response = binding.request;
  for (const auto& [message, field] : path) {
    binding.body_path.push_back(&upload_proto().field("google.api." + message, field));
  }
  binding.upload = true;
  return binding;
}

struct Uploaded {
  Binding binding;
  RequestParts request = {};

  // The messages of these pieces, in text format.
  std::vector<std::string> messages(const std::vector<std::string>& pieces) {
    std::vector<std::string> out;
    for (const std::string& bytes : bytes_of(pieces)) {
      out.push_back(upload_proto().decode(binding.request->full_name, bytes));
    }
    return out;
  }
  std::vector<std::string> bytes_of(const std::vector<std::string>& pieces) {
    std::vector<std::string> out;
    std::pmr::monotonic_buffer_resource arena;
    UploadMessages upload(binding, request, arena);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const auto taken = upload.take(pieces[i], i + 1 == pieces.size(),
                                     [&](std::string_view message) { out.emplace_back(message); });
      if (!taken) out.push_back(taken.error().parameter + ": " + taken.error().detail);
    }
    return out;
  }
};

TEST(Upload, IsOneMessageForEachPiece) {
  Uploaded whole{.binding = upload_binding({}), .request = {.content_type = "text/plain"}};
  EXPECT_THAT(whole.messages({"ab", "c", ""}),
              ElementsAre(R"(content_type: "text/plain" data: "ab")", R"(data: "c")"));
  EXPECT_THAT(whole.messages({"ab", "c"}),
              ElementsAre(R"(content_type: "text/plain" data: "ab")", R"(data: "c")"));
}

TEST(Upload, SaysEverythingElseInTheFirstMessageAlone) {
  const std::vector<std::string> variables{"n"};
  Uploaded field{
      .binding = upload_binding({{"Upload", "file"}}),
      .request = {.variables = variables, .query = "rank=2&parts.note=x", .content_type = "a/b"}};
  field.binding.variables = {{&upload_proto().field("google.api.Upload", "name")}};
  EXPECT_THAT(
      field.messages({"ab", "c", "d"}),
      ElementsAre(
          R"(name: "n" file { content_type: "a/b" data: "ab" } parts { note: "x" } rank: 2)",
          R"(file { data: "c" })", R"(file { data: "d" })"));
}

TEST(Upload, MayBeAFieldWithinMessages) {
  Uploaded nested{.binding = upload_binding({{"Upload", "parts"}, {"Parts", "file"}}),
                  .request = {.query = "parts.note=x"}};
  EXPECT_THAT(
      nested.messages({"ab", "c"}),
      ElementsAre(R"(parts { note: "x" file { data: "ab" } })", R"(parts { file { data: "c" } })"));
}

TEST(Upload, OfNoContentIsOneMessageWithoutData) {
  EXPECT_THAT(Uploaded{.binding = upload_binding({})}.messages({""}), ElementsAre(""));
  EXPECT_THAT((Uploaded{.binding = upload_binding({{"Upload", "file"}}),
                        .request = {.query = "rank=1", .content_type = "a/b"}}
                   .messages({""})),
              ElementsAre(R"(file { content_type: "a/b" } rank: 1)"));
}

TEST(Upload, CutsLargePiecesAndKeepsEveryByte) {
  std::string content(3 * UploadMessages::kMaxData + 5, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31 >> 3);
  for (const auto& path : {std::vector<std::pair<std::string, std::string>>{},
                           {{"Upload", "file"}},
                           {{"Upload", "parts"}, {"Parts", "file"}}}) {
    Uploaded upload{.binding = upload_binding(path), .request = {.content_type = "a/b"}};
    const auto messages = upload.bytes_of({content.substr(0, 1000), content.substr(1000)});
    constexpr std::size_t kMax = UploadMessages::kMaxData;
    const std::size_t sizes[] = {1000, kMax, kMax, kMax + 5 - 1000};
    ASSERT_EQ(messages.size(), std::size(sizes));
    std::string data;  // stands last in each
    for (std::size_t i = 0; i < messages.size(); ++i) {
      ASSERT_GE(messages[i].size(), sizes[i]);
      EXPECT_LT(messages[i].size(), sizes[i] + 32);
      data += messages[i].substr(messages[i].size() - sizes[i]);
    }
    EXPECT_EQ(data, content);
  }
}

TEST(Upload, NamesTheParameterAtFaultBeforeAnyMessage) {
  Uploaded field{.binding = upload_binding({{"Upload", "file"}}), .request = {.query = "rnk=2"}};
  EXPECT_THAT(field.bytes_of({"ab"}), ElementsAre("query.rnk: there is no such parameter"));
}

}  // namespace
}  // namespace bff::transcode
