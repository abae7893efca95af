// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <system_error>

#include "config/gateway_sections.hpp"

namespace bff::config {
namespace {

void read_reflection(const Node& node, Gateway& gateway, Diagnostics& out) {
  MapReader map(&node, "protos.reflection", out);
  Gateway::Reflection reflection;
  map.texts(map.require("upstreams", "upstreams: [users]"), "upstreams",
            [&](const std::string& text, const Node& item) {
              for (const auto& [other, place] : reflection.upstreams) {
                if (other != text) continue;
                out.add("BFF122", item.place, "the upstream '" + text + "' is named twice",
                        "remove one");
                return;
              }
              reflection.upstreams.emplace_back(text, item.place);
            });
  // Required: a start must not depend on a service's being up.
  std::string text;
  const Node* cache = map.require("cache", "cache: users.protoset");
  if (cache != nullptr && read_text(*cache, map.name("cache"), text, out)) {
    reflection.cache = resolve(gateway, text);
  }
  map.refuse_unknown();
  gateway.reflection = std::move(reflection);
}

}  // namespace

std::filesystem::path resolve(const Gateway& gateway, const std::string& text) {
  auto path = (gateway.file.parent_path() / text).lexically_normal();
  // "routes/" and "routes" are the same folder.
  return path.has_filename() ? path : path.parent_path();
}

void read_protos(MapReader& root, Gateway& gateway, Diagnostics& out) {
  const Node* node = root.require("protos", "protos: { folders: [...], files: [...] }");
  if (node == nullptr) return;
  gateway.protos_place = node->place;
  MapReader map(node, "protos", out);
  std::error_code error;
  const Node* set = map.find("descriptor_set");
  const Node* folders = map.find("folders");
  const Node* files = map.find("files");
  const Node* reflection = map.find("reflection");
  map.refuse_unknown();
  if (reflection != nullptr) {
    if (set != nullptr || folders != nullptr || files != nullptr) {
      out.add("BFF119", node->place,
              "'protos' has reflection beside folders, files or a descriptor_set",
              "write one of them");
    }
    gateway.protos_place = reflection->place;
    return read_reflection(*reflection, gateway, out);
  }
  if (set != nullptr) {
    if (folders != nullptr || files != nullptr) {
      out.add("BFF119", node->place, "'protos' has a descriptor_set beside folders or files",
              "write one of them");
    }
    std::string text;
    if (!read_text(*set, "protos.descriptor_set", text, out)) return;
    gateway.descriptor_set = resolve(gateway, text);
    gateway.protos_place = set->place;
    if (!std::filesystem::is_regular_file(*gateway.descriptor_set, error)) {
      out.add("BFF123", set->place,
              "the file '" + gateway.descriptor_set->string() + "' does not exist");
    }
    return;
  }
  map.texts(map.require("folders", "folders: [protos]"), "folders",
            [&](const std::string& text, const Node& item) {
              gateway.proto_folders.push_back(resolve(gateway, text));
              if (!std::filesystem::is_directory(gateway.proto_folders.back(), error)) {
                out.add(
                    "BFF123", item.place,
                    "the folder '" + gateway.proto_folders.back().string() + "' does not exist");
              }
            });
  map.texts(map.require("files", "files: [shop/v1/users.proto]"), "files",
            [&](const std::string& text, const Node& item) {
              for (const auto& [other, place] : gateway.proto_files) {
                if (other != text) continue;
                out.add("BFF122", item.place, "the file '" + text + "' is named twice",
                        "remove one");
                return;
              }
              gateway.proto_files.emplace_back(text, item.place);
            });
}

void check_reflection(const Gateway& gateway, Diagnostics& out) {
  if (!gateway.reflection) return;
  std::vector<std::string_view> known;
  for (const auto& upstream : gateway.upstreams) known.push_back(upstream.name);
  for (const auto& [name, place] : gateway.reflection->upstreams) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    out.add("BFF119", place, "no upstream is called '" + name + "'", did_you_mean(name, known));
  }
}

void read_routes(MapReader& map, Gateway& gateway, Diagnostics& out) {
  const Node* services = map.find("proto_routes");
  map.texts(services, "proto_routes", [&](const std::string& service, const Node& item) {
    for (const auto& [other, place] : gateway.proto_routes) {
      if (other != service) continue;
      out.add("BFF122", item.place, "the service '" + service + "' is named twice", "remove one");
      return;
    }
    gateway.proto_routes.emplace_back(service, item.place);
  });
  // Either is enough.
  map.texts(services != nullptr ? map.find("routes") : map.require("routes", "routes: [routes]"),
            "routes", [&](const std::string& text, const Node& item) {
              const auto path = resolve(gateway, text);
              std::error_code error;
              if (!std::filesystem::exists(path, error)) {
                out.add("BFF123", item.place,
                        "the file or folder '" + path.string() + "' does not exist");
              }
              for (const auto& [other, place] : gateway.routes) {
                if (other != path) continue;
                out.add("BFF122", item.place, "'" + text + "' is named twice", "remove one");
                return;
              }
              gateway.routes.emplace_back(path, item.place);
            });
}

// Whether it is there is `check`'s question: a gateway serves without it.
void read_lock(const Node& node, Gateway& gateway, Diagnostics& out) {
  std::string text;
  if (!read_text(node, "lock", text, out)) return;
  gateway.lock = resolve(gateway, text);
  gateway.lock_place = node.place;
}

}  // namespace bff::config
