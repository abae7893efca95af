// SPDX-License-Identifier: Apache-2.0
#include "proto/message_reader.hpp"

#include <algorithm>

#include "json/base64.hpp"
#include "proto/field_order.hpp"

namespace bff::proto {
namespace {

using Kind = json::Reader::Kind;
using Next = json::Reader::Next;

// Which fields of a message the text has, and which of its oneofs are set.
class Marks {
 public:
  Marks(const MessageTable& table, Scratch& scratch) : table_(table), words_(&few_) {
    const std::size_t count = table.fields.size() + table.oneofs;
    if (count <= 64) return;
    const std::size_t words = (count + 63) / 64;
    words_ = static_cast<std::uint64_t*>(scratch.allocate(words * sizeof few_, alignof(long)));
    std::fill_n(words_, words, 0);
  }
  Marks(const Marks&) = delete;
  Marks& operator=(const Marks&) = delete;

  // Marks the field with this index, or says why it may not be here.
  std::string_view claim(std::size_t index, bool null) noexcept {
    const Field& field = table_.fields[index];
    if (!set(index)) return kTwice;
    if (null) return field.required ? "this field is required" : "";
    if (field.oneof >= 0 && !set(table_.fields.size() + static_cast<std::size_t>(field.oneof))) {
      return "another field of its oneof is set already";
    }
    return {};
  }

  // A required field that the text does not have, or null.
  const Field* missing() const noexcept {
    if (!table_.requires_fields) return nullptr;
    for (std::size_t i = 0; i < table_.fields.size(); ++i) {
      if (table_.fields[i].required && !has(i)) return &table_.fields[i];
    }
    return nullptr;
  }

 private:
  bool has(std::size_t i) const noexcept { return (words_[i / 64] >> (i % 64) & 1) != 0; }
  bool set(std::size_t i) noexcept {
    if (has(i)) return false;
    words_[i / 64] |= std::uint64_t{1} << (i % 64);
    return true;
  }

  const MessageTable& table_;
  std::uint64_t few_ = 0;
  std::uint64_t* words_;
};

}  // namespace

bool MessageReader::body(const MessageTable& table, const FieldTree& tree, int depth) {
  if (table.well_known != WellKnown::none && table.well_known != WellKnown::empty) {
    return well_known(table, depth);
  }
  return members(table, tree, depth, false);
}

// `in_any`: an Any's "@type" stands among the fields.
bool MessageReader::members(const MessageTable& table, const FieldTree& tree, int depth,
                            bool in_any) {
  if (in_.peek() != Kind::object || !in_.open()) return expected("an object");
  const Scratch::Scope scope(scratch_);
  Marks marks(table, scratch_);
  const std::size_t begin = wire_.size();
  std::size_t guess = 0;
  std::uint32_t last = 0;
  bool ordered = true, typed = false;
  json::Text key;
  Next next;
  while ((next = in_.member(key)) == Next::more) {
    const std::string_view name = plain(key);
    if (in_any && name == kType) {
      if (!pass_type(typed)) return false;
      continue;
    }
    const Field* const field = table.find_key(name, guess);
    const std::size_t index = static_cast<std::size_t>(field - table.fields.data());
    const FieldTree* const within = field == nullptr ? nullptr : tree.find(index);
    if (within == nullptr) {
      if (!unknown(name)) return false;
      continue;
    }
    guess = index + 1;
    const bool null = in_.peek() == Kind::null && !takes_null(*field);
    if (const auto problem = marks.claim(index, null); !problem.empty()) {
      return fail(problem), at(name);
    }
    if (null) {
      if (!in_.null()) return not_json(), at(name);
      continue;
    }
    const std::size_t before = wire_.size();
    if (!member(*field, *within, depth)) return at(name);
    if (wire_.size() != before) {
      ordered = ordered && field->number > last;
      last = field->number;
    }
  }
  if (next == Next::failed) return not_json();
  if (const Field* const missing = options_.partial ? nullptr : marks.missing()) {
    return fail("this field is required"), at(missing->json_name);
  }
  if (!ordered) order_fields({&out_[begin], wire_.size() - begin}, scratch_);
  return true;
}

bool MessageReader::unknown(std::string_view name) {
  if (options_.ignore_unknown) return in_.skip() || (not_json(), at(name));
  return fail("there is no such field"), at(name);
}

bool MessageReader::takes_null(const Field& field) noexcept {
  if (field.repeated) return false;
  if (field.type == FieldType::message) return field.message->well_known == WellKnown::value;
  return field.type == FieldType::enumeration && field.enumeration->null_value;
}

bool MessageReader::member(const Field& field, const FieldTree& tree, int depth) {
  if (field.map) return map(field, tree, depth);
  if (field.repeated) return list(field, tree, depth);
  return element(field, tree, depth, field.presence);
}

bool MessageReader::list(const Field& field, const FieldTree& tree, int depth) {
  if (in_.peek() != Kind::list || !in_.open()) return expected("a list");
  const std::size_t begin = wire_.size();
  std::size_t packed = 0;
  if (field.packed) {
    wire_.tag(field.number, wire::Type::length);
    packed = wire_.begin();
  }
  Next next;
  for (std::size_t index = 0; (next = in_.item()) == Next::more; ++index) {
    if (!(field.packed ? scalar(field, true) : element(field, tree, depth, true))) {
      return at(index);
    }
  }
  if (next == Next::failed) return not_json();
  if (!field.packed) return true;
  if (wire_.size() == packed) {
    wire_.cut(begin);
  } else {
    wire_.end(packed);
  }
  return true;
}

bool MessageReader::element(const Field& field, const FieldTree& tree, int depth, bool keep_zero) {
  switch (field.type) {
    case FieldType::message:
      return submessage(field.number, depth + 1,
                        [&] { return body(*field.message, tree, depth + 1); });
    case FieldType::group:
      if (depth >= kMaxDepth) return fail(kTooDeep);
      wire_.tag(field.number, wire::Type::group_begin);
      if (!body(*field.message, tree, depth + 1)) return false;
      wire_.tag(field.number, wire::Type::group_end);
      return true;
    case FieldType::text:
      return text(field.number, keep_zero);
    case FieldType::bytes:
      return bytes(field, keep_zero);
    default:
      break;
  }
  // The tag goes before a value that is not yet known, and is dropped with it.
  const std::size_t begin = wire_.size();
  wire_.tag(field.number, static_cast<wire::Type>(field.wire_type));
  const std::size_t tagged = wire_.size();
  if (!scalar(field, keep_zero)) return false;
  if (wire_.size() == tagged) wire_.cut(begin);
  return true;
}

// A number, boolean or enum without its tag; nothing of an enum's name that is ignored.
bool MessageReader::scalar(const Field& field, bool keep_zero) {
  std::uint64_t bits;
  switch (scalars_.bits(field, bits)) {
    case ScalarReader::Got::failed:
      return expected_value(field);
    case ScalarReader::Got::nothing:
      return true;
    case ScalarReader::Got::value:
      break;
  }
  if (bits != 0 || keep_zero) wire_.number(static_cast<wire::Type>(field.wire_type), bits);
  return true;
}

bool MessageReader::text(std::uint32_t number, bool keep_zero) {
  const Scratch::Scope scope(scratch_);
  json::Text text;
  if (in_.peek() != Kind::text || !in_.text(text)) return expected("a string");
  if (text.raw.empty() && !keep_zero) return true;
  wire_.tag(number, wire::Type::length);
  wire_.bytes(plain(text));
  return true;
}

bool MessageReader::bytes(const Field& field, bool keep_zero) {
  const Scratch::Scope scope(scratch_);
  json::Text text;
  if (in_.peek() != Kind::text || !in_.text(text)) return expected_value(field);
  if (text.raw.empty() && !keep_zero) return true;
  const std::string_view encoded = plain(text);
  wire_.tag(field.number, wire::Type::length);
  const std::size_t begin = wire_.begin();
  char* const end = json::decode_base64(out_.room(json::base64_room(encoded.size())), encoded);
  if (end == nullptr) return expected_value(field);
  out_.advance(end);
  wire_.end(begin);
  return true;
}

}  // namespace bff::proto
