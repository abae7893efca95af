// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/language_keys.hpp"

namespace bff::plan {

// A map of which every key is accounted for: construction reports each key that is unknown (with
// the nearest known one), not yet supported or missing, and a value that is no map at all.
class MapReader {
 public:
  // `what` names the map in messages ("a route", "the call 'profile'"); `place` is where a missing
  // key is reported. `node` must outlive this object.
  MapReader(const config::Node& node, const std::string& what, const Place& place,
            const MapKeys& keys, Diagnostics& out);

  bool is_map() const noexcept { return node_.is_map(); }
  // The value of a key, or null.
  const config::Node* find(std::string_view key) const { return node_.find(key); }
  // Precondition: the map has the key.
  const Place& place_of(std::string_view key) const;

 private:
  void check(const config::Node::Member& member, const std::string& what, const MapKeys& keys,
             Diagnostics& out) const;

  const config::Node& node_;
};

// "write 'a', 'b' or 'c'", for few.
std::string write_one_of(std::span<const std::string_view> words);

// Reports a key of the language that is not yet supported.
void refuse_later(std::string_view key, const Place& place, Diagnostics& out);

}  // namespace bff::plan
