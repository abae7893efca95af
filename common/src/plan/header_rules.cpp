// SPDX-License-Identifier: Apache-2.0
#include "plan/header_rules.hpp"

#include <algorithm>
#include <utility>

#include "plan/language_keys.hpp"
#include "plan/located_scalar.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {
namespace {

bool is_letter_or_digit(char c) noexcept { return is_name_part(c) && c != '_'; }

// Of one connection, or of the framing of a message (RFC 9110 §7.6.1, RFC 9113 §8.2.2).
constexpr std::string_view kHopByHop[] = {"connection",
                                          "content-length",
                                          "host",
                                          "keep-alive",
                                          "proxy-authenticate",
                                          "proxy-authorization",
                                          "proxy-connection",
                                          "te",
                                          "trailer",
                                          "transfer-encoding",
                                          "upgrade"};
// What the gateway writes to services, resp. to clients.
constexpr std::string_view kOursToServices[] = {"content-type", "user-agent", "x-request-id",
                                                "traceparent", "tracestate"};
constexpr MapKeys::Note kOursToClients[] = {
    {"content-type", "a shape is JSON"},
    {"cache-control", "the gateway says 'no-store'"},
    {"bff-partial", "the gateway sets it"},
    {"x-request-id", "the gateway sets it"},
    {"x-content-type-options", "the gateway sets it"},
    {"www-authenticate", "the gateway sets it"},
    {"date", "the gateway sets it"},
    {"deprecation", "write 'deprecated: true' in the route"},
    {"sunset", "write 'sunset: 2027-01-31' in the route"},
    {"set-cookie", "write it under 'cookies', or 'pass: [set-cookie]'"}};

template <class List>
bool has(const List& list, std::string_view name) {
  return std::ranges::find(list, name) != std::end(list);
}

bool refuse(std::string_view name, const Place& place, std::string why, std::string remedy,
            Diagnostics& out) {
  out.add(codes::kReservedHeader, place, in_quotes(name) + " " + why, std::move(remedy));
  return false;
}

bool check_metadata_name(std::string_view name, const Place& place, Diagnostics& out) {
  const std::string lower = lower_case(name);
  const bool good = !name.empty() && std::ranges::all_of(lower, [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.';
  });
  if (!good || lower != name) {
    out.add(codes::kBadHeader, place, in_quotes(name) + " is no name of metadata",
            good ? "write " + in_quotes(lower) : "lower-case letters, digits, '-', '_' and '.'");
    return false;
  }
  if (name.ends_with("-bin")) {
    out.add(codes::kNotYetSupported, place, "binary metadata is not yet supported");
    return false;
  }
  if (has(kHopByHop, name) || name.starts_with("grpc-")) {
    return refuse(name, place, "belongs to gRPC itself", "choose another name", out);
  }
  if (has(kOursToServices, name)) {
    return refuse(name, place, "is sent to every call by the gateway", "leave it out", out);
  }
  return true;
}

// The pieces of plain text that a value has, each with its place.
template <class Take>
void each_text(const ShapeSyntax& value, Take take) {
  if (value.kind == ShapeSyntax::Kind::literal) take(value.literal.scalar);
  if (!value.text) return;
  for (const auto& part : value.text->parts) take(part.text);
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
  });
}

std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

bool check_header_name(std::string_view name, const Place& place, HeaderUse use, Diagnostics& out) {
  if (use == HeaderUse::metadata) return check_metadata_name(name, place, out);
  if (!is_token(name)) {
    out.add(codes::kBadHeader, place, in_quotes(name) + " is no name of a header",
            "letters, digits and '-'");
    return false;
  }
  const std::string lower = lower_case(name);
  if (has(kHopByHop, lower) && !(use == HeaderUse::request && lower == "host")) {
    return refuse(name, place, "belongs to one connection", "choose another name", out);
  }
  if (use == HeaderUse::request && lower == "cookie") {
    return refuse(name, place, "is read cookie by cookie", "declare them under 'cookie'", out);
  }
  if (use == HeaderUse::request) return true;
  const auto ours = std::ranges::find(kOursToClients, lower, &MapKeys::Note::key);
  if (ours == std::end(kOursToClients)) return true;
  return refuse(name, place, "is not a route's to set", std::string{ours->remedy}, out);
}

bool check_cookie_name(std::string_view name, const Place& place, Diagnostics& out) {
  if (is_token(name)) return true;
  out.add(codes::kBadHeader, place, in_quotes(name) + " is no name of a cookie",
          "letters, digits, '-' and '_'");
  return false;
}

bool check_header_text(const ShapeSyntax& value, std::string_view what, bool cookie,
                       Diagnostics& out) {
  bool good = true;
  each_text(value, [&](std::string_view text) {
    const auto is_bad = [cookie](char c) {
      if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) return true;
      // RFC 6265 §4.1.1.
      return cookie && std::string_view{" \",;\\"}.find(c) != std::string_view::npos;
    };
    if (good && std::ranges::any_of(text, is_bad)) {
      out.add(codes::kBadHeader, value.place,
              std::string{what} + " holds what cannot stand in a " + (cookie ? "cookie" : "header"),
              cookie ? "visible ASCII without blank, '\"', ',', ';' and '\\'"
                     : "visible ASCII and blanks");
      good = false;
    }
  });
  return good;
}

void check_redirect(const ShapeSyntax& value, Diagnostics& out) {
  constexpr std::string_view kForms =
      "write '/path/{$x}' or 'https://host.example/path/{$x}': what comes from outside must not "
      "choose the host";
  const auto refuse_here = [&](std::string why) {
    out.add(codes::kOpenRedirect, value.place, std::move(why), std::string{kForms});
  };
  std::string_view begin;
  bool values = false, kept = false;
  if (value.kind == ShapeSyntax::Kind::text && !value.text->parts.empty()) {
    const auto& parts = value.text->parts;
    begin = parts.front().text;
    values = parts.front().value.has_value();
    kept = std::ranges::any_of(parts, &TextSyntax::Part::keeps_slashes);
  } else if (value.kind == ShapeSyntax::Kind::literal) {
    begin = value.literal.scalar;
  } else {
    return refuse_here("'location' is an expression alone, which may name any host");
  }
  constexpr std::string_view kScheme = "https://";
  if (begin.starts_with(kScheme)) {
    const std::string_view host = begin.substr(kScheme.size());
    const std::size_t end = host.find_first_of("/?#");
    if (host.empty() || end == 0 || (values && end == std::string_view::npos)) {
      refuse_here("the host of 'location' is not written out");
    }
    return;
  }
  // `//host` and, for browsers, `/\host` name a host; so does `/` before a value with a slash.
  const bool other_host = begin.size() > 1 && (begin[1] == '/' || begin[1] == '\\');
  if (!begin.starts_with('/') || other_host || (kept && begin.size() == 1)) {
    refuse_here("'location' may lead to another host");
  }
}

}  // namespace bff::plan
