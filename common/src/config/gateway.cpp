// SPDX-License-Identifier: Apache-2.0
#include "config/gateway.hpp"

#include <set>

#include "config/address.hpp"
#include "config/environment.hpp"
#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"
#include "config/yaml.hpp"

namespace bff::config {
namespace {

constexpr std::string_view kVersion = "bff/v1";

// `version` comes first, so that a later version of the format is told from a broken file.
void read_version(const Node& root, MapReader& map, Diagnostics& out) {
  const Node* version = map.find("version");
  if (version == nullptr) {
    out.add("BFF118", root.place, "'version' is missing", "begin the file with 'version: bff/v1'");
    return;
  }
  std::string text;
  if (!read_text(*version, "version", text, out)) return;
  if (text != kVersion) {
    out.add("BFF118", version->place, "the version '" + text + "' is not known", "write 'bff/v1'");
  } else if (root.members.front().key != "version") {
    for (const Node::Member& member : root.members) {
      if (member.key == "version") {
        out.add("BFF118", member.key_place, "'version' must come first", "move it to the top");
      }
    }
  }
}

std::optional<Address> read_address(const Node& node, std::string name, Diagnostics& out) {
  if (node.is_text()) {
    out.add("BFF116", node.place, "'" + name + "' must be a map, not a text",
            "write { address: \"" + node.scalar + "\" }");
    return std::nullopt;
  }
  MapReader map(&node, std::move(name), out);
  std::optional<Address> address;
  const Node* value = map.require("address", "address: 127.0.0.1:8080");
  std::string text;
  if (value != nullptr && read_text(*value, map.name("address"), text, out)) {
    HostPort parsed;
    const std::string wrong = parse_listen_address(text, parsed);
    if (wrong.empty()) {
      address = Address{.host = parsed.host, .port = parsed.port, .place = value->place};
    } else {
      out.add("BFF120", value->place, "'" + text + "' " + wrong,
              "write an IP address and a port, as in '127.0.0.1:8080'");
    }
  }
  map.refuse_unknown();
  return address;
}

void read_addresses(MapReader& map, Gateway& gateway, Diagnostics& out) {
  if (const Node* listen = map.require("listen", "listen: [{ address: \"127.0.0.1:8080\" }]")) {
    if (!listen->is_list()) {
      report_kind(*listen, "listen", "a list", out);
    } else if (listen->items.empty()) {
      out.add("BFF119", listen->place, "'listen' must not be empty");
    } else {
      for (const Node& item : listen->items) {
        if (auto address = read_address(item, "listen", out)) {
          gateway.listen.push_back(*std::move(address));
        }
      }
    }
  }
  if (const Node* admin = map.find("admin")) gateway.admin = read_address(*admin, "admin", out);

  std::vector<const Address*> all;
  for (const Address& address : gateway.listen) all.push_back(&address);
  if (gateway.admin) all.push_back(&*gateway.admin);
  std::set<std::pair<std::string, std::uint16_t>> taken;
  for (const Address* address : all) {
    if (address->port == 0 || taken.emplace(address->host, address->port).second) continue;
    out.add("BFF122", address->place,
            "the address '" + address->host + "', port " + std::to_string(address->port) +
                ", is named twice",
            "choose another port");
  }
}

void read_external_url(MapReader& map, Gateway& gateway, Diagnostics& out) {
  const Node* const node = map.find("external_url");
  std::string text;
  if (node == nullptr || !read_text(*node, "external_url", text, out)) return;
  Url url;
  std::string wrong = parse_url(text, url);
  if (wrong.empty() && url.target.find('?') != std::string::npos) wrong = "has a query";
  if (!wrong.empty()) {
    out.add("BFF120", node->place, "'" + text + "' " + wrong,
            "write what clients call this gateway by, as in 'https://api.example'");
    return;
  }
  while (url.target.size() > 1 && url.target.ends_with('/')) url.target.pop_back();
  gateway.external_url = std::move(url);
}

void read_workers(MapReader& map, Gateway& gateway, Diagnostics& out) {
  const Node* node = map.find("workers");
  if (node == nullptr || node->unknown || (node->is_text() && node->scalar == "auto")) return;
  if (node->is_text() && !node->replaced) {
    out.add("BFF119", node->place, "'workers' must be auto or a number, not '" + node->scalar + "'",
            did_you_mean(node->scalar, {"auto"}));
    return;
  }
  std::uint64_t count = 0;
  if (read_count(*node, "workers", 1, 1024, count, out)) {
    gateway.workers = static_cast<std::uint32_t>(count);
  }
}

}  // namespace

bool check_name(std::string_view text, std::string_view what, const Place& place,
                Diagnostics& out) {
  const bool good =
      !text.empty() && text.size() <= 63 && text[0] >= 'a' && text[0] <= 'z' &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
  if (!good) {
    out.add("BFF126", place, "'" + std::string(text) + "' is no name for " + std::string(what),
            "use small letters, digits, '-' and '_', a letter first, at most 63");
  }
  return good;
}

std::optional<Gateway> load_gateway(const std::shared_ptr<const Source>& source,
                                    const Environment& lookup, Diagnostics& out) {
  const std::size_t problems = out.size();
  std::optional<Node> root = load_yaml(source, out);
  if (!root) return std::nullopt;
  if (root->kind == Node::Kind::null) {
    out.add("BFF116", root->place, "the file is empty", "begin it with 'version: bff/v1'");
    return std::nullopt;
  }
  if (!root->is_map()) {
    report_kind(*root, "gateway.yaml", "a map", out);
    return std::nullopt;
  }
  replace_variables(*root, lookup, out);

  Gateway gateway;
  gateway.file = std::filesystem::absolute(source->path()).lexically_normal();
  MapReader map(&*root, "", out);
  read_version(*root, map, out);
  if (const Node* client = map.require("client", "client: web")) {
    if (read_text(*client, "client", gateway.client, out)) {
      check_name(gateway.client, "a client", client->place, out);
    }
  }
  read_addresses(map, gateway, out);
  read_external_url(map, gateway, out);
  read_workers(map, gateway, out);
  const Node* proxies = map.find("trusted_proxies");
  read_trusted_proxies(proxies, map.find("forwarded"), gateway, out);
  if (const Node* node = map.find("app_versions")) read_app_versions(*node, gateway, out);
  read_protos(map, gateway, out);
  read_routes(map, gateway, out);
  if (const Node* upstreams =
          map.require("upstreams", "upstreams: { NAME: { services: [...], endpoints: [...] } }")) {
    read_upstreams(*upstreams, gateway, out);
    check_reflection(gateway, out);
  }
  if (const Node* node = map.find("in_process")) read_in_process(*node, gateway, out);
  if (const Node* node = map.find("lock")) read_lock(*node, gateway, out);
  if (const Node* node = map.find("languages")) read_languages(*node, gateway, out);
  if (const Node* node = map.find("error_details")) read_error_details(*node, gateway, out);
  if (const Node* redis = map.find("redis")) read_redis(*redis, gateway, out);
  if (const Node* auth = map.find("auth")) read_auth(*auth, gateway, out);
  check_callers(gateway, out);
  const Node* limits = map.find("limits");
  read_limits(limits, map.find("timeouts"), gateway, out);
  read_streams(map.find("streams"), gateway, out);
  read_log(map.find("log"), gateway, out);
  map.refuse_unknown();

  if (out.size() != problems) return std::nullopt;
  return gateway;
}

}  // namespace bff::config
