// SPDX-License-Identifier: Apache-2.0
#include "plan/map_reader.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "plan/located_scalar.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

MapReader::MapReader(const config::Node& node, const std::string& what, const Place& place,
                     const MapKeys& keys, Diagnostics& out)
    : node_(node) {
  if (!node.is_map()) {
    out.add(codes::kWrongKind, node.place,
            what + " is a map, not " + std::string{config::kind_name(node.kind)});
    return;
  }
  for (const auto& member : node.members) check(member, what, keys, out);
  for (const auto& [key, remedy] : keys.required) {
    if (node.find(key) != nullptr) continue;
    out.add(codes::kMissingKey, place, what + " lacks " + in_quotes(key), std::string{remedy});
  }
}

void MapReader::check(const config::Node::Member& member, const std::string& what,
                      const MapKeys& keys, Diagnostics& out) const {
  if (std::ranges::find(keys.known, member.key) != keys.known.end()) return;
  if (std::ranges::find(keys.later, member.key) != keys.later.end()) {
    return refuse_later(member.key, member.key_place, out);
  }
  std::string remedy;
  if (const auto found = std::ranges::find(keys.misplaced, member.key, &MapKeys::Note::key);
      found != keys.misplaced.end()) {
    remedy = found->remedy;
  }
  // What works is proposed before what would be refused next.
  for (const auto known : {keys.known, keys.later}) {
    if (!remedy.empty()) break;
    remedy = did_you_mean(member.key, {known.begin(), known.end()});
  }
  if (remedy.empty()) remedy = write_one_of(keys.known);
  out.add(codes::kUnknownKey, member.key_place, what + " has no key " + in_quotes(member.key),
          std::move(remedy));
}

const Place& MapReader::place_of(std::string_view key) const {
  return std::ranges::find(node_.members, key, &config::Node::Member::key)->key_place;
}

std::string write_one_of(std::span<const std::string_view> words) {
  std::string text = "write ";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += in_quotes(words[i]);
  }
  return text;
}

void refuse_later(std::string_view key, const Place& place, Diagnostics& out) {
  out.add(codes::kNotYetSupported, place, in_quotes(key) + " is not yet supported", "leave it out");
}

}  // namespace bff::plan
