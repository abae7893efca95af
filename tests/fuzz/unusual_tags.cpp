// SPDX-License-Identifier: Apache-2.0
#include "fuzz/unusual_tags.hpp"

#include <algorithm>
#include <cstdint>

namespace bff::fuzz {
namespace {

struct Varint {
  std::uint64_t value = 0;
  std::size_t size = 0;  // 0: it does not end
};

Varint take_varint(std::string_view& bytes) {
  Varint out;
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 10); ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    out.value |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
    if (byte >= 0x80) continue;
    out.size = i + 1;
    bytes.remove_prefix(out.size);
    return out;
  }
  return {};
}

}  // namespace

bool has_unusual_tags(std::string_view bytes, const google::protobuf::Descriptor* type) {
  while (!bytes.empty()) {
    const Varint tag = take_varint(bytes);
    if (tag.size == 0) return false;
    if (tag.size > 5 || tag.value > 0xFFFFFFFF) return true;
    std::size_t size = 0;
    switch (tag.value & 7) {
      case 0:
        if (take_varint(bytes).size == 0) return false;
        break;
      case 1:
        size = 8;
        break;
      case 2: {
        const Varint length = take_varint(bytes);
        if (length.size > 5) return true;
        if (length.size == 0) return false;
        size = std::min<std::uint64_t>(length.value, bytes.size());
        const auto* field =
            type == nullptr ? nullptr : type->FindFieldByNumber(static_cast<int>(tag.value >> 3));
        const bool any = type != nullptr && type->full_name() == "google.protobuf.Any";
        const auto* held = field == nullptr ? nullptr : field->message_type();
        if ((held != nullptr || any) && has_unusual_tags(bytes.substr(0, size), held)) return true;
        break;
      }
      case 5:
        size = 4;
        break;
      default:  // groups begin and end by tags alone
        break;
    }
    bytes.remove_prefix(std::min(size, bytes.size()));
  }
  return false;
}

}  // namespace bff::fuzz
