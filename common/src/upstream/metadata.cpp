// SPDX-License-Identifier: Apache-2.0
#include "upstream/metadata.hpp"

#include <algorithm>
#include <array>

#include "upstream/base64.hpp"

namespace bff::upstream {

namespace {

// gRPC's Header-Name is narrower than an HTTP token (PROTOCOL-HTTP2.md).
constexpr std::array<bool, 256> kNameCharacters = [] {
  std::array<bool, 256> allowed{};
  for (const char c : std::string_view{"abcdefghijklmnopqrstuvwxyz0123456789_-."}) {
    allowed[static_cast<unsigned char>(c)] = true;
  }
  return allowed;
}();

bool is_metadata_name(std::string_view name) {
  bool good = !name.empty();
  for (const char c : name) good &= kNameCharacters[static_cast<unsigned char>(c)];
  return good;
}

bool is_printable(std::string_view value) {
  unsigned bad = 0;  // without a branch a byte: the compiler makes vectors of it
  for (const char c : value) bad |= static_cast<unsigned char>(c - 0x20) > 0x7e - 0x20;
  return bad == 0;
}

const char* fault_of(std::string_view name, std::string_view value) {
  if (!is_metadata_name(name)) return "is not a metadata name";
  if (is_reserved(name)) return "is not for callers to set";
  if (!is_printable(value)) return "has a byte that is not printable ASCII";
  if (name.ends_with("-bin") && !base64_decode(value)) return "is not base64";
  return nullptr;
}

}  // namespace

bool is_reserved(std::string_view name) noexcept {
  // RFC 9113 §8.2.2 has those of connections.
  constexpr std::array<std::string_view, 10> kReserved{
      "connection", "content-length", "content-type",      "host",    "keep-alive",
      "te",         "user-agent",     "transfer-encoding", "upgrade", "proxy-connection"};
  return name.starts_with("grpc-") ||
         std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

std::string_view trimmed(std::string_view value) noexcept {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  if (value.empty() || (!blank(value.front()) && !blank(value.back()))) return value;
  const std::size_t first = value.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

std::string refusal_of(MetadataView metadata) {
  std::size_t size = 0;
  for (const auto& [name, value] : metadata) {
    // The value stays out of the text: it may be a credential.
    if (const char* fault = fault_of(name, trimmed(value))) {
      return "metadata '" + std::string{name} + "' " + fault;
    }
    size += name.size() + value.size() + 32;
  }
  if (size > kMaxMetadata) {
    return "metadata of " + std::to_string(size) + " bytes is above the limit of " +
           std::to_string(kMaxMetadata);
  }
  return {};
}

}  // namespace bff::upstream
