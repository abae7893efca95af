// SPDX-License-Identifier: Apache-2.0
// Uploads that are refused, or that end before they are whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files.hpp"
#include "support/raw_connection.hpp"

namespace bff::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string put(const std::string& path, const std::string& length, const std::string& more = "") {
  return "PUT /v1/folders/f/" + path + " HTTP/1.1\r\nhost: a\r\n" + length + "\r\n" + more + "\r\n";
}
const std::string kChunked = "transfer-encoding: chunked";
const std::string kExpect = "expect: 100-continue\r\n";

std::string answer_of(const RawConnection& client) {
  bool closed = false;
  std::string answer = client.read_to_end(closed);
  EXPECT_TRUE(closed);
  return answer;
}

class UploadEnds : public testing::Test {
 protected:
  Files files_;
  RunningGateway running_{
      exposed_files("limits: { upload: 64KiB, body: 1KiB }\nstreams: { per_address: 1 }\n"),
      files_.methods()};
};

TEST_F(UploadEnds, AreAnsweredAtOnceWhereTheServiceHasDecided) {
  const RawConnection failed(running_.port());
  failed.send(put("n?answer_after=1&fail_with=7", "content-length: 1000") + "ab");
  EXPECT_THAT(answer_of(failed), AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr(R"("call":"Put")"),
                                       HasSubstr("connection: close\r\n")));
  const RawConnection answered(running_.port());
  answered.send(put("n?answer_after=1", kChunked) + "2\r\nab\r\n");
  EXPECT_THAT(answer_of(answered), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(R"("size":"2")"),
                                         HasSubstr("connection: close\r\n")));
}

TEST_F(UploadEnds, AreCancelledWhenTheClientGoes) {
  {
    const RawConnection client(running_.port());
    client.send(put("gone?answer_after=-1", "content-length: 60000") + std::string(50'000, 'x'));
    EXPECT_TRUE(eventually([&] { return files_.content().size() == 50'000; }));
    EXPECT_EQ(files_.cancelled, 0);
  }
  EXPECT_TRUE(eventually([&] { return files_.cancelled == 1; }));
  const auto line = running_.gateway().access_line("/v1/folders/f/gone");
  EXPECT_EQ(line["status"], 499);
  EXPECT_EQ(line["calls"][0]["code"], "CANCELLED");
}

TEST_F(UploadEnds, HaveALimitOfTheirOwn) {
  EXPECT_EQ(request(running_.port(), "PUT", "/v1/folders/f/n", {}, std::string(65'536, 'x')).status,
            200);
  EXPECT_EQ(running_.ask("POST", "/v1/notes", {}, std::string(2000, ' ')).status, 413);

  const RawConnection announced(running_.port());
  announced.send(put("n", "content-length: 65537", kExpect));
  EXPECT_THAT(answer_of(announced), StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(files_.calls, 1);

  const RawConnection chunked(running_.port());
  chunked.send(put("large?answer_after=-1", kChunked) + "ffff\r\n" + std::string(65'535, 'x') +
               "\r\n");
  EXPECT_TRUE(eventually([&] { return files_.calls == 2 && files_.open == 1; }));
  chunked.send("2\r\nxx\r\n");
  EXPECT_THAT(answer_of(chunked), StartsWith("HTTP/1.1 413 "));
  EXPECT_TRUE(eventually([&] { return files_.cancelled == 1; }));
  EXPECT_EQ(running_.gateway().access_line("/v1/folders/f/large")["status"], 413);
}

TEST_F(UploadEnds, AreFaultsOfTheClientWhereTheContentIsBroken) {
  const RawConnection client(running_.port());
  client.send(put("n?answer_after=-1", kChunked) + "2\r\nab\r\nno chunk\r\n");
  EXPECT_THAT(answer_of(client), StartsWith("HTTP/1.1 400 "));
  EXPECT_TRUE(eventually([&] { return files_.open == 0; }));
}

TEST_F(UploadEnds, AreNotAskedForWhatIsRefused) {
  const RawConnection misspelt(running_.port());
  misspelt.send(put("n?fial_with=1", "content-length: 9", kExpect));
  EXPECT_THAT(answer_of(misspelt), StartsWith("HTTP/1.1 400 "));

  // The one that may be open for this address.
  const RawConnection open(running_.port());
  open.send(put("n", "content-length: 9", kExpect));
  EXPECT_EQ(open.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  const RawConnection another(running_.port());
  another.send(put("n", "content-length: 9", kExpect));
  EXPECT_THAT(answer_of(another), StartsWith("HTTP/1.1 429 "));
  open.send("012345678");
  EXPECT_THAT(open.read_until("}"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(R"("size":"9")")));
}

TEST(UploadsOfCallers, AreTakenWhenTheCallerIsKnown) {
  Files files;
  const RunningGateway running(exposed_files("", "    auth: { required: true }\n"),
                               files.methods());
  const RawConnection nobody(running.port());
  nobody.send(put("n", "content-length: 2", kExpect));
  EXPECT_THAT(answer_of(nobody), StartsWith("HTTP/1.1 401 "));
  EXPECT_EQ(files.calls, 0);

  const RawConnection user(running.port());
  user.send(put("n", "content-length: 2", kExpect + "authorization: Bearer " + token(1) + "\r\n"));
  EXPECT_EQ(user.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  user.send("ab");
  EXPECT_THAT(user.read_until("}"), StartsWith("HTTP/1.1 200 "));
}

// No deadline of a call ends them, but a stream's life does.
TEST(UploadsOfALongLife, Expire) {
  Files files;
  const RunningGateway running(
      exposed_files("streams: { max_life: 300ms }\n", "    deadline: 1ms\n"), files.methods());
  const RawConnection client(running.port());
  client.send(put("n?answer_after=-1", "content-length: 9") + "a");
  EXPECT_THAT(answer_of(client),
              AllOf(StartsWith("HTTP/1.1 503 "), Not(HasSubstr("upstream-timeout"))));
  EXPECT_TRUE(eventually([&] { return files.cancelled == 1; }));
}

}  // namespace
}  // namespace bff::test
