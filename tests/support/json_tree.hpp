// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bff::test {

// JSON as a tree, for the slow reference: what a client's view does to an answer is done to it
// when it is finished. A map is an object whose keys are data: a view's path passes through it.
// An error stands where a value has no JSON form, or a `!` does not hold: it fails the answer only
// where the view keeps it.
struct JsonMember;
struct JsonTree {
  enum class Kind { value, list, object, map, error } kind = Kind::value;
  std::string json = "null";        // value: finished JSON
  std::vector<JsonTree> items;      // list
  std::vector<JsonMember> members;  // object and map

  static JsonTree of(Kind kind);
  static JsonTree value(std::string json);
  static JsonTree error();
  void add(std::string key, JsonTree value);
};
struct JsonMember {
  std::string key;
  JsonTree value;
};

// A text as JSON, in the form of RFC 8259 §7 that escapes no more than must be.
std::string json_text(std::string_view text);

// "a.b" as its keys.
std::vector<std::string> keys_of(const std::string& path);

// Keeps what these paths lead to; paths pass through lists and maps.
void keep_only(JsonTree& tree, const std::vector<std::vector<std::string>>& paths);
// Cuts the lists that the path leads to.
void cut_lists(JsonTree& tree, const std::vector<std::string>& path, std::uint32_t limit);

bool holds_error(const JsonTree& tree);
std::string to_json(const JsonTree& tree);

}  // namespace bff::test
