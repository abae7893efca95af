// SPDX-License-Identifier: Apache-2.0
#include "runtime/session_keeper.hpp"

#include <utility>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"

namespace bff::runtime {
namespace {

// Names that cannot be taken for one another, whatever their parts hold.
std::string hashed(std::string_view kind, std::string_view issuer, std::string_view name) {
  std::string text{kind};
  text.append("\n").append(std::to_string(issuer.size())).append("\n").append(issuer).append(name);
  return auth::encode_base64url(auth::sha256(text));
}

}  // namespace

SessionKeeper::SessionKeeper(std::shared_ptr<const SessionSetup> setup, Environment environment)
    : setup_(std::move(setup)),
      environment_(std::move(environment)),
      provider_(setup_->provider, std::move(environment_.http), ProviderClient::Clock::now),
      holder_(auth::begin_login("", {}).state) {}

void SessionKeeper::adjust(std::shared_ptr<const SessionSetup> setup) {
  setup_ = std::move(setup);
  provider_.adjust(setup_->provider);
}

std::string SessionKeeper::key_of(std::string_view id) { return hashed("session", "", id); }

std::string SessionKeeper::owner_of(std::string_view subject) const {
  return hashed("owner", setup_->config.issuer, subject);
}

std::string SessionKeeper::provided_by(std::string_view sid) const {
  return sid.empty() ? "" : hashed("provider", setup_->config.issuer, sid);
}

StoredSession SessionKeeper::stored(const auth::Session& session) const {
  const std::string key = key_of(session.id);
  const auto life = session.ends(setup_->terms) - environment_.now();
  return {.key = key,
          .owner = owner_of(session.principal.subject),
          .provider = provided_by(session.provider_sid),
          .text = setup_->box->seal(key, auth::to_text(session)),
          .life = std::chrono::duration_cast<std::chrono::milliseconds>(life)};
}

SessionKeeper::Held SessionKeeper::opened(const std::string& key, const std::string& text) const {
  const auto plain = setup_->box->open(key, text);
  auto session = plain ? auth::read_session(*plain) : std::nullopt;
  if (!session || key_of(session->id) != key) return nullptr;
  return std::make_shared<const auth::Session>(*std::move(session));
}

void SessionKeeper::tell(SessionEvent::Kind kind, const auth::Session& session, std::string reason,
                         std::string address) {
  environment_.tell({.kind = kind,
                     .issuer = session.issuer,
                     .subject = session.principal.subject,
                     .session = key_of(session.id),
                     .address = std::move(address),
                     .reason = std::move(reason)});
}

}  // namespace bff::runtime
