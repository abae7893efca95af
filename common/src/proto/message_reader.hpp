// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "json/appender.hpp"
#include "json/reader.hpp"
#include "proto/json_reader.hpp"
#include "proto/scalar_reader.hpp"
#include "proto/scratch.hpp"
#include "proto/wire_writer.hpp"

namespace bff::proto {

inline constexpr std::string_view kTwice = "this field is set twice";

// Reads one JSON text as a message or a field, behind the functions of json_reader.hpp.
//
// Each function reads one value and appends it. It returns false when the text does not hold what
// it must; what was appended is then of no use, and to_error() says why. The path to the fault is
// put together while the calls return, so that a good text pays nothing for it.
// `depth`: how many messages enclose what is read.
class MessageReader {
 public:
  MessageReader(json::Appender& out, std::string_view text, const ReadOptions& options,
                std::pmr::memory_resource& arena);

  // The whole text as one of them.
  bool message(const MessageTable& table);
  bool field(const Field& field);

  Error to_error() const;

 private:
  bool starts();
  bool ends();

  // The body of a message, without tag or length.
  bool body(const MessageTable& table, const FieldTree& tree, int depth);
  bool members(const MessageTable& table, const FieldTree& tree, int depth, bool in_any);
  // Whether null is a value of this field.
  static bool takes_null(const Field& field) noexcept;
  bool member(const Field& field, const FieldTree& tree, int depth);
  bool list(const Field& field, const FieldTree& tree, int depth);
  // One value with its tag. `keep_zero`: also when it is the zero of its type.
  bool element(const Field& field, const FieldTree& tree, int depth, bool keep_zero);
  bool text(std::uint32_t number, bool keep_zero);
  bool bytes(const Field& field, bool keep_zero);
  bool scalar(const Field& field, bool keep_zero);
  bool unknown(std::string_view name);

  // In map_field_reader.cpp.
  bool map(const Field& field, const FieldTree& tree, int depth);
  bool map_key(const Field& field, std::string_view name, std::uint64_t& bits);

  // What `fill` appends, behind tag and length. `depth`: of what is within.
  template <class Fill>
  bool submessage(std::uint32_t number, int depth, Fill fill) {
    if (depth > kMaxDepth) return fail(kTooDeep);
    wire_.tag(number, wire::Type::length);
    const std::size_t begin = wire_.begin();
    if (!fill()) return false;
    wire_.end(begin);
    return true;
  }

  // In well_known_reader.cpp.
  bool well_known(const MessageTable& table, int depth);
  bool instant(WellKnown type);
  bool field_mask();
  bool any_json(int depth);
  bool structure(int depth);
  bool list_value(int depth);

  // In any_reader.cpp.
  bool any(int depth);
  bool find_type(std::string_view& url);
  bool any_value(const MessageTable& held, int depth);
  bool pass_type(bool& typed);
  bool no_type();

  std::string_view plain(const json::Text& text) { return scalars_.plain(text); }

  // All of them are false. "expected an int32", unless in_ has failed: then its reason.
  bool expected(std::string_view what);
  bool expected_value(const Field& field);
  bool fail(std::string_view what);
  bool not_json() { return false; }  // in_ has the reason
  // What failed lies within this member, or this element.
  bool at(std::string_view name);
  bool at(std::size_t index);

  // The member of an Any that names its type.
  static constexpr std::string_view kType = "@type";
  // How many times the text's size may be read only to find them.
  static constexpr std::size_t kMaxScans = 4;
  static constexpr std::string_view kTooDeep = "messages are nested too deeply";

  json::Appender& out_;
  wire::Writer wire_;
  std::size_t begin_;
  std::string_view text_;
  json::Reader in_;
  const ReadOptions& options_;
  const FieldTree& closure_;
  Scratch scratch_;
  ScalarReader scalars_;
  std::size_t scanned_ = 0;  // bytes that were read only to find an "@type"

  std::string_view what_;  // the failure, unless it is one of in_
  bool is_expected_ = false;
  const EnumTable* enumeration_ = nullptr;  // whose name was expected
  std::string pointer_;
};

}  // namespace bff::proto
