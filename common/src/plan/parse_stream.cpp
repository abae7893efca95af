// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// `stream` of a route.
namespace bff::plan {

namespace {

void parse_forms(const config::Node& node, StreamSyntax& stream, Diagnostics& out) {
  const auto add = [&](const config::Node& item) {
    const auto word = read_word(item, "a form of 'stream'", language::kStreamWords, out);
    if (!word) return;
    const auto form = *word == 0 ? StreamSyntax::Form::sse : StreamSyntax::Form::ndjson;
    if (std::ranges::find(stream.forms, form) != stream.forms.end()) {
      out.add(codes::kRepeated, item.place, in_quotes(item.scalar) + " stands twice");
      return;
    }
    stream.forms.push_back(form);
  };
  if (!node.is_list()) return add(node);
  if (!check_list(node, "'stream'", "write 'sse' or 'ndjson'", out)) return;
  for (const config::Node& item : node.items) add(item);
}

}  // namespace

std::optional<StreamSyntax> parse_stream(const config::Node& node, Diagnostics& out) {
  const std::size_t problems = out.size();
  StreamSyntax stream{.place = node.place};
  if (!node.is_map()) {
    parse_forms(node, stream, out);
  } else {
    const MapReader map{node, "'stream'", node.place, language::kStream, out};
    if (const config::Node* forms = map.find("as")) parse_forms(*forms, stream, out);
    if (const config::Node* id = map.find("id")) stream.id = parse_text_value(*id, "'id'", out);
  }
  if (out.size() != problems) return std::nullopt;
  return stream;
}

}  // namespace bff::plan
