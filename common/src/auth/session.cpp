// SPDX-License-Identifier: Apache-2.0
#include "auth/session.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "auth/base64url.hpp"
#include "auth/random.hpp"

namespace bff::auth {
namespace {

using std::chrono::milliseconds;
using Time = Session::Time;

constexpr int kTextVersion = 1;

// Not in seconds: what is cut off would be lost for short idle times.
std::int64_t milliseconds_of(Time time) {
  return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}
Time time_of(const nlohmann::json& value) { return Time{milliseconds{value.get<std::int64_t>()}}; }

nlohmann::json principal_json(const Principal& principal) {
  return nlohmann::json::array(
      {principal.subject, principal.scopes, principal.claims, principal.lists});
}

std::string random_id() { return encode_base64url(random_bytes(32)); }

Time until(const TokenSet& tokens, Time now) {
  return tokens.expires_in ? now + *tokens.expires_in : Time::max();
}

}  // namespace

Session::Time Session::ends(const SessionTerms& terms) const {
  const Time at_last = created + terms.absolute;
  return terms.idle.count() == 0 ? at_last : std::min(at_last, seen + terms.idle);
}

SessionState judge_session(const Session& session, const SessionTerms& terms, Time now) {
  if (now >= session.ends(terms)) return SessionState::over;
  if (session.access_until != Time::max() && now >= session.access_until - terms.ahead) {
    // Without a refresh token it serves as long as its access token does.
    if (!session.tokens.refresh_token.empty()) return SessionState::refresh;
    if (now >= session.access_until) return SessionState::over;
  }
  const bool used = terms.idle.count() > 0 && now >= session.seen + terms.touch;
  return used ? SessionState::stale : SessionState::good;
}

Session make_session(Principal claims, TokenSet tokens, Time now) {
  Session session{.id = random_id(), .issuer = claims.issuer, .created = now, .seen = now};
  if (const std::string* sid = claims.claim("sid")) session.provider_sid = *sid;
  session.principal = std::move(claims);
  take_tokens(session, std::move(tokens), now);
  return session;
}

void take_tokens(Session& session, TokenSet tokens, Time now) {
  if (tokens.refresh_token.empty()) tokens.refresh_token = session.tokens.refresh_token;
  if (tokens.id_token.empty()) tokens.id_token = session.tokens.id_token;
  session.access_until = until(tokens, now);
  session.principal.expires = session.access_until;  // and not when the ID token did
  session.tokens = std::move(tokens);
  session.seen = now;
}

std::string to_text(const Session& session) {
  const bool forever = session.access_until == Time::max();
  return nlohmann::json::array({kTextVersion, session.id, session.issuer, session.provider_sid,
                                principal_json(session.principal), session.tokens.access_token,
                                session.tokens.refresh_token, session.tokens.id_token,
                                forever ? -1 : milliseconds_of(session.access_until),
                                milliseconds_of(session.created), milliseconds_of(session.seen)})
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Session> read_session(std::string_view text) {
  const nlohmann::json all = nlohmann::json::parse(text, nullptr, false);
  if (!all.is_array() || all.size() != 11 || all[0] != kTextVersion) return std::nullopt;
  try {
    Session session{.id = all[1], .issuer = all[2], .provider_sid = all[3]};
    const nlohmann::json& who = all[4];
    session.principal = {.issuer = session.issuer,
                         .subject = who.at(0),
                         .scopes = who.at(1),
                         .claims = who.at(2),
                         .lists = who.at(3)};
    session.tokens = {.access_token = all[5], .refresh_token = all[6], .id_token = all[7]};
    session.access_until = all[8] == -1 ? Time::max() : time_of(all[8]);
    session.principal.expires = session.access_until;
    session.created = time_of(all[9]);
    session.seen = time_of(all[10]);
    return session;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace bff::auth
