// SPDX-License-Identifier: Apache-2.0
// What clients of gRPC-Web and Connect send: the envelopes of a body, which must give the same
// messages however they are cut, and in base64 as in binary; and what stands in a query and in
// header fields. The first byte seeds the cuts, the second is 1 where the body is base64 as it is.
#include <random>
#include <vector>

#include "framing/connect.hpp"
#include "framing/envelope.hpp"
#include "framing/grpc_web.hpp"
#include "framing/rpc_timeout.hpp"
#include "fuzz/choices.hpp"
#include "fuzz/target.hpp"

using namespace bff::framing;
using bff::fuzz::require;
using Encoding = EnvelopeReader::Encoding;
using Found = EnvelopeReader::Found;

namespace {

constexpr std::size_t kMaxMessage = 200;

struct Outcome {
  std::vector<std::string> messages;
  std::string refusal;
  bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view body, Encoding encoding, unsigned seed, std::size_t most) {
  std::minstd_rand random(seed + 1U);
  EnvelopeReader reader(kMaxMessage, encoding);
  Outcome outcome;
  Found found = Found::nothing;
  while (!body.empty() && found != Found::failed) {
    const bff::fuzz::Exact exact(body.substr(0, 1 + random() % most));
    body.remove_prefix(exact.view().size());
    std::string_view piece = exact.view();
    while ((found = reader.next(piece)) == Found::message) {
      require(reader.message().size() <= kMaxMessage, "a message keeps to its bound");
      outcome.messages.push_back(reader.message());
    }
    require(found == Found::failed || piece.empty(), "all bytes are used up");
  }
  if (!reader.finish()) {
    outcome.refusal = reader.error().detail;
    require(!outcome.refusal.empty(), "a refusal says why");
    require(status_of(reader.error()) >= 400, "and has a status");
  }
  return outcome;
}

Outcome read(std::string_view body, Encoding encoding, unsigned seed) {
  const Outcome whole = read(body, encoding, seed, body.size() + 1);
  require(read(body, encoding, seed, 40) == whole, "cuts change nothing");
  require(read(body, encoding, seed, 1) == whole, "nor do single bytes");
  return whole;
}

void read_fields(std::string_view text) {
  if (const auto get = connect::read_get(text)) {
    require(get->message.size() <= text.size(), "a message is no longer than its query");
  } else {
    require(!get.error().detail.empty(), "a refusal says why");
  }
  for (const auto time : {parse_grpc_timeout(text), parse_connect_timeout(text)}) {
    require(!time || (time->count() >= 0 && *time <= kMostTimeout), "a timeout keeps to its bound");
  }
  if (const auto form = grpc_web::form_of(text)) {
    require(grpc_web::form_of(grpc_web::content_type(*form)) == form, "a form has a name");
  }
  if (const auto form = connect::form_of(text)) {
    require(connect::form_of(connect::content_type(*form)) == form, "a form has a name");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bff::fuzz::Choices choices(bff::fuzz::text_of(data, size));
  const unsigned seed = choices.byte();
  const bool base64 = choices.flag();
  const std::string_view body = choices.rest();
  read_fields(body);
  if (base64) {
    read(body, Encoding::base64, seed);
    return 0;
  }
  const Outcome outcome = read(body, Encoding::binary, seed);
  std::string text;
  append_base64(text, body, Padding::full);
  require(read(text, Encoding::base64, seed) == outcome, "base64 changes nothing");

  // What was read is what would be written, up to what was refused.
  std::string again;
  for (const std::string& message : outcome.messages) append_envelope(again, 0, message);
  require(body.starts_with(again), "messages are read as they are written");
  require(!outcome.refusal.empty() || again.size() == body.size(), "and none is left out");
  return 0;
}
