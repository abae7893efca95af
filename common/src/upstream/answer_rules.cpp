// SPDX-License-Identifier: Apache-2.0
#include "upstream/answer_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace bff::upstream {

namespace {

// RFC 9110 §5.6.2, without capitals (RFC 9113 §8.2.1).
constexpr std::array<bool, 256> kNameBytes = [] {
  std::array<bool, 256> allowed{};
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"}) {
    allowed[static_cast<unsigned char>(c)] = true;
  }
  return allowed;
}();

bool is_field_name(std::string_view name) noexcept {
  bool good = !name.empty();
  for (const char c : name) good &= kNameBytes[static_cast<unsigned char>(c)];
  return good;
}

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// Whether one of the eight bytes at `at` may be a control or DEL: "may", since a tab counts, and a
// borrow can mark the byte above a true hit.
std::uint64_t controls(const char* at) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHighBits = 0x8080808080808080;
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  const std::uint64_t del = word ^ (kOnes * 0x7f);
  return (((word - kOnes * 0x20) & ~word) | ((del - kOnes) & ~del)) & kHighBits;
}

bool is_value(std::string_view value) noexcept {
  const std::size_t size = value.size();
  if (size == 0) return true;
  if (is_blank(value.front()) || is_blank(value.back())) return false;
  if (size >= 8) {  // the last word overlaps the one before it
    std::uint64_t found = controls(value.data() + size - 8);
    for (std::size_t i = 0; i + 8 <= size; i += 8) found |= controls(value.data() + i);
    if (found == 0) return true;
  }
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

// §8.2.2. Told apart by their length, which few other names have.
bool is_connection_field(std::string_view name, std::string_view value) noexcept {
  switch (name.size()) {
    case 2:
      return name == "te" && value != "trailers";
    case 7:
      return name == "upgrade";
    case 10:
      return name == "connection" || name == "keep-alive";
    case 16:
      return name == "proxy-connection";
    case 17:
      return name == "transfer-encoding";
    default:
      return false;
  }
}

}  // namespace

const char* AnswerRules::field(std::string_view name, std::string_view value) noexcept {
  if (name.starts_with(':')) return pseudo_field(name, value);
  past_pseudo_ = true;
  if (!is_field_name(name)) return "a field's name has a byte that no name may have";
  if (!is_value(value)) return "a field's value has a byte, or a blank, that it may not have";
  if (is_connection_field(name, value)) return "a field that is for HTTP/1.1 connections";
  if (name == "content-length") return content_length(value);
  return nullptr;
}

const char* AnswerRules::pseudo_field(std::string_view name, std::string_view value) noexcept {
  if (name != ":status") return "a pseudo-header that an answer has not";
  if (answered_) return "a pseudo-header in trailers";
  if (past_pseudo_) return "a pseudo-header after other fields";
  if (status_ != 0) return "two :status fields";
  const char* const end = value.data() + value.size();
  const auto [last, error] = std::from_chars(value.data(), end, status_);
  // HTTP/2 has no 101 (§8.6).
  if (value.size() != 3 || last != end || status_ < 100 || status_ == 101) {
    return ":status is no status";
  }
  return nullptr;
}

const char* AnswerRules::content_length(std::string_view value) noexcept {
  const char* const end = value.data() + value.size();
  const bool digit = !value.empty() && value.front() >= '0' && value.front() <= '9';
  std::int64_t length = 0;
  const auto [last, error] = std::from_chars(value.data(), end, length);
  if (!digit || last != end || error != std::errc{}) return "content-length is no number";
  if (has_length_) return "two content-length fields";
  has_length_ = true;
  length_ = static_cast<std::uint64_t>(length);
  return nullptr;
}

const char* AnswerRules::end_fields(bool end_of_stream) noexcept {
  begun_ = true;
  if (answered_) {
    if (!end_of_stream) return "trailers without END_STREAM";
  } else {
    if (status_ == 0) return "no :status";
    if (has_length_ && (status_ < 200 || (status_ == 204 && length_ > 0))) {
      return "content-length of an answer without content";
    }
    answered_ = status_ >= 200;
  }
  past_pseudo_ = false;
  status_ = 0;
  return end_of_stream ? end() : nullptr;
}

const char* AnswerRules::data(std::size_t size, bool end_of_stream) noexcept {
  if (!answered_) return "DATA before the final answer's fields";
  received_ += size;
  if (has_length_ && received_ > length_) return "more DATA than content-length says";
  return end_of_stream ? end() : nullptr;
}

const char* AnswerRules::end() const noexcept {
  if (!answered_) return "an interim answer with END_STREAM";
  return has_length_ && received_ < length_ ? "less DATA than content-length says" : nullptr;
}

}  // namespace bff::upstream
