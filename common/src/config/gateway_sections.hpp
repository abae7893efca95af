// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "config/gateway.hpp"
#include "config/map_reader.hpp"
#include "config/node.hpp"

namespace bff::config {

// The sections of gateway.yaml, parsed into `gateway` and validated. `root`: the whole file.
void read_protos(MapReader& root, Gateway& gateway, Diagnostics& out);
void read_routes(MapReader& root, Gateway& gateway, Diagnostics& out);
void read_lock(const Node& node, Gateway& gateway, Diagnostics& out);
void read_upstreams(const Node& node, Gateway& gateway, Diagnostics& out);
// What services are told of who asks: `caller` of an upstream. Claims and keys that it names are
// checked when all sections are read.
void read_caller(const Node& node, const std::string& name, const Gateway& gateway,
                 Upstream& upstream, Diagnostics& out);
void check_callers(const Gateway& gateway, Diagnostics& out);
// Services that are C++ of the gateway, behind no upstream. After the upstreams.
void read_in_process(const Node& node, Gateway& gateway, Diagnostics& out);
// That the upstreams which are asked for protos are there. After the upstreams.
void check_reflection(const Gateway& gateway, Diagnostics& out);
void read_languages(const Node& node, Gateway& gateway, Diagnostics& out);
void read_error_details(const Node& node, Gateway& gateway, Diagnostics& out);
void read_redis(const Node& node, Gateway& gateway, Diagnostics& out);
// After `redis`, in which parts of it may be kept.
void read_auth(const Node& node, Gateway& gateway, Diagnostics& out);
void read_attempts(const Node& node, Gateway& gateway, Diagnostics& out);
// Each may be null.
void read_trusted_proxies(const Node* networks, const Node* header, Gateway& gateway,
                          Diagnostics& out);
void read_app_versions(const Node& node, Gateway& gateway, Diagnostics& out);
// One of `auth.issuers`.
void read_issuer(const Node& node, Gateway& gateway, Diagnostics& out);
// `auth.sessions`. After `redis` and `external_url`.
void read_login(const Node& node, Gateway& gateway, Diagnostics& out);
// A URL of an identity provider: https, but on this machine. `text` is what `node` means.
void read_provider_url(const Node& node, const std::string& name, const std::string& text,
                       std::optional<Url>& value, Diagnostics& out);
// Whether tokens may be signed so; else BFF119.
bool check_algorithm(const std::string& text, const Node& node, Diagnostics& out);
// `introspection` of an issuer whose other keys have been read.
void read_introspection(const Node& node, Issuer& issuer, const Gateway& gateway, Diagnostics& out);
// That it is clear who is asked about a token that does not name its issuer.
void check_introspection(const Gateway& gateway, Diagnostics& out);
// `auth.signing`. After `admin` and `external_url`.
void read_signing(const Node& node, Gateway& gateway, Diagnostics& out);
// Either may be null.
void read_limits(const Node* limits, const Node* timeouts, Gateway& gateway, Diagnostics& out);
void read_streams(const Node* node, Gateway& gateway, Diagnostics& out);
void read_log(const Node* node, Gateway& gateway, Diagnostics& out);

// A path of the file, relative to the file's folder.
std::filesystem::path resolve(const Gateway& gateway, const std::string& text);

// BFF126 when `text`, a name for `what` ("a client"), is not `[a-z][a-z0-9_-]*` of at most 63
// bytes: it becomes a label of metrics.
bool check_name(std::string_view text, std::string_view what, const Place& place, Diagnostics& out);

}  // namespace bff::config
