// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bff::upstream {

// Writes the header blocks of one connection's requests (HPACK, RFC 7541). Fields that are the same
// in many calls are put into the peer's table once and are one byte each from then on. What differs
// from call to call stays out of it, and as it is: Huffman code would save a third of the bytes for
// a hundred times the work.
//
// The table is filled until it is full and nothing is pushed out, so that a field's place is all
// that has to be remembered.
class HpackEncoder {
 public:
  // A hostile number of methods must cost neither memory nor time: later ones stay literal. Keeps
  // each index below 127, where it takes one byte.
  static constexpr std::size_t kMaxPaths = 32;

  explicit HpackEncoder(std::string authority);

  // The peer's SETTINGS_HEADER_TABLE_SIZE. We use up to the default of 4096 of it.
  void set_table_limit(std::uint32_t limit);

  // Appends the block of a call. `timeout`: empty if there is none. `fields`: from put_field(),
  // sent behind what is the same in all.
  void encode(std::string& out, std::string_view path, std::string_view timeout,
              std::string_view fields);

 private:
  struct Field {
    std::uint8_t static_name;  // its index in the static table; 0: none
    std::string_view name;
    std::string value;
    std::size_t place = 0;  // the n-th of the table, from 1; 0: not in it
  };

  char* write(char* at, Field& field) noexcept;
  Field* path_field(std::string_view path);

  std::vector<Field> fixed_, paths_;
  std::size_t most_;             // bytes of a block without path, timeout and callers' fields
  std::size_t capacity_ = 4096;  // bytes, each entry counted with 32 more (§4.1)
  std::size_t size_ = 0, count_ = 0;
  bool resized_ = false;  // to be said at the beginning of the next block (§4.2)
};

// The most bytes that put_field() adds to name and value of less than 2 MiB.
inline constexpr std::size_t kFieldOverhead = 9;

// Writes a field as a literal that no one on the way may put into a table (§6.2.3): callers' fields
// may be credentials. Independent of the connection. Returns the end; `at` has room for name, value
// and kFieldOverhead.
char* put_field(char* at, std::string_view name, std::string_view value) noexcept;

}  // namespace bff::upstream
