// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// What makes a call a table, or one call of many: `batch`, `for_each`, `index` and `group`.
namespace bff::plan {

namespace {

constexpr std::uint32_t kMaxBatch = 10'000, kDefaultBatch = 100;
constexpr std::uint32_t kMaxTotal = 100'000, kDefaultTotal = 1'000;

BatchSyntax parse_batch(const config::Node& node, const Place& place, Diagnostics& out) {
  BatchSyntax batch{.max = {kDefaultBatch, place}, .total = {kDefaultTotal, place}};
  batch.place = place;
  const MapReader map{node, "'batch'", place, language::kBatch, out};
  if (const config::Node* into = map.find("into")) {
    if (auto text = read_text(*into, "'into'", out)) {
      if (is_name(text->value)) {
        batch.into = std::move(*text);
      } else {
        out.add(codes::kBadName, into->place, in_quotes(text->value) + " is no name of a field");
      }
    }
  }
  if (const config::Node* max = map.find("max")) {
    batch.max = read_count(*max, "'max'", 1, kMaxBatch, out).value_or(batch.max);
  }
  if (const config::Node* total = map.find("total")) {
    batch.total = read_count(*total, "'total'", 1, kMaxTotal, out).value_or(batch.total);
  }
  return batch;
}

// `id`, or `i in $list`.
std::optional<ForEachSyntax> parse_for_each(const config::Node& node, const Place& place,
                                            Diagnostics& out) {
  constexpr std::string_view kForm =
      "write 'for_each: id' for a table by value, or 'for_each: x in $call.items' for one call "
      "per element";
  ForEachSyntax each{.max = {kDefaultTotal, place}, .place = place};
  if (!node.is_text()) {
    refuse_kind(node, "'for_each'", "a text", std::string{kForm}, out);
    return std::nullopt;
  }
  if (node.scalar.find(' ') == std::string::npos) {
    if (node.scalar.starts_with('$')) {
      out.add(codes::kBadForEach, node.place, in_quotes(node.scalar) + " names no element",
              std::string{kForm});
      return std::nullopt;
    }
    each.name = {node.scalar, node.place};
    if (!check_own_name(node.scalar, node.place, "a 'for_each'", out)) return std::nullopt;
    return each;
  }
  if (!parse_element(node, kForm, codes::kBadForEach, each.name, each.list, out))
    return std::nullopt;
  return each;
}

// `rows.key`, or for `index` the name of a map field.
std::optional<LocatedText> parse_path(const config::Node& node, std::string_view key,
                                      Diagnostics& out) {
  const std::string what = in_quotes(key);
  auto path = read_text(node, what, out);
  if (!path) return std::nullopt;
  if (!is_dotted(path->value)) {
    out.add(codes::kBadIndex, node.place, in_quotes(path->value) + " is no path of fields",
            "write the rows and their key field, as in 'products.id'");
    return std::nullopt;
  }
  if (key == "group" && path->value.find('.') == std::string::npos) {
    out.add(codes::kBadIndex, node.place, in_quotes(path->value) + " names no key of its rows",
            "write the rows and their key field, as in 'reviews.product_id'");
    return std::nullopt;
  }
  return path;
}

// Reports `key` beside `other`.
void contradict(const MapReader& map, std::string_view key, std::string_view other,
                std::string_view remedy, Diagnostics& out) {
  if (map.find(key) == nullptr || map.find(other) == nullptr) return;
  out.add(codes::kContradiction, map.place_of(key), in_quotes(key) + " beside " + in_quotes(other),
          std::string{remedy});
}

}  // namespace

void parse_table(const MapReader& map, CallSyntax& call, Diagnostics& out) {
  const config::Node* batch = map.find("batch");
  const config::Node* each = map.find("for_each");
  if (batch != nullptr) call.batch = parse_batch(*batch, map.place_of("batch"), out);
  if (each != nullptr) call.for_each = parse_for_each(*each, map.place_of("for_each"), out);
  if (const config::Node* max = map.find("max")) {
    const auto count = read_count(*max, "'max'", 1, kMaxTotal, out);
    if (count && call.for_each) call.for_each->max = *count;
    if (each == nullptr) {
      out.add(codes::kMissingKey, map.place_of("max"), "'max' without 'for_each'",
              batch != nullptr ? "write it in 'batch'" : "it bounds the values of a 'for_each'");
    }
  }
  for (const auto& [key, path] :
       {std::pair{"index", &call.index}, std::pair{"group", &call.group}}) {
    if (const config::Node* node = map.find(key)) *path = parse_path(*node, key, out);
  }
  contradict(map, "batch", "for_each", "one asks for many keys at once, the other for each alone",
             out);
  contradict(map, "group", "index", "'index' gives one row for a key, 'group' a list", out);
  if (batch == nullptr) {
    constexpr std::string_view kByValue = "what 'for_each' makes is looked up by its value";
    contradict(map, "index", "for_each", kByValue, out);
    contradict(map, "group", "for_each", kByValue, out);
  } else if (map.find("index") == nullptr && map.find("group") == nullptr) {
    out.add(codes::kMissingKey, map.place_of("batch"), "'batch' without 'index' or 'group'",
            "name the rows and their key field, as in 'index: products.id'");
  }
}

}  // namespace bff::plan
