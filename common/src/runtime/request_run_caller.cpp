// SPDX-License-Identifier: Apache-2.0
// Who asks: the token of a request and the proof that it is its caller's, or its API key.
#include <algorithm>
#include <span>

#include "auth/dpop.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/request_run.hpp"

namespace bff::runtime {
namespace {

// Whether the token holds cannot be told.
Error keys_unavailable() {
  static const auto details = std::make_shared<const ErrorDetails>(ErrorDetails{.retry_after = 5});
  return {.code = Errc::upstream_unavailable,
          .detail = "The keys of the token's issuer cannot be fetched",
          .internal = "the token's key is not known, and its issuer does not tell its keys",
          .details = details};
}

// Likewise for API keys in Redis.
Error api_keys_unavailable() {
  static const auto details = std::make_shared<const ErrorDetails>(ErrorDetails{.retry_after = 5});
  return {.code = Errc::upstream_unavailable,
          .detail = "API keys cannot be looked up",
          .internal = "Redis has not told the API keys, or too long ago",
          .details = details};
}

// A header that must be there once; nullopt: it is not there, or more than once.
std::optional<std::string_view> only_header(const http1::Request& request, std::string_view name) {
  std::optional<std::string_view> only;
  for (const auto& field : request.headers) {
    if (!http1::iequals(field.name, name)) continue;
    if (only) return std::nullopt;
    only = field.value;
  }
  return only;
}

constexpr auth::Method kAllMethods[] = {auth::Method::bearer, auth::Method::api_key,
                                        auth::Method::session};

std::span<const auth::Method> methods_of(const auth::Policy& policy) {
  if (policy.methods.empty()) return kAllMethods;
  return policy.methods;
}

Error refused(std::string why) { return {.code = Errc::invalid_token, .internal = std::move(why)}; }

}  // namespace

// Then goes on with the request, at once or when a session, keys or an issuer's answer have come.
void RequestRun::identify() {
  if (const auto heard = check_attempts(); !heard) return fail(heard.error());
  if (plan().policy.mode != auth::Policy::Mode::open) set_challenge(plan().policy);
  const auto waits = open_session();
  if (!waits) {
    tell_refusal(waits.error());
    return fail(waits.error());
  }
  if (!*waits) find_caller();
}

void RequestRun::find_caller() {
  const auth::IssuerRules* wanting = nullptr;
  auto known = authenticate(wanting);
  if (question_) return await_answer();
  if (!known && wanting != nullptr && dispatcher_.keys() != nullptr) {
    if (await_keys(*wanting)) return;
    known = keys_unavailable();
  }
  proceed(known);
}

Result<void> RequestRun::authenticate(const auth::IssuerRules*& wanting) {
  const auto& policy = plan().policy;
  if (policy.mode == auth::Policy::Mode::open) return {};
  principal_ = generation_->caller;
  for (const auth::Method method : methods_of(policy)) {
    if (principal_) break;
    if (method == auth::Method::session) {
      if (session_) {
        principal_ = {session_, &session_->principal};
        caller_token_ = session_->tokens.access_token;
      }
      continue;
    }
    const auto shown = method == auth::Method::bearer ? check_token(wanting) : check_api_key();
    if (!shown) return shown;
  }
  context_.authenticated = principal_ != nullptr;
  return auth::authorize(policy, principal_.get(), time_);
}

void RequestRun::set_challenge(const auth::Policy& policy) {
  context_.challenge = generation_->challenge;
  const auto takes = [&](auth::Method method) {
    const auto methods = methods_of(policy);
    return std::find(methods.begin(), methods.end(), method) != methods.end();
  };
  if (!takes(auth::Method::bearer)) context_.challenge.bearer = context_.challenge.dpop = false;
  const auto& snapshot = *generation_->snapshot;
  const auto& keys = snapshot.config.auth.api_keys;
  if (keys && takes(auth::Method::api_key)) context_.challenge.api_key = keys->header;
  if (!generation_->sessions || !takes(auth::Method::session)) return;
  context_.challenge.login = generation_->sessions->login;
  if (snapshot.config.auth.issuers.empty()) context_.challenge.bearer = false;
}

bool RequestRun::shows_credentials() const {
  const auto& request = exchange_->request();
  const auto& keys = generation_->snapshot->config.auth.api_keys;
  return !offered_token_.empty() || request.header("authorization") ||
         (keys && request.header(keys->header));
}

Result<void> RequestRun::check_token(const auth::IssuerRules*& wanting) {
  const auto header = exchange_->request().header("authorization");
  if (!header && offered_token_.empty()) return {};
  const auto credentials =
      header ? auth::read_credentials(*header)
             : Result<auth::Credentials>{auth::Credentials{.dpop = false, .token = offered_token_}};
  if (!credentials) return credentials.error();
  const auto& verifier = generation_->verifier;
  if (!verifier) return refused("no issuer is configured");
  const auto known = verify_token(credentials->token, wanting);
  if (!known) return known.error();
  if (auto holds = check_possession(**known, *credentials); !holds) return holds;
  principal_ = std::shared_ptr<const auth::Principal>{*known, &(*known)->principal};
  caller_token_ = credentials->token;
  return {};
}

Result<void> RequestRun::check_api_key() {
  const auto& config = generation_->snapshot->config.auth.api_keys;
  if (!config) return {};
  const bool shared = config->file.empty();
  const auto* keys = shared ? dispatcher_.shared_api_keys() : dispatcher_.api_keys();
  if (keys == nullptr && !shared) return {};
  const auto& request = exchange_->request();
  const auto key = only_header(request, config->header);
  if (!key && !request.header(config->header)) return {};
  if (!key) {
    return Error{.code = Errc::malformed_request,
                 .detail = "the header " + config->header + " came more than once"};
  }
  if (keys == nullptr) return api_keys_unavailable();
  auto known = keys->verify(*key, time_);
  if (!known) return known.error();
  principal_ = *std::move(known);
  return {};
}

// That the token is its sender's own, as far as its issuer wants that (RFC 9449 §7).
Result<void> RequestRun::check_possession(const auth::Verified& token,
                                          const auth::Credentials& credentials) {
  const bool bound = !token.bound_to.empty() && token.dpop != auth::Dpop::off;
  if (!bound && token.dpop == auth::Dpop::required) return refused("the token is bound to no key");
  if (bound != credentials.dpop)
    return refused(bound ? "the token is bound to a key, and came as Bearer"
                         : "the token is bound to no key, and came as DPoP");
  if (!bound) return {};
  context_.challenge.proof_refused = true;
  const auto& request = exchange_->request();
  const auto header = only_header(request, "dpop");
  if (!header) return refused("the header DPoP is not there once");
  Url url = *generation_->snapshot->config.external_url;  // load_gateway() has seen to it
  if (url.target == "/") url.target.clear();
  url.target += request.path;
  const auto proof = auth::check_proof(*header, {.method = request.method,
                                                 .url = url,
                                                 .token = credentials.token,
                                                 .now = time_,
                                                 .leeway = token.leeway});
  if (!proof) return proof.error();
  if (proof->thumbprint != token.bound_to) return refused("the proof is of another key");
  using Verdict = auth::ReplayGuard::Verdict;
  const auto verdict =
      generation_->snapshot->proofs->use(proof->thumbprint, proof->id, proof->until, time_);
  if (verdict == Verdict::replayed) return refused("the proof has been used before");
  if (verdict == Verdict::full)
    return Error{.code = Errc::overloaded, .internal = "there is no room for used proofs"};
  context_.challenge.proof_refused = false;
  return {};
}

// The token's key is not among those that are known: others are fetched, or that has been done so
// lately that it would bring nothing. False: too many requests wait.
bool RequestRun::await_keys(const auth::IssuerRules& issuer) {
  awaiting_keys_ = std::make_shared<RequestRun*>(this);
  exchange_->on_disconnect([this] { client_gone(); });
  return dispatcher_.keys()->wait(issuer.source,
                                  [waiting = std::weak_ptr{awaiting_keys_}](KeyAnswer answer) {
                                    if (const auto run = waiting.lock()) (*run)->on_keys(answer);
                                  });
}

void RequestRun::on_keys(KeyAnswer answer) {
  awaiting_keys_.reset();
  const auth::IssuerRules* wanting = nullptr;
  auto known = authenticate(wanting);
  if (question_) return await_answer();
  if (!known && wanting != nullptr && answer == KeyAnswer::unsettled) known = keys_unavailable();
  proceed(known);
}

}  // namespace bff::runtime
