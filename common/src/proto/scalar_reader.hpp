// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

#include "json/reader.hpp"
#include "proto/json_reader.hpp"
#include "proto/scratch.hpp"

namespace bff::proto {

// Reads numbers, booleans and enums as the wire wants them.
class ScalarReader {
 public:
  // `nothing`: the name of an enum that is unknown, where unknown ones are ignored.
  enum class Got : std::uint8_t { value, nothing, failed };

  ScalarReader(json::Reader& in, const ReadOptions& options, Scratch& scratch)
      : in_(in), options_(options), scratch_(scratch) {}

  // The next value, as the bits of a varint or of a fixed number: sign-extended, or in zigzag form.
  // Precondition: the field is neither message nor text nor bytes.
  Got bits(const Field& field, std::uint64_t& out);

  // The same of a map's key, which JSON has in quotes whatever its type is.
  static bool key(const Field& field, std::string_view text, std::uint64_t& out) noexcept;

  // The string itself: a view into the JSON text, or decoded in the scratch memory.
  std::string_view plain(const json::Text& text) { return text.escaped ? decoded(text) : text.raw; }

  // "an int32": what a value of this field must be.
  static std::string_view expectation(const Field& field) noexcept;

 private:
  bool number(FieldType type, std::uint64_t& out);
  Got enumeration(const EnumTable& table, std::uint64_t& out);
  std::string_view decoded(const json::Text& text);

  json::Reader& in_;
  const ReadOptions& options_;
  Scratch& scratch_;
};

}  // namespace bff::proto
