// SPDX-License-Identifier: Apache-2.0
#include "runtime/token_exchanges.hpp"

#include <algorithm>
#include <iterator>

#include "auth/digest.hpp"
#include "auth/discovery.hpp"
#include "auth/exchange.hpp"
#include "auth/form.hpp"
#include "auth/login.hpp"

namespace bff::runtime {
namespace {

using std::chrono::seconds;

constexpr int kDeadlineExceeded = 4, kPermissionDenied = 7, kInternal = 13, kUnavailable = 14;
constexpr std::size_t kLongestToken = std::size_t{16} * 1024;

// A token lasts long enough to reach a service, whose clock may differ.
constexpr seconds kMargin{30};
// An issuer that did not describe itself is asked again.
constexpr seconds kEndpointRetried{60};

Error exchange_failed(Errc code, int rpc_code, std::string why) {
  return {.code = code, .internal = "token exchange: " + std::move(why), .rpc_code = rpc_code};
}

Error unasked(const Error& error) {
  const bool late = error.code == Errc::upstream_timeout;
  return exchange_failed(error.code, late ? kDeadlineExceeded : kUnavailable, error.internal);
}

// `invalid_grant` and, in RFC 8693 §2.2.2, `invalid_request` are about the caller's token. Other
// words are about what the gateway asks for, and hold for every caller.
Error refused(const Error& error) {
  const auto says = [&](std::string_view word) { return error.internal.ends_with(word); };
  if (error.code == Errc::invalid_token || says(": invalid_request") || says(": access_denied")) {
    return exchange_failed(Errc::forbidden, kPermissionDenied, error.internal);
  }
  return exchange_failed(Errc::upstream_error, kInternal, error.internal);
}

// What may stand behind "Bearer " (RFC 6750 §2.1), as far as it matters to metadata.
bool is_sendable(std::string_view token) {
  return token.size() <= kLongestToken &&
         std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7f; });
}

// The token endpoint, of what was found at `place`.
Result<Url> read_description(const Result<upstream::HttpAnswer>& answer, const Url& place,
                             const std::string& issuer) {
  if (!answer) return unasked(answer.error());
  if (answer->status != 200)
    return exchange_failed(Errc::upstream_unavailable, kUnavailable,
                           place.text() + ": status " + std::to_string(answer->status));
  const auto text = auth::token_endpoint_of(answer->body, issuer);
  Url url;
  std::string wrong = text ? parse_url(*text, url) : text.error().internal;
  // Whoever is asked by TLS must not lead away from it.
  const bool exposed = !url.secure && (place.secure || !url.is_loopback());
  if (wrong.empty() && exposed) wrong = "its 'token_endpoint' is not https";
  if (wrong.empty()) return url;
  return exchange_failed(Errc::upstream_error, kInternal, place.text() + ": " + wrong);
}

}  // namespace

void TokenExchanges::ask(const std::shared_ptr<const ExchangeTerms>& terms,
                         const std::string& token, Answer answer) {
  const std::string key = terms->id + '\n' + auth::sha256(token);
  if (const Outcome* const outcome = known(key)) return answer(*outcome);
  const auto under_way = open_.find(key);
  if (under_way != open_.end()) return under_way->second.push_back(std::move(answer));
  if (open_.size() >= kMostOpen) {
    return answer(
        exchange_failed(Errc::upstream_unavailable, kUnavailable, "too many are under way"));
  }
  open_[key].push_back(std::move(answer));
  find_endpoint(*terms, [this, terms, token, key](const Result<Url>& url) {
    if (url) return send(*url, *terms, token, key);
    finish(key, url.error(), environment_.now() + kFailureKept);
  });
}

void TokenExchanges::find_endpoint(const ExchangeTerms& terms,
                                   std::function<void(const Result<Url>&)> then) {
  if (terms.issuer.empty()) return then(terms.url);
  const std::string place = terms.url.text() + '\n' + terms.ca_file;
  Endpoint& known = endpoints_[place];
  if (known.url && environment_.now() < known.until) return then(Url{*known.url});
  known.waiting.push_back(std::move(then));
  if (known.waiting.size() > 1) return;
  environment_.http(terms.ca_file)
      .send({.url = terms.url, .headers = {{"accept", "application/json"}}},
            [this, place, issuer = terms.issuer,
             url = terms.url](const Result<upstream::HttpAnswer>& answer) {
              auto found = read_description(answer, url, issuer);
              Endpoint& endpoint = endpoints_[place];
              endpoint.until = environment_.now() + (found ? kEndpointKept : kEndpointRetried);
              if (found) {
                endpoint.url = *found;
              } else if (endpoint.url) {
                found = *endpoint.url;  // which was good
              }
              const auto waiting = std::exchange(endpoint.waiting, {});
              for (const auto& one : waiting) one(found);
            });
}

void TokenExchanges::send(const Url& url, const ExchangeTerms& terms, const std::string& token,
                          const std::string& key) {
  std::string body = auth::exchange_grant(token, terms.audience, terms.scopes);
  upstream::HttpRequest request{.method = "POST",
                                .url = url,
                                .headers = {{"content-type", "application/x-www-form-urlencoded"},
                                            {"accept", "application/json"}}};
  if (terms.secret.empty()) {
    body += "&client_id=" + auth::form_encode(terms.client_id);
  } else {
    request.headers.emplace_back("authorization",
                                 auth::basic_credentials(terms.client_id, terms.secret));
  }
  request.body = std::move(body);
  environment_.http(terms.ca_file)
      .send(std::move(request), [this, key, cache = terms.cache,
                                 name = url.text()](const Result<upstream::HttpAnswer>& answer) {
        const Time now = environment_.now();
        const auto fail = [&](Error error) { finish(key, std::move(error), now + kFailureKept); };
        if (!answer) return fail(unasked(answer.error()));
        if (answer->status >= 500 || answer->status == 429)
          return fail(exchange_failed(Errc::upstream_unavailable, kUnavailable,
                                      name + ": status " + std::to_string(answer->status)));
        const auto tokens = auth::read_token_answer(answer->status, answer->body);
        if (!tokens) return fail(refused(tokens.error()));
        if (!is_sendable(tokens->access_token))
          return fail(
              exchange_failed(Errc::upstream_error, kInternal, name + " gave no Bearer token"));
        const seconds life = tokens->expires_in.value_or(seconds{0});
        const Time until = now + life - std::min(kMargin, life / 5);
        finish(key,
               ServiceToken{
                   .bearer = std::make_shared<const std::string>("Bearer " + tokens->access_token),
                   .until = until},
               cache ? until : now);
      });
}

void TokenExchanges::finish(const std::string& key, const Outcome& outcome, Time until) {
  if (environment_.count) environment_.count(outcome.has_value());
  if (until > environment_.now()) keep(key, outcome, until);
  const auto waiting = open_.extract(key);
  if (waiting.empty()) return;
  for (const auto& answer : waiting.mapped()) answer(outcome);
}

const TokenExchanges::Outcome* TokenExchanges::known(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  if (environment_.now() < found->second->until) return &found->second->outcome;
  const auto over = found->second;
  by_key_.erase(found);
  kept_.erase(over);
  return nullptr;
}

void TokenExchanges::keep(const std::string& key, const Outcome& outcome, Time until) {
  if (kept_.size() == kMostKept) {
    by_key_.erase(kept_.front().key);
    kept_.pop_front();
  }
  kept_.push_back({key, outcome, until});
  by_key_.emplace(kept_.back().key, std::prev(kept_.end()));
}

}  // namespace bff::runtime
