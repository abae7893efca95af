// SPDX-License-Identifier: Apache-2.0
// What services are told of who asks: claims of the caller as metadata, and a token.
#include <algorithm>

#include <boost/asio/post.hpp>

#include "auth/base64url.hpp"
#include "auth/random.hpp"
#include "config/token_signing.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/request_run.hpp"

namespace bff::runtime {
namespace {

// Of 128 random bits.
std::string new_id() { return auth::encode_base64url(auth::random_bytes(16)); }

// What stands for a caller without a token, of API keys, while the principal is held.
std::string_view address_of(const auth::Principal* const& principal) {
  return {reinterpret_cast<const char*>(&principal), sizeof principal};
}

}  // namespace

// Exchanges the caller's token for those that the route's services want, where that was not done
// before. False: nothing has to be waited for.
bool RequestRun::await_tokens() {
  if (!generation_->exchanges || caller_token_.empty()) return false;
  for (const auto& call : plan().calls) {
    if (call.local != nullptr) continue;
    const auto& callers = generation_->callers[call.upstream];
    if (!callers || !callers->exchange) continue;
    const auto asked = std::ranges::find(told_, call.upstream, &Told::upstream);
    if (asked != told_.end()) continue;
    Told& told = told_entry(call.upstream);
    told.token = callers->tokens.find(caller_token_, time_);
    if (!told.token) exchange(*callers, call.upstream);
  }
  if (tokens_awaited_ == 0) return false;
  tokens_due_.emplace(dispatcher_.loop(), [this] { on_tokens_late(); });
  tokens_due_->set(deadline_);
  return true;
}

void RequestRun::exchange(const ToldCallers& callers, std::uint16_t upstream) {
  auto* const service = dispatcher_.exchanges();
  if (service == nullptr) return;
  if (!awaiting_tokens_) awaiting_tokens_ = std::make_shared<RequestRun*>(this);
  ++tokens_awaited_;
  service->ask(callers.exchange, std::string{caller_token_},
               [loop = &dispatcher_.loop(), waiting = std::weak_ptr{awaiting_tokens_},
                upstream](const Result<ServiceToken>& answer) {
                 boost::asio::post(*loop, [waiting, upstream, answer] {
                   if (const auto run = waiting.lock()) (*run)->on_token(upstream, answer);
                 });
               });
}

void RequestRun::on_token(std::uint16_t upstream, const Result<ServiceToken>& answer) {
  Told& told = told_entry(upstream);
  if (answer) {
    told.token = answer->bearer;
    const auto& callers = generation_->callers[upstream];
    if (callers->exchange->cache && time_ < answer->until)
      callers->tokens.remember(std::string{caller_token_}, nullptr, answer->bearer, answer->until);
  } else {
    told.failure = answer.error();
    told.ready = true;
  }
  if (--tokens_awaited_ > 0) return;
  awaiting_tokens_.reset();
  tokens_due_.reset();
  launch();
}

// What was to be called with the tokens that have not come fails as a late service would.
void RequestRun::on_tokens_late() {
  awaiting_tokens_.reset();
  tokens_awaited_ = 0;
  for (Told& told : told_) {
    if (told.ready || told.token) continue;
    told.failure = Error{.code = Errc::upstream_timeout,
                         .internal = "token exchange: no answer before the route's deadline",
                         .rpc_code = 4};
    told.ready = true;
  }
  launch();
}

RequestRun::Told& RequestRun::told_entry(std::uint16_t upstream) {
  const auto found = std::ranges::find(told_, upstream, &Told::upstream);
  return found != told_.end() ? *found : told_.emplace_back(Told{.upstream = upstream});
}

const RequestRun::Told& RequestRun::told(std::uint16_t upstream) {
  static const Told kNothing;
  const auto& all = generation_->callers;
  if (all.empty() || !all[upstream] || !principal_) return kNothing;
  Told& told = told_entry(upstream);
  if (!told.ready) make_told(told, *all[upstream]);
  return told;
}

void RequestRun::make_told(Told& told, ToldCallers& callers) {
  const CallerTerms& terms = *callers.terms;
  auto& fields = *std::pmr::polymorphic_allocator<>{&arena_}.new_object<MetadataFields>();
  fields.reserve(terms.claims.size() + 1);
  add_claims(fields, terms, *principal_, arena_);
  if (terms.mint) told.token = minted_token(callers);
  std::string_view token = told.token ? std::string_view{*told.token} : "";
  if (terms.pass && !caller_token_.empty()) {
    constexpr std::string_view kScheme = "Bearer ";
    char* const text =
        static_cast<char*>(arena_.allocate(kScheme.size() + caller_token_.size(), 1));
    std::ranges::copy(caller_token_, std::ranges::copy(kScheme, text).out);
    token = {text, kScheme.size() + caller_token_.size()};
  }
  if (!token.empty()) fields.emplace_back("authorization", token);
  told.fields = fields;
  told.ready = true;
}

ServiceTokens::Token RequestRun::minted_token(ToldCallers& callers) {
  if (!generation_->signer) return nullptr;  // in tests of routes
  const auth::Principal* const principal = principal_.get();
  const std::string_view caller = caller_token_.empty() ? address_of(principal) : caller_token_;
  if (auto known = callers.tokens.find(caller, time_)) return known;
  const auto claims = auth::minted_claims(*callers.terms->mint, *principal_, time_, new_id());
  auto token =
      std::make_shared<const std::string>("Bearer " + generation_->signer->sign(claims.json));
  callers.tokens.remember(std::string{caller}, caller_token_.empty() ? principal_ : nullptr, token,
                          time_ + (claims.until - time_) / 2);
  return token;
}

const Error* RequestRun::withheld(const plan::Call& call) {
  if (call.local != nullptr) return nullptr;
  const auto& failure = told(call.upstream).failure;
  return failure ? &*failure : nullptr;
}

// Where no route is, clients may find the keys of the tokens that services get.
bool RequestRun::tells_keys() {
  const auto& request = exchange_->request();
  const auto& signing = generation_->snapshot->config.auth.signing;
  if (!signing || signing->jwks != config::TokenSigning::Jwks::clients) return false;
  if (!generation_->signer || request.path != kKeySetPath) return false;
  if (request.method != "GET" && request.method != "HEAD") return false;
  respond(key_set(generation_->signer->public_keys(), context_), nullptr, false);
  return true;
}

}  // namespace bff::runtime
