// SPDX-License-Identifier: Apache-2.0
#include "route/canonical.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace bff::route {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// pchar of RFC 3986 section 3.3, without `%`.
constexpr auto kPchars = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-._~!$&'()*+,;=:@"}) {
    is[static_cast<unsigned char>(c)] = true;
  }
  return is;
}();
bool is_pchar(unsigned char c) noexcept { return kPchars[c]; }

// gen-delims and sub-delims of RFC 3986 section 2.2.
bool is_reserved(char c) noexcept {
  return std::string_view{":/?#[]@!$&'()*+,;="}.find(c) != std::string_view::npos;
}

// A byte at a time, by the table of well-formed sequences (Unicode 15, table 3-7): no overlong
// forms, no surrogates, nothing above U+10FFFF.
class Utf8Check {
 public:
  bool take(unsigned char byte) noexcept {
    if (missing_ == 0) return begin(byte);
    if (byte < low_ || byte > high_) return false;
    low_ = 0x80;
    high_ = 0xBF;
    --missing_;
    return true;
  }
  bool complete() const noexcept { return missing_ == 0; }

 private:
  bool begin(unsigned char byte) noexcept {
    if (byte < 0x80) return true;
    if (byte < 0xC2 || byte > 0xF4) return false;
    missing_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    low_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    high_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
    return true;
  }

  int missing_ = 0;
  unsigned char low_ = 0x80, high_ = 0xBF;
};

// "." or ".." up to the segment's end or its first `;` or `:`: Java servers cut path parameters
// away and then resolve what is left (CVE-2020-5902 and many since), and we cut a verb away.
class DotCheck {
 public:
  void take(unsigned char byte) noexcept {
    if (byte == ';' || byte == ':') cut_ = true;
    if (cut_) return;
    if (byte == '.') {
      ++dots_;
    } else {
      other_ = true;
    }
  }
  bool is_dot_segment() const noexcept { return !other_ && (dots_ == 1 || dots_ == 2); }

 private:
  std::size_t dots_ = 0;
  bool other_ = false, cut_ = false;
};

class PathCheck {
 public:
  explicit PathCheck(std::string_view path) : path_(path) {}

  Result<void> run() {
    if (path_.empty() || path_.front() != '/') return refuse("the path does not begin with '/'");
    for (std::size_t at = 1; at <= path_.size();) {
      const std::size_t begin = at;
      if (const std::size_t end = end_of_plain(at); end != std::string_view::npos) {
        at = end;
      } else if (const auto problem = segment(at)) {
        return refuse(*problem);
      }
      // A last empty segment is a trailing slash: unambiguous, and no route has one.
      if (at == begin && at < path_.size()) return refuse("the path has an empty segment ('//')");
      ++at;
    }
    return {};
  }

 private:
  static Error refuse(std::string detail) {
    return {.code = Errc::invalid_path, .detail = std::move(detail)};
  }

  // Where the segment ends, if that is plain to see: nearly all have no escape, and begin with
  // what no dot segment begins with. Else npos.
  std::size_t end_of_plain(std::size_t at) const noexcept {
    if (at < path_.size()) {
      const char front = path_[at];
      if (front == '.' || front == ';' || front == ':') return std::string_view::npos;
    }
    while (at < path_.size() && is_pchar(static_cast<unsigned char>(path_[at]))) ++at;
    return at == path_.size() || path_[at] == '/' ? at : std::string_view::npos;
  }

  // Reads to the segment's end, or gives what is wrong with it.
  std::optional<std::string> segment(std::size_t& at) const {
    Utf8Check utf8;
    DotCheck dots;
    for (; at < path_.size() && path_[at] != '/'; ++at) {
      auto byte = static_cast<unsigned char>(path_[at]);
      if (byte == '%') {
        const int high = at + 2 < path_.size() ? hex_value(path_[at + 1]) : -1;
        const int low = at + 2 < path_.size() ? hex_value(path_[at + 2]) : -1;
        if (high < 0 || low < 0) return "the path has a '%' that two hex digits do not follow";
        byte = static_cast<unsigned char>(high * 16 + low);
        if (byte == '/' || byte == '\\' || byte < 0x20 || byte == 0x7F) {
          return "the path holds '" + escaped(byte) + "', which cannot be a part of a segment";
        }
        at += 2;
      } else if (!is_pchar(byte)) {
        return "the path holds " + name_of(byte);
      }
      if (!utf8.take(byte)) return "the path's percent-encoding is no UTF-8";
      dots.take(byte);
    }
    if (!utf8.complete()) return "the path's percent-encoding is no UTF-8";
    if (dots.is_dot_segment()) return "the path has a segment '.' or '..'";
    return std::nullopt;
  }

  static std::string escaped(unsigned char byte) {
    return {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
  }

  static std::string name_of(unsigned char byte) {
    if (byte >= 0x80) return "a byte beyond ASCII, which must be percent-encoded";
    if (byte < 0x20 || byte == 0x7F) return "a control character";
    if (byte == '\\') return "a '\\', which is no slash";
    return std::string{"a '"} + static_cast<char>(byte) + "', which must be percent-encoded as '" +
           escaped(byte) + "'";
  }

  std::string_view path_;
};

unsigned char next_decoded(std::string_view raw, std::size_t& at) noexcept {
  if (raw[at] != '%') return static_cast<unsigned char>(raw[at++]);
  const int byte = hex_value(raw[at + 1]) * 16 + hex_value(raw[at + 2]);
  at += 3;
  return static_cast<unsigned char>(byte);
}

}  // namespace

Result<void> check_canonical(std::string_view path) { return PathCheck{path}.run(); }

std::string decode_segment(std::string_view raw) {
  if (raw.find('%') == std::string_view::npos) return std::string{raw};
  std::string text;
  text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size();) text += static_cast<char>(next_decoded(raw, at));
  return text;
}

std::string decode_segments(std::string_view raw) {
  if (raw.find('%') == std::string_view::npos) return std::string{raw};
  std::string text;
  text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t begin = at;
    const auto byte = static_cast<char>(next_decoded(raw, at));
    if (raw[begin] == '%' && is_reserved(byte)) {
      text += raw.substr(begin, at - begin);
    } else {
      text += byte;
    }
  }
  return text;
}

int compare_decoded(std::string_view raw, std::string_view text) noexcept {
  std::size_t at = 0;
  for (const char expected : text) {
    if (at == raw.size()) return -1;
    const int difference = next_decoded(raw, at) - static_cast<unsigned char>(expected);
    if (difference != 0) return difference;
  }
  return at == raw.size() ? 0 : 1;
}

}  // namespace bff::route
