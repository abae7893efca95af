// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/chunked_decoder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bff::runtime::http1 {
namespace {

using Progress = ChunkedDecoder::Progress;

TEST(ChunkedDecoder, DecodesInPlaceAndStopsBehindTheLastChunksLine) {
  std::string data = "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nX: 1\r\n\r\n";
  ChunkedDecoder decoder;
  decoder.start(100, 100);
  std::size_t read = 0, write = 0;
  ASSERT_EQ(decoder.decode(data.data(), data.size(), read, write), Progress::done);
  EXPECT_EQ(data.substr(0, write), "abc0123456789");
  EXPECT_EQ(data.substr(read), "X: 1\r\n\r\n");
}

TEST(ChunkedDecoder, GoesOnWhereTheBytesEnded) {
  const std::string coded = "3\r\nabc\r\n2;q=\"\\\"\"\r\nde\r\n0\r\n";
  std::string data = coded;
  ChunkedDecoder decoder;
  decoder.start(100, 100);
  std::size_t read = 0, write = 0;
  for (std::size_t size = 0; size < coded.size(); ++size) {
    ASSERT_EQ(decoder.decode(data.data(), size, read, write), Progress::more);
    ASSERT_EQ(read, size);
  }
  ASSERT_EQ(decoder.decode(data.data(), data.size(), read, write), Progress::done);
  EXPECT_EQ(data.substr(0, write), "abcde");
}

TEST(ChunkedDecoder, BoundsWhatAllChunksHaveTogether) {
  std::string data = "3\r\nabc\r\n3\r\nabc\r\n";
  ChunkedDecoder decoder;
  decoder.start(5, 0);
  std::size_t read = 0, write = 0;
  ASSERT_EQ(decoder.decode(data.data(), data.size(), read, write), Progress::failed);
  EXPECT_EQ(decoder.fault(), Fault::content_too_large);
}

}  // namespace
}  // namespace bff::runtime::http1
