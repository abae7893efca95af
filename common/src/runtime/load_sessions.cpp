// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "auth/algorithm.hpp"
#include "auth/random.hpp"
#include "base/files.hpp"
#include "runtime/client_secret.hpp"
#include "runtime/session_setup.hpp"

namespace bff::runtime {
namespace {

using std::chrono::duration_cast;
using std::chrono::seconds;

// The text of a file; nothing, with what is wrong in `out`.
std::optional<std::string> read_text(const std::filesystem::path& file, const Place& place,
                                     const std::string& what, Diagnostics& out) {
  std::string why;
  auto text = read_file(file, why);
  if (!text) {
    out.add("BFF170", place, "cannot read " + what + " '" + display_path(file) + "': " + why,
            "put it there, readable by the gateway alone");
  }
  return text;
}

// One line.
Result<std::string> parse_secret(std::string text) {
  auto secret = client_secret_of(std::move(text));
  if (secret && secret->find_first_of("\r\n") != secret->npos) {
    return Error{.internal = "it has several lines"};
  }
  return secret;
}

std::string read_secret(const config::Sessions& config, Diagnostics& out) {
  if (config.client_secret_file.empty()) return "";
  auto text = read_text(config.client_secret_file, config.secret_place, "the client secret", out);
  if (!text) return "";
  auto secret = parse_secret(*std::move(text));
  if (secret) return *std::move(secret);
  out.add("BFF171", config.secret_place,
          "'" + display_path(config.client_secret_file) +
              "' holds no client secret: " + secret.error().internal,
          "put the secret that the provider gave there, in one line");
  return "";
}

// Of sessions that no other process has to read, and that end with this one.
auth::CookieBox::Key fresh_key() {
  auth::CookieBox::Key key{};
  std::ranges::copy(auth::random_bytes(key.size()), key.begin());
  return key;
}

std::shared_ptr<const auth::CookieBox> read_keys(const config::Sessions& config, Diagnostics& out) {
  if (config.keys_file.empty()) {
    return std::make_shared<const auth::CookieBox>(std::vector{fresh_key()});
  }
  const auto text = read_text(config.keys_file, config.keys_place, "the keys of sessions", out);
  if (!text) return nullptr;
  const auto keys = auth::parse_cookie_keys(*text);
  if (!keys) {
    out.add("BFF171", config.keys_place,
            "'" + display_path(config.keys_file) +
                "' holds no keys for sessions: " + keys.error().internal,
            "make a key with 'openssl rand -hex 32'; the newest comes first");
    return nullptr;
  }
  return std::make_shared<const auth::CookieBox>(*keys);
}

KeySource keys_of(const config::Sessions& config) {
  KeySource source{
      .id = config.issuer + "\nsessions " + config.discovery->text() + '\n' + config.ca.string(),
      .issuer = config.issuer,
      .url = *config.discovery,
      .discovery = true,
      .ca_file = config.ca.string(),
      .algorithms = auth::kUsualAlgorithms};
  if (!config.algorithms.empty()) source.algorithms.clear();
  for (const auto& name : config.algorithms) {
    source.algorithms.push_back(*auth::algorithm_named(name));  // load_gateway() has checked it
  }
  return source;
}

std::string origin_of(const Url& url) {
  return (url.secure ? "https://" : "http://") + url.authority();
}

}  // namespace

Result<std::shared_ptr<const SessionSetup>> with_keys(const SessionSetup& setup,
                                                      const std::string& text) {
  const auto keys = auth::parse_cookie_keys(text);
  if (!keys) return keys.error();
  auto next = std::make_shared<SessionSetup>(setup);
  next->box = std::make_shared<const auth::CookieBox>(*keys);
  return std::shared_ptr<const SessionSetup>{std::move(next)};
}

Result<std::shared_ptr<const SessionSetup>> with_secret(const SessionSetup& setup,
                                                        const std::string& text) {
  auto secret = parse_secret(text);
  if (!secret) return secret.error();
  auto next = std::make_shared<SessionSetup>(setup);
  next->provider.secret = *std::move(secret);
  return std::shared_ptr<const SessionSetup>{std::move(next)};
}

std::shared_ptr<SessionSetup> load_sessions(const config::Gateway& gateway, Diagnostics& out) {
  const config::Sessions& config = *gateway.auth.sessions;
  const std::size_t problems = out.size();
  if (!config.ca.empty()) {
    if (const std::string why = upstream::check_ca_file(config.ca.string()); !why.empty()) {
      out.add("BFF146", config.ca_place,
              "'" + display_path(config.ca) + "' holds no certificates to trust: " + why,
              "name a PEM file with the certificate of the authority");
    }
  }
  auto setup = std::make_shared<SessionSetup>();
  setup->config = config;
  setup->origin = origin_of(*gateway.external_url);
  setup->login = setup->path_of("login");
  setup->keys_stamp = stamp_of(config.keys_file);
  setup->secret_stamp = stamp_of(config.client_secret_file);
  setup->box = read_keys(config, out);
  setup->keys = keys_of(config);
  setup->provider = {.issuer = config.issuer,
                     .discovery = *config.discovery,
                     .ca_file = config.ca.string(),
                     .client = {.client_id = config.client_id,
                                .redirect_uri = setup->origin + setup->path_of("callback"),
                                .scope = config.scope},
                     .secret = read_secret(config, out),
                     .after_logout = setup->origin + config.after_logout};
  setup->terms = {.idle = duration_cast<seconds>(config.idle),
                  .absolute = duration_cast<seconds>(config.absolute),
                  .ahead = duration_cast<seconds>(config.refresh_ahead)};
  // Half of a short idle time, lest a session that is used ends.
  if (config.idle.count() > 0) {
    setup->terms.touch = std::min(setup->terms.touch, setup->terms.idle / 2);
  }
  const bool secure = gateway.external_url->secure;
  const std::string prefix = secure ? "__Host-" : "";
  setup->cookie = {.name = prefix + config.cookie, .strict = config.strict, .secure = secure};
  // The provider sends the browser back: by then no Strict cookie would come along.
  setup->attempt = {.name = prefix + config.cookie + "-login-",
                    .strict = false,
                    .secure = secure,
                    .max_age = static_cast<int>(seconds{auth::LoginAttempt::kLife}.count())};
  return out.size() == problems ? setup : nullptr;
}

}  // namespace bff::runtime
