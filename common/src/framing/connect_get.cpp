// SPDX-License-Identifier: Apache-2.0
#include "framing/connect.hpp"
#include "json/base64.hpp"
#include "json/writer.hpp"

namespace bff::framing::connect {
namespace {

// The parameters that mean something, still encoded.
struct Parameters {
  std::optional<std::string_view> message, encoding, base64, compression, connect;

  std::optional<std::string_view>* named(std::string_view name) noexcept {
    if (name == "message") return &message;
    if (name == "encoding") return &encoding;
    if (name == "base64") return &base64;
    if (name == "compression") return &compression;
    return name == "connect" ? &connect : nullptr;
  }
};

Error wrong(std::string_view name, std::string detail) {
  return {.code = Errc::invalid_parameter,
          .detail = std::move(detail),
          .parameter = "query." + std::string(name)};
}

// Given twice is an error: two readers would not agree on which one counts.
Result<Parameters> split(std::string_view query) {
  Parameters all;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view piece = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    const std::size_t equals = piece.find('=');
    const std::string_view name = piece.substr(0, equals);
    std::optional<std::string_view>* const known = all.named(name);
    if (known == nullptr) continue;
    if (*known) return wrong(name, "it is given twice");
    *known = equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1);
  }
  return all;
}

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// `+` is a space, as clients that write forms have it: the others write %2B for a plus.
bool decode_percent(std::string_view text, std::string& out) {
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return true;
}

// Both alphabets, padded or not.
bool decode_base64(std::string& text) {
  std::string bytes(json::base64_room(text.size()), '\0');
  const char* const end = json::decode_base64(bytes.data(), text);
  if (end == nullptr) return false;
  bytes.resize(static_cast<std::size_t>(end - bytes.data()));
  text = std::move(bytes);
  return true;
}

}  // namespace

Result<Get> read_get(std::string_view query) {
  const Result<Parameters> split_query = split(query);
  if (!split_query) return split_query.error();
  const Parameters& given = *split_query;
  if (given.connect && *given.connect != "v1") {
    return wrong("connect", "this gateway speaks v1 of the Connect protocol");
  }
  if (given.compression && !given.compression->empty() && *given.compression != "identity") {
    return Error{.code = Errc::not_implemented,
                 .detail = "the message is compressed; supported encodings: identity",
                 .parameter = "query.compression"};
  }
  if (!given.encoding) return wrong("encoding", "it is missing: json or proto");
  if (*given.encoding != "json" && *given.encoding != "proto") {
    return Error{.code = Errc::unsupported_media_type,
                 .detail = "it must be json or proto",
                 .parameter = "query.encoding"};
  }
  if (!given.message) return wrong("message", "it is missing");

  Get get{.codec = *given.encoding == "json" ? Codec::json : Codec::proto, .message = {}};
  if (!decode_percent(*given.message, get.message)) {
    return wrong("message", "a '%' is not followed by two hexadecimal digits");
  }
  if (given.base64 == "1") {  // other values are ignored
    if (!decode_base64(get.message)) return wrong("message", "it is not base64");
  } else if (!json::valid_utf8(get.message)) {
    return wrong("message", "it is not UTF-8: binary data wants base64=1");
  }
  return get;
}

}  // namespace bff::framing::connect
