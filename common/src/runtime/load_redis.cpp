// SPDX-License-Identifier: Apache-2.0
#include "runtime/load_redis.hpp"

#include "base/files.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {
namespace {

// nullopt with the reason in `why`.
std::optional<std::string> find_password(const config::Redis& config,
                                         const config::Environment& environment, std::string& why) {
  std::optional<std::string> password;
  if (!config.password_env.empty()) {
    const char* const value = environment(config.password_env);
    if (value != nullptr) password = value;
    why = "the variable '" + config.password_env + "' is not set";
  } else if (!config.password_file.empty()) {
    password = read_file(config.password_file, why);
    why = "cannot read '" + display_path(config.password_file) + "': " + why;
  } else {
    return "";
  }
  if (!password) return std::nullopt;
  if (password->ends_with('\n')) password->pop_back();
  if (!password->empty()) return password;
  why = "it is empty";
  return std::nullopt;
}

}  // namespace

std::optional<upstream::RedisTerms> load_redis(const config::Redis& config,
                                               const config::Environment& environment,
                                               Diagnostics& out) {
  std::string why;
  const auto password = find_password(config, environment, why);
  if (!password) {
    out.add("BFF174", config.password_place, "there is no password for Redis: " + why,
            "put the password there, and nothing else");
  }
  if (!config.ca.empty()) {
    why = upstream::check_ca_file(config.ca.string());
    if (!why.empty()) {
      out.add("BFF146", config.ca_place,
              "'" + display_path(config.ca) + "' holds no certificates to trust: " + why,
              "name a PEM file with the certificate of the authority");
      return std::nullopt;
    }
  }
  if (!password) return std::nullopt;
  return upstream::RedisTerms{.host = config.host,
                              .port = config.port,
                              .secure = config.secure,
                              .ca_file = config.ca.string(),
                              .username = config.username,
                              .password = *password,
                              .database = config.database,
                              .connect = config.connect_timeout,
                              .timeout = config.timeout};
}

}  // namespace bff::runtime
