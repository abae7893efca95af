// SPDX-License-Identifier: Apache-2.0
#include "framing/websocket_handshake.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "framing/base64.hpp"
#include "framing/media_type.hpp"
#include "json/base64.hpp"

namespace bff::framing::websocket {
namespace {

constexpr std::size_t kKeyText = 24, kKeyBytes = 16;  // §4.1, 7

bool is_key(std::string_view text) noexcept {
  std::array<char, json::base64_room(kKeyText)> bytes;
  if (text.size() != kKeyText) return false;
  const char* const end = json::decode_base64(bytes.data(), text);
  return end != nullptr && end - bytes.data() == kKeyBytes;
}

// RFC 9110 §5.6.2.
bool is_token(std::string_view text) noexcept {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool lists(std::string_view value, std::string_view lower_token) noexcept {
  bool found = false;
  for_each_member(value, [&](std::string_view member) { found |= iequals(member, lower_token); });
  return found;
}

}  // namespace

void Handshake::header(std::string_view name, std::string_view value) {
  if (iequals(name, "upgrade")) {
    upgrade_ |= lists(value, "websocket");
  } else if (iequals(name, "connection")) {
    connection_ |= lists(value, "upgrade");
  } else if (iequals(name, "sec-websocket-key")) {
    key_ = value;
    ++keys_;
  } else if (iequals(name, "sec-websocket-version")) {
    version_ = value;
    ++versions_;
  } else if (iequals(name, "sec-websocket-protocol")) {
    for_each_member(value, [&](std::string_view member) {
      bad_protocols_ |= !is_token(member);
      offered_.push_back(member);
    });
  }
}

Handshake::Verdict Handshake::verdict(std::string_view method, int minor_version) {
  // In HTTP/1.0 the field is to be ignored (RFC 9110 §7.8).
  if (!upgrade_ || minor_version < 1) return Verdict::none;
  if (method != "GET") return refuse("a WebSocket is opened by GET");
  if (!connection_) return refuse("Connection does not name upgrade");
  if (versions_ != 1) return refuse("Sec-WebSocket-Version must be there once");
  if (version_ != "13") return Verdict::wrong_version;
  if (keys_ != 1 || !is_key(key_)) {
    return refuse("Sec-WebSocket-Key must be there once: 16 bytes as base64");
  }
  if (bad_protocols_) return refuse("Sec-WebSocket-Protocol must be a list of tokens");
  return Verdict::accepted;
}

std::string_view Handshake::choose_protocol(std::span<const std::string_view> spoken) noexcept {
  const auto found =
      std::find_first_of(offered_.begin(), offered_.end(), spoken.begin(), spoken.end());
  protocol_ = found == offered_.end() ? std::string_view{} : *found;
  return protocol_;
}

void Handshake::append_answer(std::string& out) const {
  out += "upgrade: websocket\r\nsec-websocket-accept: ";
  out += accept_of(key_);
  out += "\r\n";
  if (!protocol_.empty()) out.append("sec-websocket-protocol: ").append(protocol_).append("\r\n");
}

Handshake::Verdict Handshake::refuse(std::string_view why) noexcept {
  why_ = why;
  return Verdict::bad_request;
}

std::string accept_of(std::string_view key) {
  std::string text(key);
  text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha1(), nullptr);
  std::string accept;
  append_base64(accept, {reinterpret_cast<const char*>(hash.data()), size}, Padding::full);
  return accept;
}

}  // namespace bff::framing::websocket
