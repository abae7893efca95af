// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

namespace {

constexpr std::uint32_t kMaxLimit = std::numeric_limits<std::int32_t>::max();

// JSON keys joined by dots. `text` is the path, `scalar` how the file has it.
std::optional<ViewPath> parse_view_path(std::string_view text, const LocatedScalar& scalar,
                                        const Place& place, Diagnostics& out) {
  ViewPath path{.text = std::string{text}, .place = place};
  for (std::size_t at = 0;;) {
    const std::size_t dot = std::min(text.find('.', at), text.size());
    if (dot == at) {
      out.add(codes::kBadViewPath, place, in_quotes(text) + " is no path of keys",
              "write it as in 'orders.lines'");
      return std::nullopt;
    }
    path.keys.push_back({std::string{text.substr(at, dot - at)}, scalar.part(at, dot - at)});
    if (dot == text.size()) return path;
    at = dot + 1;
  }
}

// The paths of `only` or `omit`.
std::vector<ViewPath> parse_paths(const config::Node& node, const std::string& what,
                                  Diagnostics& out) {
  std::vector<ViewPath> paths;
  if (!check_list(node, what, "for the whole shape leave it out", out)) return paths;
  for (const config::Node& item : node.items) {
    const auto text = read_text(item, "a path of " + what, out);
    if (!text) continue;
    const LocatedScalar scalar{text->value, item.place};
    auto path = parse_view_path(text->value, scalar, item.place, out);
    if (!path) continue;
    if (std::ranges::find(paths, path->text, &ViewPath::text) != paths.end()) {
      out.add(codes::kRepeated, item.place, "the path " + in_quotes(path->text) + " stands twice");
      continue;
    }
    paths.push_back(std::move(*path));
  }
  return paths;
}

std::vector<std::pair<ViewPath, std::uint32_t>> parse_limits(const config::Node& node,
                                                             Diagnostics& out) {
  std::vector<std::pair<ViewPath, std::uint32_t>> limits;
  if (!node.is_map()) {
    refuse_kind(node, "'limit'", "a map of paths and numbers", "", out);
    return limits;
  }
  for (const auto& member : node.members) {
    const LocatedScalar scalar{member.key, member.key_place};
    auto path = parse_view_path(member.key, scalar, member.key_place, out);
    const auto count =
        read_count(member.value, "the limit of " + in_quotes(member.key), 1, kMaxLimit, out);
    if (path && count) limits.emplace_back(std::move(*path), count->value);
  }
  return limits;
}

std::vector<std::pair<ViewPath, ShapeSyntaxPtr>> parse_replace(const config::Node& node,
                                                               Diagnostics& out) {
  std::vector<std::pair<ViewPath, ShapeSyntaxPtr>> replaced;
  if (!node.is_map()) {
    refuse_kind(node, "'replace'", "a map of paths and shapes", "", out);
    return replaced;
  }
  for (const auto& member : node.members) {
    const LocatedScalar scalar{member.key, member.key_place};
    auto path = parse_view_path(member.key, scalar, member.key_place, out);
    auto shape = parse_node(member.value, out);
    if (path && shape) replaced.emplace_back(std::move(*path), std::move(shape));
  }
  return replaced;
}

}  // namespace

std::vector<ClientSyntax> parse_clients(const config::Node& node,
                                        std::span<const ParameterSyntax> declared,
                                        Diagnostics& out) {
  std::vector<ClientSyntax> clients;
  if (!node.is_map()) {
    refuse_kind(node, "'clients'", "a map of clients", "", out);
    return clients;
  }
  if (node.members.empty()) {
    out.add(codes::kEmpty, node.place, "'clients' is empty: nobody would be served",
            "to serve every client leave it out");
  }
  for (const auto& member : node.members) {
    const auto is_good = [](char c) { return is_name_part(c) || c == '-'; };
    if (member.key.empty() || !std::ranges::all_of(member.key, is_good)) {
      out.add(codes::kBadName, member.key_place, in_quotes(member.key) + " is no name of a client",
              "letters, digits, '-' and '_'");
    }
    ClientSyntax client;
    client.name = {member.key, member.key_place};
    client.place = member.key_place;
    const MapReader map{member.value, "the client " + in_quotes(member.key), member.key_place,
                        language::kClient, out};
    if (const config::Node* only = map.find("only"))
      client.only = parse_paths(*only, "'only'", out);
    if (const config::Node* omit = map.find("omit"))
      client.omit = parse_paths(*omit, "'omit'", out);
    if (const config::Node* limit = map.find("limit")) client.limits = parse_limits(*limit, out);
    if (const config::Node* replace = map.find("replace"))
      client.replace = parse_replace(*replace, out);
    if (const config::Node* query = map.find("query")) {
      client.query = parse_view_query(*query, declared, out);
    }
    clients.push_back(std::move(client));
  }
  return clients;
}

}  // namespace bff::plan
