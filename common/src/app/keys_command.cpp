// SPDX-License-Identifier: Apache-2.0
#include "app/keys_command.hpp"

#include <iostream>

#include <nlohmann/json.hpp>

#include "app/key_store.hpp"
#include "base/files.hpp"
#include "config/gateway.hpp"

namespace bff::app {
namespace {

using auth::ApiKey;
using std::chrono::system_clock;

std::string date_of(ApiKey::Time time) {
  if (time == ApiKey::kNever) return "never";
  const std::time_t seconds = system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
  return text.empty() ? "-" : text;
}

void print(const std::vector<ApiKey>& keys, const std::string& format) {
  if (format == "json") {
    auto list = nlohmann::ordered_json::array();
    for (const ApiKey& key : keys) {
      list.push_back({{"id", key.id},
                      {"subject", key.subject},
                      {"plan", key.plan},
                      {"scopes", key.scopes},
                      {"created", date_of(key.created)},
                      {"expires", date_of(key.expires)}});
    }
    std::cout << list.dump(2) << "\n";
    return;
  }
  for (const ApiKey& key : keys) {
    std::cout << key.id << "  " << key.subject << "  plan " << (key.plan.empty() ? "-" : key.plan)
              << "  scopes " << joined(key.scopes) << "  made " << date_of(key.created)
              << "  expires " << date_of(key.expires) << "\n";
  }
}

int add(const Options::Keys& wanted, KeyStore& store, Diagnostics& out) {
  const auto now = std::chrono::floor<std::chrono::seconds>(system_clock::now());
  ApiKey key{
      .subject = wanted.subject, .plan = wanted.plan, .scopes = wanted.scopes, .created = now};
  if (!wanted.expires.empty()) {
    config::Milliseconds life{};
    if (!config::parse_duration(wanted.expires, life) || life.count() <= 0) {
      out.add("BFF412", {}, "'" + wanted.expires + "' is no time for which a key could hold",
              "write a number and its unit, such as '2160h'");
      return 2;
    }
    key.expires = now + std::chrono::ceil<std::chrono::seconds>(life);
  }
  const std::string text = auth::make_api_key(key);
  if (!store.add(key, out)) return 1;
  std::cout << text << "\n";
  return 0;
}

int revoke(const std::string& id, KeyStore& store, Diagnostics& out) {
  const auto revoked = store.revoke(id, out);
  if (!revoked) return 1;
  if (*revoked) return 0;
  out.add("BFF413", {}, "there is no key '" + id + "' in " + store.name(),
          "'keys list' has their ids");
  return 2;
}

int list(const std::string& format, KeyStore& store, Diagnostics& out) {
  const auto kept = store.list(out);
  if (kept) print(*kept, format);
  return out.empty() ? 0 : 1;
}

}  // namespace

int keys(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  const int status = [&] {
    std::string why;
    const auto source = read_source(options.config_file, why);
    if (!source) {
      problems.add("BFF100", {},
                   "cannot read the configuration '" + options.config_file + "': " + why,
                   "name it with --config FILE");
      return 1;
    }
    const auto config = config::load_gateway(source, environment, problems);
    if (!config) return 1;
    if (!config->auth.api_keys) {
      problems.add("BFF414", {}, display_path(config->file) + " keeps no keys",
                   "add auth: { api_keys: { file: api-keys.json } }, or { redis: true }");
      return 1;
    }
    const auto& where = *config->auth.api_keys;
    const auto store = where.file.empty() ? make_shared_keys(*config->redis, environment, problems)
                                          : make_key_file(where);
    if (!store) return 1;
    switch (options.keys.action) {
      case Options::Keys::Action::add:
        return add(options.keys, *store, problems);
      case Options::Keys::Action::revoke:
        return revoke(options.keys.id, *store, problems);
      case Options::Keys::Action::list:
        break;
    }
    return list(options.format, *store, problems);
  }();
  if (!problems.empty()) std::cerr << problems.text();
  return status;
}

}  // namespace bff::app
