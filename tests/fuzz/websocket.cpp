// SPDX-License-Identifier: Apache-2.0
// What a WebSocket client sends. The first byte seeds the cuts, the second chooses: either the rest
// are the bytes of a connection, which must be told in the same way however they are cut; or they
// say which messages a client sends, in which fragments, and these must come out as they went in.
#include <random>
#include <vector>

#include "framing/websocket_reader.hpp"
#include "fuzz/choices.hpp"
#include "fuzz/target.hpp"
#include "json/writer.hpp"
#include "support/client_frame.hpp"

using namespace bff::framing::websocket;
using bff::fuzz::Choices;
using bff::fuzz::require;
using Found = Reader::Found;

namespace {

constexpr std::size_t kMaxMessage = 200;

// One thing that was told, as a text.
std::string told(Found found, Reader& reader) {
  const std::string kind = std::to_string(static_cast<int>(found)) + ' ';
  switch (found) {
    case Found::nothing:
      break;
    case Found::text:
      require(bff::json::valid_utf8(reader.message()), "a text is UTF-8", reader.message());
      [[fallthrough]];
    case Found::binary:
      require(reader.message().size() <= kMaxMessage, "a message keeps to its bound");
      return kind + reader.message();
    case Found::ping:
    case Found::pong:
      require(reader.payload().size() <= 125, "a control frame is short");
      return kind + std::string(reader.payload());
    case Found::close:
      require(reader.close_code() == close_code::kNone || may_be_sent(reader.close_code()),
              "a code that was taken may be sent");
      require(bff::json::valid_utf8(reader.payload()), "a reason is UTF-8");
      return kind + std::to_string(reader.close_code()) + std::string(reader.payload());
    case Found::failed:
      require(may_be_sent(reader.close_code()) && !reader.why().empty(), "a failure says why");
      return kind + std::to_string(reader.close_code()) + std::string(reader.why());
  }
  return kind;
}

// All that is told, of pieces of up to `most` bytes.
std::vector<std::string> read(std::string_view bytes, unsigned seed, std::size_t most) {
  std::minstd_rand random(seed + 1U);
  Reader reader(kMaxMessage);
  std::vector<std::string> all;
  bool over = false;
  while (!bytes.empty()) {
    const bff::fuzz::Exact exact(bytes.substr(0, 1 + random() % most));
    bytes.remove_prefix(exact.view().size());
    std::string_view piece = exact.view();
    Found found;
    while ((found = reader.next(piece)) != Found::nothing) {
      require(!over, "nothing is told behind the end");
      over = found == Found::close || found == Found::failed;
      all.push_back(told(found, reader));
    }
    require(piece.empty(), "all bytes are used up");
  }
  return all;
}

// Whole messages with control frames between their fragments.
void send_and_read(Choices& choices, unsigned seed) {
  std::string bytes;
  std::vector<std::string> expected;
  const auto expect = [&](Found found, std::string_view text) {
    expected.push_back(std::to_string(static_cast<int>(found)) + ' ' + std::string(text));
  };
  while (choices.left() && expected.size() < 20) {
    const std::string payload = choices.text(choices.below(kMaxMessage));
    const bool text = bff::json::valid_utf8(payload) && choices.flag();
    std::string_view rest = payload;
    for (bool first = true; first || !rest.empty(); first = false) {
      const std::string_view part = rest.substr(0, 1 + choices.below(kMaxMessage));
      rest.remove_prefix(part.size());
      const std::string mask = (choices.text(4) + "mask").substr(0, 4);
      bytes += bff::test::bytes_of({.opcode = first ? (text ? 1 : 2) : 0,
                                    .payload = part,
                                    .fin = rest.empty(),
                                    .mask = mask});
      if (!rest.empty() && choices.rarely(3)) {
        bytes += bff::test::bytes_of({.opcode = 9, .payload = part.substr(0, 125)});
        expect(Found::ping, part.substr(0, 125));
      }
    }
    expect(text ? Found::text : Found::binary, payload);
  }
  require(read(bytes, seed, 40) == expected, "what was sent is read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Choices choices(bff::fuzz::text_of(data, size));
  const unsigned seed = choices.byte();
  if (choices.flag()) {
    send_and_read(choices, seed);
    return 0;
  }
  const std::string_view bytes = choices.rest();
  const auto whole = read(bytes, seed, bytes.size() + 1);
  require(read(bytes, seed, 40) == whole, "cuts change nothing");
  require(read(bytes, seed, 1) == whole, "nor do single bytes");
  return 0;
}
