// SPDX-License-Identifier: Apache-2.0
// Content that goes to a service as it comes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files.hpp"
#include "support/raw_connection.hpp"

namespace bff::test {
namespace {

using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using Json = Files::Json;

constexpr std::size_t kSize = std::size_t{3} << 20;

class Uploads : public testing::Test {
 protected:
  // What is not streamed has its own, smaller limit.
  Files files_;
  RunningGateway running_{exposed_files("limits: { body: 1KiB }\n"), files_.methods()};

  httplib::Response ask(const std::string& method, const std::string& path,
                        const std::string& content, const std::string& type = "image/png") {
    return request(running_.port(), method, path, {{"content-type", type}}, content);
  }
  // Head and content, which this many bytes a chunk.
  static std::string chunked(const std::string& path, std::string_view content, std::size_t size) {
    std::string text = "PUT " + path +
                       " HTTP/1.1\r\nhost: a\r\ncontent-type: image/png\r\n"
                       "transfer-encoding: chunked\r\n\r\n";
    for (; !content.empty(); content.remove_prefix(std::min(size, content.size()))) {
      text += chunk(content.substr(0, size));
    }
    return text + "0\r\n\r\n";
  }
  static std::string chunk(std::string_view bytes) {
    std::ostringstream size;
    size << std::hex << bytes.size();
    return size.str() + "\r\n" + std::string(bytes) + "\r\n";
  }
  // The first message has everything, the others have data alone.
  void expect_split(const Json& first) {
    const auto messages = files_.messages();
    ASSERT_GE(messages.size(), kSize / (64 << 10));
    EXPECT_EQ(messages.front(), first);
    const Json others = {{"folder", ""},
                         {"name", ""},
                         {"file", {{"content_type", ""}, {"extensions", Json::array()}}},
                         {"answer_after", 0},
                         {"fail_with", 0}};
    EXPECT_THAT(std::vector(messages.begin() + 1, messages.end()), Each(others));
    EXPECT_TRUE(files_.content() == file_of(kSize)) << files_.content().size();
  }

  const Json first_ = {{"folder", "folders/f"},
                       {"name", "n"},
                       {"file", {{"content_type", "image/png"}, {"extensions", Json::array()}}},
                       {"answer_after", -0},
                       {"fail_with", 0}};
};

TEST_F(Uploads, ComeInPiecesOfAnyLength) {
  const auto response = ask("PUT", "/v1/folders/f/n", file_of(kSize));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"folder":"folders/f","name":"n","size":"3145728"})");
  expect_split(first_);
}

TEST_F(Uploads, MayBeChunked) {
  const RawConnection client(running_.port());
  client.send(chunked("/v1/folders/f/n", file_of(kSize), 100'000));
  EXPECT_THAT(client.read_until("}"), EndsWith(R"("size":"3145728"})"));
  expect_split(first_);
  // What is behind them on the connection is a request again.
  client.send(
      "POST /v1/notes HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
      "content-length: 12\r\n\r\n{\"text\":\"a\"}");
  EXPECT_THAT(client.read_until("}"), EndsWith(R"({"text":"a"})"));
}

TEST_F(Uploads, OfNothingAreOneMessage) {
  EXPECT_EQ(ask("PUT", "/v1/folders/f/n?answer_after=9", "").status, 200);
  ASSERT_EQ(files_.messages().size(), 1u);
  EXPECT_EQ(files_.messages()[0]["file"]["content_type"], "image/png");
  EXPECT_EQ(files_.messages()[0]["answer_after"], 9);
}

TEST_F(Uploads, MayHaveBytesForAnAnswer) {
  const auto response = ask("POST", "/v1/scale", std::string(100'000, 'x'));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("content-type"), "image/png");
  EXPECT_EQ(response.body, "100000");
  EXPECT_EQ(files_.messages()[0]["content_type"], "image/png");
}

TEST_F(Uploads, AreAnsweredAsTheClientAccepts) {
  const auto response =
      request(running_.port(), "PUT", "/v1/folders/f/n",
              {{"content-type", "a/b"}, {"accept", "application/x-protobuf"}}, "abc");
  EXPECT_EQ(response.get_header_value("content-type"), "application/x-protobuf");
  EXPECT_EQ(response.body,
            "\x0A\x09"
            "folders/f\x12\x01n\x18\x03");
  EXPECT_EQ(
      request(running_.port(), "PUT", "/v1/folders/f/n", {{"accept", "text/html"}}, "abc").status,
      406);
}

TEST_F(Uploads, AndDownloadsAtOnce) {
  const RawConnection client(running_.port());
  client.send(
      "POST /v1/convert HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n"
      "content-type: text/plain\r\n\r\n" +
      chunk("ab"));
  const std::string begin = client.read_until("<ab>");
  EXPECT_THAT(begin, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(begin, HasSubstr("content-type: text/plain\r\n"));
  client.send(chunk("cd"));
  client.read_until("<cd>");
  client.send("0\r\n\r\n");
  bool closed = false;
  EXPECT_THAT(client.read_to_end(closed), EndsWith("0\r\n\r\n"));
  EXPECT_TRUE(closed);
}

TEST_F(Uploads, AreStoppedByASlowService) {
  files_.hold = true;
  RawConnection client(running_.port());
  client.send("PUT /v1/folders/f/n HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n");
  const std::string block(1 << 20, 'x');
  std::size_t sent = 0;
  // It stops when sockets and windows are full, and stays so.
  EXPECT_TRUE(eventually([&, same = 0]() mutable {
    const std::size_t size = client.send_some(block);
    sent += size;
    same = size == 0 ? same + 1 : 0;
    return same > 200 || sent > (std::size_t{200} << 20);
  }));
  EXPECT_LT(sent, std::size_t{40} << 20);
  EXPECT_EQ(files_.open, 1);
  // Noticed though nothing of it is read now.
  client.reset();
  EXPECT_TRUE(eventually([&] { return files_.open == 0; }));
  EXPECT_EQ(files_.cancelled, 1);
}

TEST_F(Uploads, GoOnWhenTheServiceDoes) {
  files_.hold = true;
  const RawConnection client(running_.port());
  std::thread sender([&] { client.send(chunked("/v1/folders/f/n", file_of(kSize), kSize)); });
  EXPECT_TRUE(eventually([&] { return !files_.messages().empty(); }));
  files_.hold = false;
  EXPECT_THAT(client.read_until("}"), EndsWith(R"("size":"3145728"})"));
  sender.join();
  expect_split(first_);
}

}  // namespace
}  // namespace bff::test
