// SPDX-License-Identifier: Apache-2.0
// How sessions begin.
#include "auth/claims.hpp"
#include "runtime/session_keeper.hpp"

namespace bff::runtime {
namespace {

// What an ID token says of itself, and not of its subject.
constexpr const char* kOwnClaims[] = {"aud", "azp",   "exp",     "iat",    "nbf",
                                      "jti", "nonce", "at_hash", "c_hash", "s_hash"};

Error login_failed(std::string why) {
  return {.code = Errc::login_failed, .internal = std::move(why)};
}

// That the ID token answers this very attempt, and was made for this client (OpenID Connect Core
// §3.1.3.7; the verifier has seen to the rest).
Result<void> check_id_token(const auth::Principal& claims, const auth::LoginAttempt& attempt,
                            const std::string& client_id) {
  const std::string* const nonce = claims.claim("nonce");
  if (nonce == nullptr || *nonce != attempt.nonce) {
    return login_failed("the ID token's nonce is not that of the login");
  }
  const std::string* const party = claims.claim("azp");
  if (party != nullptr && *party != client_id) return login_failed("the ID token's azp is another");
  const auto audiences = claims.lists.find("aud");
  const bool several = audiences != claims.lists.end() && audiences->second.size() > 1;
  if (several && party == nullptr)
    return login_failed("the ID token is for several, and has no azp");
  if (claims.subject.empty()) return login_failed("the ID token has no sub");
  return {};
}

}  // namespace

void SessionKeeper::begin(const auth::LoginAttempt& attempt, const auth::LoginWish& wish,
                          Done<std::string> done) {
  provider_.begin(attempt, wish, std::move(done));
}

void SessionKeeper::login(const auth::LoginAttempt& attempt, const std::string& code,
                          const std::string& address, OnSession done) {
  auto told = [this, address, done = std::move(done)](Result<Held> session) {
    if (!session) {
      environment_.tell({.kind = SessionEvent::Kind::login_failed,
                         .issuer = setup_->config.issuer,
                         .address = address,
                         .reason = session.error().internal});
    }
    done(std::move(session));
  };
  provider_.redeem(attempt, code, [this, attempt, address, told](Result<auth::TokenSet> tokens) {
    if (!tokens && tokens.error().code == Errc::invalid_token) {
      return told(login_failed(tokens.error().internal));
    }
    if (!tokens) return told(tokens.error());
    make(attempt, *std::move(tokens), address, told);
  });
}

void SessionKeeper::make(const auth::LoginAttempt& attempt, auth::TokenSet tokens,
                         const std::string& address, const OnSession& done) {
  if (tokens.id_token.empty()) return done(login_failed("the token endpoint gave no ID token"));
  const std::string id_token = std::exchange(tokens.id_token, {});
  environment_.verify(id_token, [this, attempt, tokens = std::move(tokens), address,
                                 done](Result<auth::Verified> verified) mutable {
    if (!verified) {
      const Error& error = verified.error();
      const bool theirs = error.code == Errc::invalid_token;
      return done(theirs ? login_failed("the ID token: " + error.internal) : error);
    }
    auth::Principal& claims = verified->principal;
    if (auto good = check_id_token(claims, attempt, setup_->config.client_id); !good) {
      return done(good.error());
    }
    for (const char* name : kOwnClaims) {
      claims.claims.erase(name);
      claims.lists.erase(name);
    }
    // RFC 6749 §5.1: what is left out is what was asked for.
    const std::string scope = tokens.scope.empty() ? setup_->config.scope : tokens.scope;
    claims.scopes = auth::split_scope(scope);
    claims.claims["scope"] = scope;
    keep(auth::make_session(std::move(claims), std::move(tokens), environment_.now()), address,
         done);
  });
}

void SessionKeeper::keep(auth::Session session, const std::string& address, const OnSession& done) {
  auto held = std::make_shared<const auth::Session>(std::move(session));
  const auto kept = [this, held, address, done](const Result<void>& result) {
    if (!result) return done(result.error());
    tell(SessionEvent::Kind::login, *held, "", address);
    done(held);
  };
  if (!environment_.store) return kept({});
  environment_.store->add(stored(*held), kept);
}

}  // namespace bff::runtime
