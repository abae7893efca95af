// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "config/gateway.hpp"
#include "config/node.hpp"

namespace bff::config {

// Readers of one value. `name` is how messages call it ("limits.body"). Each gives false, after
// adding what is wrong to `out`, and then leaves `value` as it was. Of an `unknown` node nothing
// more is said. Bounds are inclusive.
bool read_text(const Node& node, std::string_view name, std::string& value, Diagnostics& out);
bool read_flag(const Node& node, std::string_view name, bool& value, Diagnostics& out);
bool read_count(const Node& node, std::string_view name, std::uint64_t min, std::uint64_t max,
                std::uint64_t& value, Diagnostics& out);
bool read_duration(const Node& node, std::string_view name, Milliseconds min, Milliseconds max,
                   Milliseconds& value, Diagnostics& out);
bool read_size(const Node& node, std::string_view name, std::size_t min, std::size_t max,
               std::size_t& value, Diagnostics& out);

// BFF116: "'limits' must be a map, not a list".
void report_kind(const Node& node, std::string_view name, std::string_view wanted,
                 Diagnostics& out);

// Reads the members of one map. Every key that was asked for is known; refuse_unknown() then
// reports the others with the nearest known one, so that the known keys are listed nowhere else.
// Protocol: constructor, (find | require | typed reader)*, refuse_unknown().
class MapReader {
 public:
  // `node` null: the map is not there; nothing is found and nothing reported. `name` empty: the
  // document itself.
  MapReader(const Node* node, std::string name, Diagnostics& out);

  const Node* find(std::string_view key);
  // BFF117 at the map when the key is missing; `example` says what to write.
  const Node* require(std::string_view key, std::string_view example);
  std::string name(std::string_view key) const;

  void flag(std::string_view key, bool& value);
  void count(std::string_view key, std::uint64_t min, std::uint64_t max, std::size_t& value);
  void duration(std::string_view key, Milliseconds min, Milliseconds max, Milliseconds& value);
  void size(std::string_view key, std::size_t min, std::size_t max, std::size_t& value);
  // A list of texts, with at least one element.
  using Element = std::function<void(const std::string& text, const Node& node)>;
  void texts(const Node* node, std::string_view key, const Element& element);

  void refuse_unknown();

 private:
  const Node* node_;  // a map, or null
  std::string name_;
  Diagnostics& out_;
  std::vector<std::string_view> known_;  // literals of the callers
};

}  // namespace bff::config
