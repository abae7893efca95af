// SPDX-License-Identifier: Apache-2.0
#include "config/yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <tuple>

#include "config/node_builder.hpp"
#include "config/text_check.hpp"
#include "config/yaml_syntax.hpp"

namespace bff::config {
namespace {

// Takes over what was found before `end`. Behind a bracket that is never closed everything is
// read as its content, so that what was found there is not true.
void append_before(const Diagnostics& found, const Place& end, Diagnostics& out) {
  for (const Diagnostic& d : found.items()) {
    if (std::tie(d.place.line, d.place.column) >= std::tie(end.line, end.column)) continue;
    out.add(d.code, d.place, d.message, d.remedy);
  }
}

}  // namespace

std::optional<Node> load_yaml(const std::shared_ptr<const Source>& source, Diagnostics& out) {
  if (!check_text(source, out)) return std::nullopt;
  std::istringstream stream(source->text());
  Diagnostics found;
  Place end = place_at(source, source->text().size(), 0);
  ++end.column;  // behind everything
  NodeBuilder builder(source, found);
  bool complete = false;
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    complete = true;
  } catch (const StopParsing& stop) {
    if (stop.too_deep) {
      if (const Place* open = builder.first_open_bracket()) end = *open;
      out.add("BFF110", stop.place, "nested deeper than " + std::to_string(kMaxDepth) + " levels",
              "make it flatter");
    }
  } catch (const YAML::Exception& e) {
    const std::size_t offset =
        std::min(static_cast<std::size_t>(std::max(e.mark.pos, 0)), source->text().size());
    const Place* open = builder.open_bracket();
    const bool unclosed = open != nullptr && offset >= source->text().size();
    if (unclosed) end = *open;
    if (unclosed || !builder.reported_cut_in(source->line_of(offset))) {
      report_syntax(source, e.msg, offset, open, out);
    }
  }
  append_before(found, end, out);
  if (!complete || !found.empty()) return std::nullopt;
  return builder.take();
}

}  // namespace bff::config
