// SPDX-License-Identifier: Apache-2.0
// What is encoded is read back by nghttp2's inflater.
#include "upstream/hpack_encoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nghttp2/nghttp2.h>

#include <random>

#include "upstream/header_decoder.hpp"

namespace bff::upstream {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string field(std::string_view name, std::string_view value) {
  std::string bytes(name.size() + value.size() + kFieldOverhead, '\0');
  bytes.resize(static_cast<std::size_t>(put_field(bytes.data(), name, value) - bytes.data()));
  return bytes;
}

// The peer's side: an inflater with the table that its SETTINGS allow.
struct Inflater {
  nghttp2_hd_inflater* inflater = nullptr;
  Inflater() { nghttp2_hd_inflate_new(&inflater); }
  ~Inflater() { nghttp2_hd_inflate_del(inflater); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Empty: the block is no HPACK.
  Fields read(std::string_view block, std::vector<std::uint8_t>* flags = nullptr) {
    Fields fields;
    const auto* at = reinterpret_cast<const std::uint8_t*>(block.data());
    std::size_t left = block.size();
    for (;;) {
      nghttp2_nv nv;
      int emitted = 0;
      const ssize_t size = nghttp2_hd_inflate_hd2(inflater, &nv, &emitted, at, left, 1);
      if (size < 0) return {};
      at += size;
      left -= static_cast<std::size_t>(size);
      if ((emitted & NGHTTP2_HD_INFLATE_EMIT) != 0) {
        fields.emplace_back(std::string{reinterpret_cast<char*>(nv.name), nv.namelen},
                            std::string{reinterpret_cast<char*>(nv.value), nv.valuelen});
        if (flags != nullptr) flags->push_back(nv.flags);
      }
      if ((emitted & NGHTTP2_HD_INFLATE_FINAL) != 0) break;
    }
    nghttp2_hd_inflate_end_headers(inflater);
    return fields;
  }
};

Fields expected(const std::string& path, const std::string& timeout, const Fields& callers) {
  Fields all{{":method", "POST"},
             {":scheme", "http"},
             {":path", path},
             {":authority", "users:1"},
             {"te", "trailers"},
             {"content-type", "application/grpc"},
             {"user-agent", "grpc-bff/0.1"},
             {"grpc-timeout", timeout}};
  all.insert(all.end(), callers.begin(), callers.end());
  return all;
}

struct Encoder : testing::Test {
  HpackEncoder encoder{"users:1"};
  Inflater peer;

  std::string block(std::string_view path = "/a.B/C", const Fields& callers = {},
                    std::string_view timeout = "1S") {
    std::string fields;
    for (const auto& [name, value] : callers) fields += field(name, value);
    std::string out = "before";
    encoder.encode(out, path, timeout, fields);
    EXPECT_TRUE(out.starts_with("before"));
    return out.substr(6);
  }
};

TEST_F(Encoder, WritesWhatTheInflaterReads) {
  const Fields callers{
      {"x-request-id", "01J9"}, {"x-empty", ""}, {"long", std::string(40000, 'v')}};
  EXPECT_EQ(peer.read(block("/a.B/C", callers, "250m")), expected("/a.B/C", "250m", callers));
  EXPECT_EQ(peer.read(block("/a.B/D", {}, "1S")), expected("/a.B/D", "1S", {}));
  EXPECT_EQ(peer.read(block("/a.B/C", {}, "2S")), expected("/a.B/C", "2S", {}));
}

// Two static entries and five of the table: a byte each.
TEST_F(Encoder, SaysWhatRepeatsInAByteEach) {
  const auto first = block(), second = block();
  EXPECT_GT(first.size(), 60U);
  EXPECT_EQ(second.size(), 7U + 1 + 1 + std::string_view{"grpc-timeout"}.size() + 1 + 2);
  EXPECT_THAT(second, Not(HasSubstr("application/grpc")));
}

// Nobody on the way may keep what may be a credential (RFC 7541 §7.1.3).
TEST_F(Encoder, MarksCallersFieldsAsNeverToBeIndexed) {
  std::vector<std::uint8_t> flags;
  peer.read(block("/a.B/C", {{"authorization", "Bearer secret"}}), &flags);
  ASSERT_EQ(flags.size(), 9U);
  EXPECT_EQ(flags.back(), NGHTTP2_NV_FLAG_NO_INDEX);
  EXPECT_EQ(flags.front(), NGHTTP2_NV_FLAG_NONE);
}

TEST_F(Encoder, WritesLengthsOfSeveralBytes) {
  for (const std::size_t size : {0, 1, 126, 127, 128, 254, 255, 256, 16510, 16511, 32000}) {
    const Fields callers{{"x", std::string(size, 'v')}};
    EXPECT_EQ(peer.read(block("/a.B/C", callers)), expected("/a.B/C", "1S", callers)) << size;
  }
}

TEST_F(Encoder, StaysLiteralForAPeerWithoutTable) {
  nghttp2_hd_inflate_change_table_size(peer.inflater, 0);
  encoder.set_table_limit(0);
  const auto first = block(), second = block();
  EXPECT_EQ(first[0], '\x20');  // a table of size 0, said once
  EXPECT_EQ(first.substr(1), second);
  EXPECT_EQ(peer.read(first), expected("/a.B/C", "1S", {}));
  EXPECT_EQ(peer.read(second), expected("/a.B/C", "1S", {}));
  EXPECT_EQ(nghttp2_hd_inflate_get_dynamic_table_size(peer.inflater), 0U);
}

TEST_F(Encoder, SaysNothingOfATableThatStaysAsItIs) {
  encoder.set_table_limit(4096);
  encoder.set_table_limit(1 << 20);
  EXPECT_EQ(block()[0], '\x83');
}

TEST_F(Encoder, SaysTheSmallestSizeAndTheLast) {
  peer.read(block());
  for (const std::uint32_t limit : {100, 0, 300, 65536}) {
    nghttp2_hd_inflate_change_table_size(peer.inflater, limit);
    encoder.set_table_limit(limit);
  }
  EXPECT_EQ(peer.read(block()), expected("/a.B/C", "1S", {}));
  EXPECT_EQ(nghttp2_hd_inflate_get_max_dynamic_table_size(peer.inflater), 4096U);
  EXPECT_EQ(peer.read(block()), expected("/a.B/C", "1S", {}));
}

// The table holds no more than fits, and nothing is pushed out, whatever comes.
TEST_F(Encoder, NeverOutgrowsThePeersTable) {
  for (const std::uint32_t limit : {1, 40, 64, 100, 150, 200, 250, 1000}) {
    HpackEncoder tight{"users:1"};
    Inflater small;
    nghttp2_hd_inflate_change_table_size(small.inflater, limit);
    tight.set_table_limit(limit);
    for (int round = 0; round < 3; ++round) {
      for (const std::string path : {"/a.B/C", "/a.B/D", "/another.Service/WithALongName"}) {
        std::string out;
        tight.encode(out, path, "1S", {});
        EXPECT_EQ(small.read(out), expected(path, "1S", {})) << limit << " " << path;
        EXPECT_LE(nghttp2_hd_inflate_get_dynamic_table_size(small.inflater), limit);
      }
    }
  }
}

TEST_F(Encoder, TakesAnyNumberOfMethods) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 200; ++i) {
      const std::string path = "/a.B/Method" + std::to_string(i);
      EXPECT_EQ(peer.read(block(path)), expected(path, "1S", {}));
    }
  }
  EXPECT_LE(nghttp2_hd_inflate_get_dynamic_table_size(peer.inflater), 4096U);
}

TEST_F(Encoder, TakesMethodsLargerThanTheTable) {
  const std::string path = "/" + std::string(5000, 'm');
  EXPECT_EQ(peer.read(block(path)), expected(path, "1S", {}));
  EXPECT_EQ(peer.read(block(path)), expected(path, "1S", {}));
}

// Any order of calls and of what the peer allows.
TEST_F(Encoder, KeepsInStepWithAPeerThatChangesItsMind) {
  std::minstd_rand random{7};
  for (int step = 0; step < 3000; ++step) {
    if (random() % 5 == 0) {
      const std::uint32_t limit =
          random() % 3 == 0 ? 0 : static_cast<std::uint32_t>(random() % 5000);
      nghttp2_hd_inflate_change_table_size(peer.inflater, limit);
      encoder.set_table_limit(limit);
    } else {
      const std::string path = "/a.B/" + std::string(random() % 90, 'm');
      const Fields callers{{"x", std::string(random() % 300, 'v')}};
      ASSERT_EQ(peer.read(block(path, callers)), expected(path, "1S", callers)) << step;
    }
  }
}

// The reader of answers, over its own oracle's words.
TEST(HeaderDecoder, ReadsABlockHoweverItIsCut) {
  HpackEncoder encoder{"users:1"};
  std::string block;
  encoder.encode(block, "/a.B/C", "1S", field("x", std::string(200, 'v')));
  const auto read = [](std::string_view bytes, std::size_t cut) {
    Fields fields;
    HeaderDecoder decoder;
    const auto add = [](void* to, std::string_view name, std::string_view value) {
      static_cast<Fields*>(to)->emplace_back(name, value);
    };
    EXPECT_TRUE(decoder.decode(bytes.substr(0, cut), false, add, &fields));
    EXPECT_TRUE(decoder.decode(bytes.substr(cut), true, add, &fields));
    return fields;
  };
  for (std::size_t cut = 0; cut <= block.size(); ++cut) {
    EXPECT_EQ(read(block, cut), expected("/a.B/C", "1S", {{"x", std::string(200, 'v')}})) << cut;
  }
}

TEST(HeaderDecoder, RefusesWhatIsNoHpack) {
  const auto nothing = [](void*, std::string_view, std::string_view) {};
  for (const std::string_view block : {"\x80", "\xff\xff\xff\xff\xff\xff", "\xbe",
                                       "\x40\x05"
                                       "ab",
                                       "\x3f\xe2\x1f", "\x88\x20"}) {
    EXPECT_FALSE(HeaderDecoder{}.decode(block, true, nothing, nullptr));
  }
}

}  // namespace
}  // namespace bff::upstream
