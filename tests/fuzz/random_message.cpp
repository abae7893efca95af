// SPDX-License-Identifier: Apache-2.0
#include "fuzz/random_message.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace bff::fuzz {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

namespace {

constexpr int kMessageDepth = 5;

enum Wire : unsigned { kVarint = 0, kFixed64 = 1, kLength = 2, kBegin = 3, kEnd = 4, kFixed32 = 5 };

constexpr std::string_view kTexts[] = {"",
                                       "a",
                                       "a_b.c",
                                       "x,y",
                                       "\xC3\xA9\xF0\x9F\x98\x80",
                                       "\"\\\n\x01",
                                       "ORDER_A",
                                       "long enough not to be kept inside of a string object",
                                       "path_2.a",
                                       "0",
                                       "\x7F\xE2\x80\xA8"};

class MessageMaker {
 public:
  explicit MessageMaker(Choices& choices) : choices_(choices) {}

  std::string make(const pb::Descriptor& type, int depth) {
    std::string out;
    if (type.full_name() == "google.protobuf.Any" && choices_.flag()) return any(depth);
    for (std::size_t n = choices_.below(8); n > 0 && choices_.left(); --n) {
      if (choices_.rarely(16) || type.field_count() == 0) {
        append_unknown(out, 600 + static_cast<unsigned>(choices_.below(3)), depth);
        continue;
      }
      const Field& field = *type.field(
          static_cast<int>(choices_.below(static_cast<std::size_t>(type.field_count()))));
      if (choices_.rarely(24)) {
        append_unknown(out, static_cast<unsigned>(field.number()), depth);
      } else {
        append_field(out, field, depth);
      }
    }
    return out;
  }

 private:
  static unsigned wire_of(const Field& field) {
    switch (field.type()) {
      case Field::TYPE_DOUBLE:
      case Field::TYPE_FIXED64:
      case Field::TYPE_SFIXED64:
        return kFixed64;
      case Field::TYPE_FLOAT:
      case Field::TYPE_FIXED32:
      case Field::TYPE_SFIXED32:
        return kFixed32;
      case Field::TYPE_STRING:
      case Field::TYPE_BYTES:
      case Field::TYPE_MESSAGE:
        return kLength;
      default:
        return kVarint;
    }
  }

  void append_field(std::string& out, const Field& field, int depth) {
    const unsigned wire = wire_of(field);
    const auto number = static_cast<unsigned>(field.number());
    if (field.is_repeated() && wire != kLength && choices_.flag()) {
      std::string list;
      for (std::size_t n = choices_.below(5); n > 0; --n) append_value(list, field);
      append_tag(out, number, kLength);
      append_bytes(out, list);
      return;
    }
    append_tag(out, number, wire);
    if (field.type() == Field::TYPE_MESSAGE) {
      append_bytes(out, depth < kMessageDepth ? make(*field.message_type(), depth + 1) : "");
    } else if (wire == kLength) {
      append_bytes(out, text());
    } else {
      append_value(out, field);
    }
  }

  std::string text() {
    if (choices_.rarely(12)) return choices_.text(choices_.below(12));  // mostly no UTF-8
    return std::string(kTexts[choices_.below(std::size(kTexts))]);
  }

  // A type that the gateway knows, or one that it does not; the value is of M0's kind or nothing.
  std::string any(int depth) {
    constexpr std::string_view kUrls[] = {"x.example/r.M0",
                                          "type.googleapis.com/google.protobuf.Duration",
                                          "/google.protobuf.Empty",
                                          "nowhere/r.Other",
                                          "r.M0",
                                          "",
                                          "x/google.protobuf.Int64Value",
                                          "x/r.M1"};
    std::string out, value;
    if (choices_.flag()) append_field_of_number(value, depth);
    append_tag(out, 1, kLength);
    append_bytes(out, std::string(kUrls[choices_.below(std::size(kUrls))]));
    append_tag(out, 2, kLength);
    append_bytes(out, value);
    return out;
  }

  void append_field_of_number(std::string& out, int depth) {
    append_unknown(out, 1 + static_cast<unsigned>(choices_.below(4)), depth);
  }

  void append_unknown(std::string& out, unsigned number, int depth) {
    switch (choices_.below(5)) {
      case 0:
        append_tag(out, number, kVarint);
        append_varint(out, integer());
        break;
      case 1:
        append_tag(out, number, kFixed64);
        append_fixed(out, integer(), 8);
        break;
      case 2:
        append_tag(out, number, kLength);
        append_bytes(out, text());
        break;
      case 3:
        append_tag(out, number, kBegin);
        if (depth < kMessageDepth && choices_.flag()) append_unknown(out, number, depth + 1);
        append_tag(out, number, kEnd);
        break;
      default:
        append_tag(out, number, kFixed32);
        append_fixed(out, integer(), 4);
        break;
    }
  }

  // Small ones mostly, and those at the borders.
  std::uint64_t integer() {
    constexpr std::uint64_t kBorders[] = {0,
                                          1,
                                          2,
                                          127,
                                          128,
                                          1000,
                                          999'999'999,
                                          0x7FFFFFFF,
                                          0x80000000,
                                          0xFFFFFFFF,
                                          0x7FFFFFFFFFFFFFFF,
                                          0x8000000000000000,
                                          0xFFFFFFFFFFFFFFFF,
                                          1'500'000'000};
    if (choices_.rarely(6)) return choices_.number(8);
    return kBorders[choices_.below(std::size(kBorders))];
  }

  std::uint64_t real(bool is_float) {
    constexpr double kReals[] = {0.0, -0.0, 1.0, 0.1, -2.5e-7, 1e21, 1e300, 123456789.0, 5e-324};
    const std::size_t at = choices_.below(std::size(kReals) + 4);
    double value = 0;
    if (at < std::size(kReals)) {
      value = kReals[at];
    } else if (at == std::size(kReals)) {
      value = std::nan("");
    } else if (at == std::size(kReals) + 1) {
      value = -std::numeric_limits<double>::infinity();
    } else {
      return choices_.number(is_float ? 4 : 8);
    }
    if (!is_float) return std::bit_cast<std::uint64_t>(value);
    const bool fits = std::abs(value) < 1e38 || !std::isfinite(value);
    return std::bit_cast<std::uint32_t>(fits ? static_cast<float>(value) : 3.4e38F);
  }

  void append_value(std::string& out, const Field& field) {
    if (field.type() == Field::TYPE_ENUM) {
      const pb::EnumDescriptor& type = *field.enum_type();
      const auto at =
          static_cast<int>(choices_.below(static_cast<std::size_t>(type.value_count()) + 1));
      const std::int64_t number = at < type.value_count() ? type.value(at)->number() : 77;
      return append_varint(out, static_cast<std::uint64_t>(number));
    }
    const bool is_float = field.type() == Field::TYPE_FLOAT;
    if (is_float || field.type() == Field::TYPE_DOUBLE) {
      return append_fixed(out, real(is_float), is_float ? 4 : 8);
    }
    const unsigned wire = wire_of(field);
    if (wire == kVarint) return append_varint(out, integer());
    append_fixed(out, integer(), wire == kFixed32 ? 4 : 8);
  }

  void append_tag(std::string& out, unsigned number, unsigned wire) {
    append_varint(out, std::uint64_t{number} << 3 | wire);
  }

  void append_bytes(std::string& out, const std::string& bytes) {
    append_varint(out, bytes.size());
    out += bytes;
  }

  void append_varint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
  }

  void append_fixed(std::string& out, std::uint64_t value, int bytes) {
    for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value);
  }

  Choices& choices_;
};

}  // namespace

std::string random_message(Choices& choices, const pb::Descriptor& type) {
  return MessageMaker(choices).make(type, 0);
}

}  // namespace bff::fuzz
