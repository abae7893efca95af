// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "framing/base64.hpp"

namespace bff::framing {

// What gRPC, gRPC-Web and Connect's streams put around a message: a byte of flags, and the length
// in four bytes, highest first.
inline constexpr std::size_t kEnvelopeHead = 5;

// Flags of both protocols, and what ends a response in each.
inline constexpr std::uint8_t kCompressed = 0x01;
inline constexpr std::uint8_t kConnectEnd = 0x02;
inline constexpr std::uint8_t kGrpcWebTrailers = 0x80;

void append_envelope(std::string& out, std::uint8_t flags, std::string_view message);

// The same around a message that the caller appends itself, without a copy:
//   const auto begun = begin_envelope(out); out += message; end_envelope(out, begun, flags);
std::size_t begin_envelope(std::string& out);
void end_envelope(std::string& out, std::size_t begun, std::uint8_t flags);

// Reads the messages of a request, wherever reads have cut them. A client may set no flag:
// compression is not spoken, and only a response has an end of its own. Of a message no more than
// max_message bytes are kept, and only those that have come.
//
//   while ((found = reader.next(bytes)) == Found::message) … reader.message() …
// At the end of the content finish() tells whether it ended between messages.
class EnvelopeReader {
 public:
  enum class Found : std::uint8_t {
    nothing,  // `bytes` are used up
    message,
    failed,  // error(); final
  };
  enum class Encoding : std::uint8_t { binary, base64 };

  explicit EnvelopeReader(std::size_t max_message, Encoding encoding = Encoding::binary) noexcept
      : max_message_(max_message), encoding_(encoding) {}

  // Takes bytes off the front of `bytes` up to the end of the next message.
  Found next(std::string_view& bytes);

  // Behind `message`, until the next call of next(); may be moved from.
  std::string& message() noexcept { return message_; }

  // Whether the content may end here.
  bool finish() noexcept;

  // Preconditions: next() failed, or finish() did. What the client is told: too large a message is
  // content_too_large, a compressed one not_implemented, the rest invalid_body.
  Error error() const;

 private:
  enum class Fault : std::uint8_t { none, too_large, compressed, flags, base64, cut_short };
  static constexpr std::size_t kDecoded = 768;

  Found next_binary(std::string_view& bytes);
  Found next_base64(std::string_view& text);
  bool read_head(std::string_view& bytes);
  Found fail(Fault fault) noexcept;

  std::size_t max_message_;
  std::string message_;
  std::array<unsigned char, kEnvelopeHead> head_{};
  std::size_t left_ = 0;  // of the message
  std::uint8_t head_size_ = 0;
  bool told_ = false;  // message_ was told, and is the caller's until next()
  Fault fault_ = Fault::none;
  Encoding encoding_;
  // Of base64 only: bytes that were decoded and not yet read.
  Base64Decoder base64_;
  std::array<char, kDecoded> decoded_;
  std::uint16_t decoded_from_ = 0, decoded_to_ = 0;
};

}  // namespace bff::framing
