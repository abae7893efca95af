// SPDX-License-Identifier: Apache-2.0
// Tokens that their issuer has to be asked about, and the requests that wait for its answer.
#include <algorithm>
#include <utility>

#include "auth/claims.hpp"
#include "auth/jws.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/request_run.hpp"

namespace bff::runtime {
namespace {

// Whether the token holds cannot be told.
Error cannot_be_asked(std::string why) {
  static const auto details = std::make_shared<const ErrorDetails>(ErrorDetails{.retry_after = 5});
  return {.code = Errc::upstream_unavailable,
          .detail = "The token's issuer cannot be asked about it",
          .internal = std::move(why),
          .details = details};
}

}  // namespace

Result<std::shared_ptr<const auth::Verified>> RequestRun::verify_token(
    std::string_view token, const auth::IssuerRules*& wanting) {
  auto& generation = *generation_;
  if (generation.opaque != nullptr && auth::is_opaque(token)) {
    return ask(*generation.opaque, token, auth::Asked::whole);
  }
  auto known = generation.tokens.verify(*generation.verifier, token, time_, &wanting);
  if (!generation.asks_about_jwts) return known;
  if (!known) {
    if (wanting == nullptr || !wanting->asking.alone) return known;
    return ask(*std::exchange(wanting, nullptr), token, auth::Asked::whole);
  }
  const auto& issuers = generation.verifier->issuers();
  const auto issuer = std::find_if(issuers.begin(), issuers.end(), [&](const auto& each) {
    return each.issuer == (*known)->principal.issuer;
  });
  if (issuer == issuers.end() || !issuer->asking.always) return known;
  if (auto active = ask(*issuer, token, auth::Asked::revocation); !active) return active;
  return known;
}

Result<std::shared_ptr<const auth::Verified>> RequestRun::ask(const auth::IssuerRules& issuer,
                                                              std::string_view token,
                                                              auth::Asked asked) {
  if (token.size() > auth::kMaxToken) return auth::invalid_token("longer than 16 KiB");
  auto* const introspection = dispatcher_.introspection();
  if (introspection == nullptr) return cannot_be_asked("nobody asks issuers here");
  const TokenAnswer* answer = token_answer_ ? &*token_answer_ : nullptr;
  if (answer == nullptr) {
    auto digest = token_digest(issuer.asking.source, token);
    answer = introspection->find(digest, started_);
    if (answer == nullptr) {
      question_ = TokenQuestion{.source = issuer.asking.source,
                                .digest = std::move(digest),
                                .token = std::string(token),
                                .asked = asked};
      return cannot_be_asked("the answer is awaited");
    }
  }
  const auto& verdict = answer->verdict;
  if (!verdict) {
    if (verdict.error().code == Errc::invalid_token) return verdict.error();
    return cannot_be_asked(verdict.error().internal);
  }
  if (asked == auth::Asked::whole) {
    const auto holds = auth::check_window((*verdict)->from, (*verdict)->until, time_);
    if (!holds) return holds.error();
  }
  return *verdict;
}

void RequestRun::await_answer() {
  awaiting_keys_ = std::make_shared<RequestRun*>(this);
  exchange_->on_disconnect([this] { client_gone(); });
  const bool waits = dispatcher_.introspection()->wait(
      *std::exchange(question_, std::nullopt),
      [waiting = std::weak_ptr{awaiting_keys_}](const TokenAnswer& answer) {
        if (const auto run = waiting.lock()) (*run)->on_token_answer(answer);
      });
  if (!waits) proceed(cannot_be_asked("too many requests wait for answers about tokens"));
}

void RequestRun::on_token_answer(const TokenAnswer& answer) {
  awaiting_keys_.reset();
  token_answer_ = answer;
  find_caller();
}

}  // namespace bff::runtime
