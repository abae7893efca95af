// SPDX-License-Identifier: Apache-2.0
#include "auth/logout_token.hpp"

#include "auth/jws.hpp"
#include "auth/strict_json.hpp"

namespace bff::auth {
namespace {

constexpr std::string_view kEvent = "http://schemas.openid.net/event/backchannel-logout";

}  // namespace

Result<LogoutNotice> read_logout_token(std::string_view token, const Verified& verified) {
  const auto jws = parse_jws(token);
  if (!jws) return jws.error();
  const auto claims = parse_strict_json(jws->payload, kMaxTokenDepth);
  if (!claims) return claims.error();
  const JsonValue* const events = claims->member("events");
  const JsonValue* const event = events != nullptr ? events->member(kEvent) : nullptr;
  if (event == nullptr || !event->is_object()) return invalid_token("'events' is of no logout");
  if (claims->member("nonce") != nullptr) return invalid_token("a logout token has no 'nonce'");
  const Principal& who = verified.principal;
  const std::string* const session = who.claim("sid");
  const std::string* const id = who.claim("jti");
  if (id == nullptr || id->empty()) return invalid_token("'jti' is missing");
  LogoutNotice notice{
      .subject = who.subject, .session = session != nullptr ? *session : "", .id = *id};
  if (notice.subject.empty() && notice.session.empty()) {
    return invalid_token("neither 'sub' nor 'sid' says who is logged out");
  }
  return notice;
}

}  // namespace bff::auth
