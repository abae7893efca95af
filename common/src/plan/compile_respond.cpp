// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_respond.hpp"

#include <chrono>
#include <ctime>

namespace bff::plan {
namespace {

// RFC 6265, section 4.1.1.
std::string attributes_of(const CookieSyntax& cookie) {
  std::string text = "; Path=" + cookie.path;
  if (!cookie.domain.empty()) text += "; Domain=" + cookie.domain;
  if (cookie.max_age) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(cookie.max_age->value).count();
    text += "; Max-Age=" + std::to_string(seconds);
  }
  if (cookie.http_only) text += "; HttpOnly";
  if (cookie.secure) text += "; Secure";
  switch (cookie.same_site) {
    case CookieSyntax::SameSite::lax:
      return text + "; SameSite=Lax";
    case CookieSyntax::SameSite::strict:
      return text + "; SameSite=Strict";
    case CookieSyntax::SameSite::none:
      return text + "; SameSite=None";
  }
  return text;
}

// "2027-01-31" as the moment at which that day begins in UTC; the parser has checked it.
std::time_t start_of(const std::string& date) {
  const std::chrono::year_month_day day{
      std::chrono::year{std::stoi(date.substr(0, 4))},
      std::chrono::month{static_cast<unsigned>(std::stoi(date.substr(5, 2)))},
      std::chrono::day{static_cast<unsigned>(std::stoi(date.substr(8, 2)))}};
  return std::chrono::system_clock::to_time_t(std::chrono::sys_days{day});
}

std::string http_date(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[sizeof "Sun, 06 Nov 1994 08:49:37 GMT"];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

void emit_respond(PathEmitter& paths, const RespondModel& model, Respond& respond) {
  respond.status = model.status;
  respond.pass_cookies = model.pass_cookies;
  for (const auto& [name, value] : model.headers) {
    respond.headers.push_back({.name = name, .value = paths.expression(value, {})});
  }
  for (const auto& cookie : model.cookies) {
    respond.cookies.push_back({.name = cookie.syntax->name.value,
                               .value = paths.expression(cookie.value, {}),
                               .attributes = attributes_of(*cookie.syntax)});
  }
}

void emit_retirement(const RouteSyntax& route, RoutePlan& plan) {
  // No date is declared since when, so the first there is: what counts is that it has passed.
  if (route.deprecated) plan.deprecation = kDeprecated;
  if (route.sunset) plan.sunset = http_date(start_of(route.sunset->value));
}

}  // namespace bff::plan
