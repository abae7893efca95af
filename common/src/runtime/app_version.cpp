// SPDX-License-Identifier: Apache-2.0
#include "runtime/app_version.hpp"

#include "json/writer.hpp"

namespace bff::runtime {
namespace {

using config::AppVersions;

// Of the platform that the request names, else of all the others; null: there is none.
const AppVersions::Rule* rule_of(const AppVersions& versions, const http1::Request& request) {
  const auto platform = request.header(versions.platform_header);
  for (const auto& [name, rule] : versions.rules) {
    if (platform && http1::iequals(*platform, name)) return &rule;
  }
  const auto others = versions.rules.find("");
  return others != versions.rules.end() ? &others->second : nullptr;
}

void add_member(std::string& members, std::string_view key, const std::string& value) {
  if (value.empty()) return;
  json::Appender out{members};
  out += ",\"";
  out += key;
  out += "\":";
  json::append_string(out, value);
}

Error outdated(const AppVersions::Rule& rule, std::string detail) {
  ErrorDetails details;
  add_member(details.members, "minimum_version", rule.text);
  add_member(details.members, "update_url", rule.update_url);
  return {.code = Errc::app_outdated,
          .detail = std::move(detail),
          .details = std::make_shared<const ErrorDetails>(std::move(details))};
}

}  // namespace

Result<void> check_app_version(const AppVersions& versions, const http1::Request& request) {
  const auto* const rule = rule_of(versions, request);
  const auto sent = request.header(versions.header);
  const auto version = sent ? config::parse_app_version(*sent) : std::nullopt;
  if (rule != nullptr && version) {
    if (*version >= rule->minimum) return {};
    return outdated(*rule, "Please update the app to version " + rule->text + " or later");
  }
  if (!versions.refuse_missing) return {};
  const bool platform = version && rule == nullptr;
  return outdated(rule != nullptr ? *rule : AppVersions::Rule{},
                  "The app has to say its " + std::string(platform ? "platform" : "version") +
                      " in the header " + (platform ? versions.platform_header : versions.header));
}

}  // namespace bff::runtime
