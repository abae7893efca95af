// SPDX-License-Identifier: Apache-2.0
// The well-known types within MessageReader. Schema made sure that such a message has the fields
// that its name promises, by their numbers.
#include <bit>

#include "proto/message_reader.hpp"
#include "proto/well_known.hpp"

namespace bff::proto {

using Kind = json::Reader::Kind;
using Next = json::Reader::Next;
using wire::Type;

bool MessageReader::well_known(const MessageTable& table, int depth) {
  switch (table.well_known) {
    case WellKnown::any:
      return any(depth);
    case WellKnown::timestamp:
    case WellKnown::duration:
      return instant(table.well_known);
    case WellKnown::field_mask:
      return field_mask();
    case WellKnown::structure:
      return structure(depth);
    case WellKnown::list_value:
      return list_value(depth);
    case WellKnown::value:
      return any_json(depth);
    case WellKnown::wrapper:
      return element(table.fields[0], FieldTree::everything(), depth, false);
    case WellKnown::none:
    case WellKnown::empty:
      break;
  }
  return false;
}

// Timestamp or Duration: both have seconds as field 1 and nanos as field 2.
bool MessageReader::instant(WellKnown type) {
  const Scratch::Scope scope(scratch_);
  const bool point = type == WellKnown::timestamp;
  const auto misfit = [&] {
    return expected(point ? "a timestamp such as \"2024-02-29T12:00:00.5Z\""
                          : "a duration such as \"1.5s\"");
  };
  json::Text text;
  std::int64_t seconds;
  std::int32_t nanos;
  if (in_.peek() != Kind::text || !in_.text(text)) return misfit();
  if (!(point ? parse_timestamp : parse_duration)(plain(text), seconds, nanos)) return misfit();
  if (seconds != 0) {
    wire_.tag(1, Type::varint);
    wire_.varint(static_cast<std::uint64_t>(seconds));
  }
  if (nanos != 0) {
    wire_.tag(2, Type::varint);
    wire_.varint(static_cast<std::uint64_t>(std::int64_t{nanos}));
  }
  return true;
}

// Paths with commas between them; none at all is an empty mask.
bool MessageReader::field_mask() {
  const Scratch::Scope scope(scratch_);
  json::Text text;
  if (in_.peek() != Kind::text || !in_.text(text)) return expected("a field mask in a string");
  const std::string_view paths = plain(text);
  for (std::size_t at = 0; !paths.empty() && at <= paths.size();) {
    const std::string_view path = paths.substr(at, paths.find(',', at) - at);
    wire_.tag(1, Type::length);
    const std::size_t begin = wire_.begin();
    if (!append_snake_path(out_, path)) {
      return expected("a field mask such as \"id,user.displayName\"");
    }
    wire_.end(begin);
    at += path.size() + 1;
  }
  return true;
}

// google.protobuf.Value: null_value = 1, number_value = 2, string_value = 3, bool_value = 4,
// struct_value = 5, list_value = 6.
bool MessageReader::any_json(int depth) {
  json::Number number;
  double real;
  bool truth;
  switch (in_.peek()) {
    case Kind::none:
      return not_json();
    case Kind::null:
      wire_.tag(1, Type::varint);
      wire_.varint(0);
      return in_.null() || not_json();
    case Kind::number:
      if (!in_.number(number) || !json::to_double(number, real)) return expected("a double");
      wire_.tag(2, Type::fixed64);
      wire_.fixed64(std::bit_cast<std::uint64_t>(real));
      return true;
    case Kind::text:
      return text(3, true);
    case Kind::boolean:
      if (!in_.boolean(truth)) return not_json();
      wire_.tag(4, Type::varint);
      wire_.varint(truth ? 1 : 0);
      return true;
    case Kind::object:
      return submessage(5, depth + 1, [&] { return structure(depth + 1); });
    case Kind::list:
      return submessage(6, depth + 1, [&] { return list_value(depth + 1); });
  }
  return false;
}

// google.protobuf.Struct: fields = 1, a map to Values. A name that comes again is written again:
// of a map's entries the last one counts.
bool MessageReader::structure(int depth) {
  if (in_.peek() != Kind::object || !in_.open()) return expected("an object");
  json::Text key;
  Next next;
  while ((next = in_.member(key)) == Next::more) {
    const Scratch::Scope scope(scratch_);
    const std::string_view name = plain(key);
    const auto value = [&] { return any_json(depth + 2); };
    const auto entry = [&] {
      wire_.tag(1, Type::length);
      wire_.bytes(name);
      return submessage(2, depth + 2, value);
    };
    if (!submessage(1, depth + 1, entry)) return at(name);
  }
  return next == Next::end || not_json();
}

// google.protobuf.ListValue: values = 1.
bool MessageReader::list_value(int depth) {
  if (in_.peek() != Kind::list || !in_.open()) return expected("a list");
  Next next;
  for (std::size_t index = 0; (next = in_.item()) == Next::more; ++index) {
    if (!submessage(1, depth + 1, [&] { return any_json(depth + 1); })) return at(index);
  }
  return next == Next::end || not_json();
}

}  // namespace bff::proto
