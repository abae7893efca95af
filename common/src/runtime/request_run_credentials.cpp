// SPDX-License-Identifier: Apache-2.0
// What a request shows of its caller: a token and the proof that it is the caller's own, an API
// key, or a browser's session.
#include "auth/dpop.hpp"
#include "runtime/auth_methods.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/request_run.hpp"

namespace bff::runtime {
namespace {

// Whether the key holds cannot be told.
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

Error refused(std::string why) { return {.code = Errc::invalid_token, .internal = std::move(why)}; }

// Of a scheme that tokens come by: not what a proxy in front may want, as Basic.
bool shows_token(const http1::Request& request) {
  const auto header = request.header("authorization");
  if (!header) return false;
  const auto credentials = auth::read_credentials(*header);
  return credentials || credentials.error().code != Errc::unauthenticated;
}

}  // namespace

bool RequestRun::shows_credentials() const {
  const auto& request = exchange_->request();
  const auto& keys = generation_->snapshot->config.auth.api_keys;
  return !offered_token_.empty() || request.header("authorization") ||
         (keys && request.header(keys->header));
}

// A script that sends a token does not mean the browser's session, unless the route asks for that
// first.
bool RequestRun::takes_session() const {
  const auto& policy = plan().policy;
  if (!generation_->sessions || dispatcher_.sessions() == nullptr) return false;
  if (policy.mode == auth::Policy::Mode::open || generation_->caller) return false;
  const auto& request = exchange_->request();
  const auto& keys = generation_->snapshot->config.auth.api_keys;
  for (const auth::Method method : methods_of(policy)) {
    if (method == auth::Method::session) return true;
    const bool shown = method == auth::Method::bearer
                           ? !offered_token_.empty() || shows_token(request)
                           : keys && request.header(keys->header);
    if (shown) return false;
  }
  return false;
}

Result<void> RequestRun::check_token(const auth::IssuerRules*& wanting) {
  const auto header = exchange_->request().header("authorization");
  if (!header && offered_token_.empty()) return {};
  const auto credentials =
      header ? auth::read_credentials(*header)
             : Result<auth::Credentials>{auth::Credentials{.dpop = false, .token = offered_token_}};
  if (!credentials) {
    const bool other_scheme = credentials.error().code == Errc::unauthenticated;
    if (other_scheme && session_) return {};
    return credentials.error();
  }
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

}  // namespace bff::runtime
