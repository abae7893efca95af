// SPDX-License-Identifier: Apache-2.0
#include "plan/route_file.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "config/document.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

namespace {

constexpr std::string_view kVersion = "bff/v1";
constexpr std::string_view kWriteVersion = "begin the file with 'version: bff/v1'";

// False when the file is of another version, so that no rule of this one applies to it.
bool check_version(const config::Node& root, Diagnostics& out) {
  const config::Node* version = root.find("version");
  if (version == nullptr) {
    out.add(codes::kVersion, root.place, "the file does not say its version",
            std::string{kWriteVersion});
    return true;
  }
  if (const auto& first = root.members.front(); first.key != "version") {
    out.add(codes::kVersion, first.key_place, in_quotes(first.key) + " stands before 'version'",
            std::string{kWriteVersion});
  }
  if (version->is_text() && version->scalar == kVersion) return true;
  const bool scalar = !version->is_map() && !version->is_list();
  out.add(codes::kVersion, version->place,
          (scalar ? in_quotes(version->scalar) : std::string{config::kind_name(version->kind)}) +
              " is no version of the route language",
          "write 'bff/v1'");
  return false;
}

void parse_defaults(const config::Node& node, proto::JsonFormat& format, Diagnostics& out) {
  using Format = proto::JsonFormat;
  constexpr Format::Int64 kInt64Values[] = {Format::Int64::string, Format::Int64::number};
  constexpr Format::Enums kEnumsValues[] = {Format::Enums::short_name, Format::Enums::full_name,
                                            Format::Enums::number};
  constexpr Format::Names kNamesValues[] = {Format::Names::camel_case, Format::Names::proto};
  constexpr Format::Floats kFloatsValues[] = {Format::Floats::any, Format::Floats::finite};

  const MapReader map{node, "'defaults'", node.place, language::kDefaults, out};
  const auto read = [&](const config::Node& value, const char* what,
                        std::span<const std::string_view> words, const auto& values,
                        auto& format_value) {
    if (const auto i = read_word(value, what, words, out)) format_value = values[*i];
  };
  if (const config::Node* value = map.find("int64")) {
    read(*value, "'int64'", language::kInt64Words, kInt64Values, format.int64);
  }
  if (const config::Node* value = map.find("enums")) {
    read(*value, "'enums'", language::kEnumsWords, kEnumsValues, format.enums);
  }
  if (const config::Node* value = map.find("names")) {
    read(*value, "'names'", language::kNamesWords, kNamesValues, format.names);
  }
  if (const config::Node* value = map.find("floats")) {
    read(*value, "'floats'", language::kFloatsWords, kFloatsValues, format.floats);
  }
}

// A relative path of a route file, or a list of such.
std::vector<LocatedText> parse_imports(const config::Node& node, Diagnostics& out) {
  std::vector<LocatedText> imports;
  const auto add = [&](const config::Node& item, std::string_view what) {
    auto path = read_text(item, what, out);
    if (!path) return;
    const std::string& text = path->value;
    const bool known = text.ends_with(".yaml") || text.ends_with(".yml") || text.ends_with(".json");
    if (text.starts_with('/') || !known) {
      out.add(codes::kBadImport, item.place, in_quotes(text) + " is no path of a route file",
              "write it relative to this file, as in 'shared/cards.yaml'");
    } else if (std::ranges::find(imports, text, &LocatedText::value) != imports.end()) {
      out.add(codes::kRepeated, item.place, in_quotes(text) + " is imported twice");
    } else {
      imports.push_back(std::move(*path));
    }
  };
  if (!node.is_list()) {
    add(node, "'import'");
  } else if (check_list(node, "'import'", "leave it out", out)) {
    for (const config::Node& item : node.items) add(item, "a file of 'import'");
  }
  return imports;
}

void parse_routes(const config::Node& node, RouteFile& file, Diagnostics& out) {
  if (!check_list(node, "'routes'", "write at least one route", out)) return;
  for (const config::Node& item : node.items) {
    if (auto route = parse_route(item, out)) file.routes.push_back(std::move(*route));
  }
}

}  // namespace

std::optional<RouteFile> parse_route_file(std::shared_ptr<const Source> source, Diagnostics& out) {
  const auto root = config::load_document(source, out);
  if (!root) return std::nullopt;
  return parse_route_file(std::move(source), *root, out);
}

RouteFile parse_route_file(std::shared_ptr<const Source> source, const config::Node& root,
                           Diagnostics& out) {
  RouteFile file{.source = source};
  if (root.kind == config::Node::Kind::null) {
    out.add(codes::kEmpty, {.source = source, .line = 1, .column = 1}, "the route file is empty",
            std::string{kWriteVersion});
    return file;
  }
  if (root.is_map() && !check_version(root, out)) return file;
  const std::size_t problems = out.size();
  const MapReader map{root, "a route file", root.place, language::kFile, out};
  if (const config::Node* defaults = map.find("defaults"))
    parse_defaults(*defaults, file.format, out);
  if (const config::Node* imports = map.find("import")) file.imports = parse_imports(*imports, out);
  if (const config::Node* calls = map.find("calls")) file.calls = parse_calls(*calls, out);
  if (const config::Node* shapes = map.find("shapes")) file.shapes = parse_shapes(*shapes, out);
  file.damaged = out.size() != problems;
  const config::Node* exposes = map.find("expose");
  if (exposes != nullptr) file.exposes = parse_exposes(*exposes, out);
  const config::Node* routes = map.find("routes");
  if (routes != nullptr) {
    parse_routes(*routes, file, out);
  } else if (map.is_map() && exposes == nullptr && map.find("calls") == nullptr &&
             map.find("shapes") == nullptr) {
    out.add(
        codes::kMissingKey, root.place, "a route file lacks 'routes'",
        "it has routes, services to 'expose', or calls and shapes for the files that import it");
  }
  return file;
}

}  // namespace bff::plan
