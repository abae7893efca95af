// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/detail_kinds.hpp"
#include "base/diagnostics.hpp"
#include "config/issuer.hpp"
#include "config/node.hpp"

namespace bff::config {

// Sections that few files ask for; each has a header of its own.
struct Sessions;          // sessions.hpp
struct Redis;             // redis.hpp
struct CallerForwarding;  // caller_forwarding.hpp
struct TokenSigning;      // token_signing.hpp
struct Attempts;          // attempts.hpp
struct TrustedProxies;    // trusted_proxies.hpp
struct AppVersions;       // app_versions.hpp

struct Address {
  std::string host;  // an IP address
  std::uint16_t port = 0;
  Place place;
};

struct Upstream {
  std::string name;
  std::vector<std::string> services;  // full names
  std::vector<Place> service_places;
  std::vector<std::string> endpoints;  // "host:port", checked
  std::size_t max_message = 4 << 20;
  Milliseconds connect_timeout{1000};
  Milliseconds keepalive{20'000};
  std::shared_ptr<const CallerForwarding> caller;  // what its services are told of who asks
  Place place;
};

struct ApiKeys {
  std::filesystem::path file;  // empty: they are in Redis
  std::string header = "x-api-key";
  Place place;  // of `file`
};

struct Auth {
  std::vector<Issuer> issuers;
  std::optional<ApiKeys> api_keys;
  std::shared_ptr<const Sessions> sessions;     // null: no logins by browser
  std::shared_ptr<const TokenSigning> signing;  // null: no tokens are made
  std::shared_ptr<const Attempts> attempts;     // null: the usual bounds
  std::map<std::string, std::string> claims;    // name -> type name ("int64", "list")
  std::optional<Node> default_auth;             // what a route without `auth` has in its place
};

struct Limits {
  std::size_t request_line = std::size_t{8} * 1024, headers = std::size_t{32} * 1024, fields = 100,
              body = 1 << 20, upload = 1 << 30;
  std::size_t connections = 10'000, connections_per_address = 1'000;
  Milliseconds header_timeout{10'000}, body_timeout{30'000}, idle_timeout{75'000},
      write_timeout{30'000};
};

// What streams may take, each and all together.
struct Streams {
  Milliseconds heartbeat{15'000}, idle{300'000}, max_life{900'000}, retry{2'000};
  std::size_t total = 10'000, per_address = 100;
  // Of pages that may open WebSockets, besides the gateway's own: as browsers write them.
  std::vector<std::string> origins;
};

// gateway.yaml, typed; every key is in docs/configuration.md.
struct Gateway {
  std::filesystem::path file;  // absolute
  std::string client;
  std::vector<Address> listen;
  std::optional<Address> admin;
  std::optional<Url> external_url;  // what clients call this gateway by
  std::uint32_t workers = 0;        // 0: auto, one per core
  // protos: folders and files to compile, or one descriptor set, or what upstreams tell.
  std::vector<std::filesystem::path> proto_folders;
  std::vector<std::pair<std::string, Place>> proto_files;  // as imports name them
  std::optional<std::filesystem::path> descriptor_set;
  struct Reflection {
    std::vector<std::pair<std::string, Place>> upstreams;  // by name
    std::filesystem::path cache;
  };
  std::optional<Reflection> reflection;
  Place protos_place;
  std::vector<std::pair<std::filesystem::path, Place>> routes;  // folders or files
  std::vector<std::pair<std::string, Place>> proto_routes;      // services that declare routes
  std::vector<Upstream> upstreams;
  std::vector<std::pair<std::string, Place>> in_process;  // services that are C++ of this gateway
  std::vector<std::string> languages;                     // the first is the default
  DetailKinds error_details = kDefaultDetails;            // of routes that do not say
  // The contract that clients hold (`bff-web lock`); checked by `check` only.
  std::optional<std::filesystem::path> lock;
  Place lock_place;
  Auth auth;
  std::shared_ptr<const Redis> redis;               // null: none is used
  std::shared_ptr<const TrustedProxies> proxies;    // null: clients connect by themselves
  std::shared_ptr<const AppVersions> app_versions;  // null: every version is served
  Limits limits;
  Streams streams;
  Milliseconds drain_timeout{30'000};
  std::string log_level = "info";
  bool access_log = true, audit_log = true;
};

// `lookup` gives environment variables (null: not set), so that tests bring their own.
using Environment = std::function<const char*(const std::string&)>;

// Parses and validates gateway.yaml. `${NAME}` and `${NAME:-default}` are replaced in its texts
// before they are typed (a number from the environment is a number); `$${` is a plain `${`.
// All problems go to `out` (BFF1xx). nullopt when there was any.
std::optional<Gateway> load_gateway(const std::shared_ptr<const Source>& source,
                                    const Environment& lookup, Diagnostics& out);

// The route files that `gateway.routes` names, sorted by path: *.yaml, *.yml and *.json of folders,
// one level. A folder without any route file, or a missing one, is a problem (BFF1xx).
std::vector<std::shared_ptr<const Source>> read_route_files(const Gateway& gateway,
                                                            Diagnostics& out);
// The tests of routes that lie in the same folders (*.test.yaml, *.test.yml, *.test.json), or
// beside a route file that is named by itself. Reports the problems that read_route_files() does.
std::vector<std::shared_ptr<const Source>> read_test_files(const Gateway& gateway,
                                                           Diagnostics& out);

// "250ms", "2s", "1m"; false when it has no unit or is no such text.
bool parse_duration(std::string_view text, Milliseconds& out);
// "64KiB", "1MiB", "512B".
bool parse_size(std::string_view text, std::size_t& out);

}  // namespace bff::config
