// SPDX-License-Identifier: Apache-2.0
#include "framing/envelope.hpp"

#include <algorithm>
#include <utility>

#include "framing/kept_text.hpp"

namespace bff::framing {

void append_envelope(std::string& out, std::uint8_t flags, std::string_view message) {
  const std::size_t begun = begin_envelope(out);
  out += message;
  end_envelope(out, begun, flags);
}

std::size_t begin_envelope(std::string& out) {
  out.append(kEnvelopeHead, '\0');
  return out.size() - kEnvelopeHead;
}

void end_envelope(std::string& out, std::size_t begun, std::uint8_t flags) {
  const std::size_t size = out.size() - begun - kEnvelopeHead;
  out[begun] = static_cast<char>(flags);
  for (std::size_t i = 1; i < kEnvelopeHead; ++i) {
    out[begun + i] = static_cast<char>(size >> (8 * (kEnvelopeHead - 1 - i)));
  }
}

EnvelopeReader::Found EnvelopeReader::next(std::string_view& bytes) {
  if (fault_ != Fault::none) return Found::failed;
  if (std::exchange(told_, false)) forget_text(message_);
  return encoding_ == Encoding::binary ? next_binary(bytes) : next_base64(bytes);
}

EnvelopeReader::Found EnvelopeReader::next_binary(std::string_view& bytes) {
  if (head_size_ < kEnvelopeHead && !read_head(bytes)) {
    return fault_ == Fault::none ? Found::nothing : Found::failed;
  }
  const std::string_view piece = bytes.substr(0, left_);
  message_ += piece;
  bytes.remove_prefix(piece.size());
  left_ -= piece.size();
  if (left_ > 0) return Found::nothing;
  head_size_ = 0;
  told_ = true;
  return Found::message;
}

EnvelopeReader::Found EnvelopeReader::next_base64(std::string_view& text) {
  for (;;) {
    if (decoded_from_ < decoded_to_) {
      std::string_view bytes{decoded_.data() + decoded_from_,
                             static_cast<std::size_t>(decoded_to_ - decoded_from_)};
      const Found found = next_binary(bytes);
      decoded_from_ = static_cast<std::uint16_t>(decoded_to_ - bytes.size());
      if (found != Found::nothing) return found;
    }
    if (text.empty() && !base64_.broken()) return Found::nothing;
    const char* const end = base64_.decode(text, decoded_.data(), decoded_.size());
    if (end == nullptr) return fail(Fault::base64);
    decoded_from_ = 0;
    decoded_to_ = static_cast<std::uint16_t>(end - decoded_.data());
  }
}

// Whether the head is whole, and says what may be.
bool EnvelopeReader::read_head(std::string_view& bytes) {
  const std::string_view piece = bytes.substr(0, kEnvelopeHead - head_size_);
  std::copy(piece.begin(), piece.end(), head_.begin() + head_size_);
  head_size_ = static_cast<std::uint8_t>(head_size_ + piece.size());
  bytes.remove_prefix(piece.size());
  if (head_size_ < kEnvelopeHead) return false;
  std::size_t size = 0;
  for (std::size_t i = 1; i < kEnvelopeHead; ++i) size = size << 8 | head_[i];
  if (head_[0] != 0) {
    fail(head_[0] == kCompressed ? Fault::compressed : Fault::flags);
  } else if (size > max_message_) {
    fail(Fault::too_large);
  }
  left_ = size;
  return fault_ == Fault::none;
}

bool EnvelopeReader::finish() noexcept {
  if (fault_ == Fault::none && (head_size_ > 0 || !base64_.whole())) fail(Fault::cut_short);
  return fault_ == Fault::none;
}

EnvelopeReader::Found EnvelopeReader::fail(Fault fault) noexcept {
  fault_ = fault;
  return Found::failed;
}

Error EnvelopeReader::error() const {
  switch (fault_) {
    case Fault::too_large:
      return {
          .code = Errc::content_too_large,
          .detail = "a message is above the limit of " + std::to_string(max_message_) + " bytes"};
    case Fault::compressed:
      return {.code = Errc::not_implemented,
              .detail = "a message is compressed; supported encodings: identity"};
    case Fault::flags:
      return {.code = Errc::invalid_body, .detail = "a message has flags that a request has not"};
    case Fault::base64:
      return {.code = Errc::invalid_body, .detail = "the body is not base64"};
    case Fault::cut_short:
      return {.code = Errc::invalid_body, .detail = "the body ends within a message"};
    case Fault::none:
      break;
  }
  return {};
}

}  // namespace bff::framing
