// SPDX-License-Identifier: Apache-2.0
#include "plan/route_file.hpp"

#include <string_view>
#include <utility>

#include "config/yaml.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

using config::Node;

namespace {

constexpr std::string_view kVersion = "bff/v1";
constexpr std::string_view kWriteVersion = "begin the file with 'version: bff/v1'";

constexpr std::string_view kFileKeys[] = {"version", "defaults", "routes"};
constexpr std::string_view kFileKeysLater[] = {"calls", "shapes", "import", "expose"};

constexpr std::string_view kDefaultsKeys[] = {"int64", "enums", "names"};
constexpr std::string_view kDefaultsKeysLater[] = {"floats"};

// False when the file is of another version, so that no rule of this one applies to it.
bool check_version(const Node& root, Diagnostics& out) {
  const Node* version = root.find("version");
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

void parse_defaults(const Node& node, proto::JsonFormat& format, Diagnostics& out) {
  using Format = proto::JsonFormat;
  constexpr std::string_view kInt64[] = {"string", "number"};
  constexpr std::string_view kEnums[] = {"short", "full", "number"};
  constexpr std::string_view kNames[] = {"camelCase", "proto"};
  constexpr Format::Int64 kInt64Values[] = {Format::Int64::string, Format::Int64::number};
  constexpr Format::Enums kEnumsValues[] = {Format::Enums::short_name, Format::Enums::full_name,
                                            Format::Enums::number};
  constexpr Format::Names kNamesValues[] = {Format::Names::camel_case, Format::Names::proto};

  const MapReader map{
      node, "'defaults'", node.place, {.known = kDefaultsKeys, .later = kDefaultsKeysLater}, out};
  if (const Node* value = map.find("int64")) {
    if (const auto i = read_word(*value, "'int64'", kInt64, out)) format.int64 = kInt64Values[*i];
  }
  if (const Node* value = map.find("enums")) {
    if (const auto i = read_word(*value, "'enums'", kEnums, out)) format.enums = kEnumsValues[*i];
  }
  if (const Node* value = map.find("names")) {
    if (const auto i = read_word(*value, "'names'", kNames, out)) format.names = kNamesValues[*i];
  }
}

}  // namespace

std::optional<RouteFile> parse_route_file(std::shared_ptr<const Source> source, Diagnostics& out) {
  const auto root = config::load_yaml(source, out);
  if (!root) return std::nullopt;
  RouteFile file{.source = source};
  if (root->kind == Node::Kind::null) {
    out.add(codes::kEmpty, {.source = source, .line = 1, .column = 1}, "the route file is empty",
            std::string{kWriteVersion});
    return file;
  }
  if (root->is_map() && !check_version(*root, out)) return file;
  MapReader map{
      *root, "a route file", root->place, {.known = kFileKeys, .later = kFileKeysLater}, out};
  if (const Node* defaults = map.find("defaults")) parse_defaults(*defaults, file.format, out);
  const Node* routes = map.need("routes");
  if (routes == nullptr || !check_list(*routes, "'routes'", "write at least one route", out)) {
    return file;
  }
  for (const Node& node : routes->items) {
    if (auto route = parse_route(node, out)) file.routes.push_back(std::move(*route));
  }
  return file;
}

}  // namespace bff::plan
