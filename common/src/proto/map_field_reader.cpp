// SPDX-License-Identifier: Apache-2.0
// Maps within MessageReader.
#include "proto/map_keys.hpp"
#include "proto/message_reader.hpp"

namespace bff::proto {

using Kind = json::Reader::Kind;
using Next = json::Reader::Next;

bool MessageReader::map(const Field& field, const FieldTree& tree, int depth) {
  if (in_.peek() != Kind::object || !in_.open()) return expected("an object");
  const Scratch::Scope scope(scratch_);
  const Field& key_field = *field.message->find(1);
  const Field& value_field = *field.message->find(2);
  MapKeys keys(key_field.type == FieldType::text, scratch_);
  json::Text text;
  Next next;
  while ((next = in_.member(text)) == Next::more) {
    const std::string_view name = plain(text);
    const std::size_t before = wire_.size();
    wire_.tag(field.number, wire::Type::length);
    const std::size_t begin = wire_.begin();
    std::uint64_t key = 0;
    if (!map_key(key_field, name, key)) return at(name);
    keys.add(name, key);
    const std::size_t keyed = wire_.size();
    // An entry is a message: it counts as one that encloses its value.
    if (!element(value_field, tree, depth + 1, true)) return at(name);
    if (wire_.size() == keyed) {  // an unknown enum's name: ignored with its key
      wire_.cut(before);
    } else {
      wire_.end(begin);
    }
  }
  if (next == Next::failed) return not_json();
  if (const auto repeated = keys.repeated()) {
    return fail("this key stands twice"), at(*repeated);
  }
  return true;
}

// `bits`: the key's value where it is no text.
bool MessageReader::map_key(const Field& field, std::string_view name, std::uint64_t& bits) {
  const auto type = static_cast<wire::Type>(field.wire_type);
  if (field.type != FieldType::text && !ScalarReader::key(field, name, bits)) {
    return expected_value(field);
  }
  wire_.tag(field.number, type);
  if (field.type == FieldType::text) {
    wire_.bytes(name);
  } else {
    wire_.number(type, bits);
  }
  return true;
}

}  // namespace bff::proto
