// SPDX-License-Identifier: Apache-2.0
#include "runtime/provider_client.hpp"

#include <utility>

#include "auth/form.hpp"
#include "auth/strict_json.hpp"

namespace bff::runtime {
namespace {

using upstream::HttpAnswer;

Error useless(std::string why) {
  return {.code = Errc::upstream_error, .internal = "the identity provider " + std::move(why)};
}

std::string with_query(const std::string& endpoint, const std::string& query) {
  return endpoint + (endpoint.find('?') == std::string::npos ? '?' : '&') + query;
}

// Codes, secrets and tokens go there: by TLS, but on this machine.
Result<Url> endpoint_of(const std::string& text) {
  Url url;
  if (const std::string wrong = parse_url(text, url); !wrong.empty()) {
    return useless("names an endpoint that " + wrong);
  }
  if (!url.secure && !url.is_loopback()) return useless("names an endpoint without TLS");
  return url;
}

// RFC 9126 §2.2.
Result<std::string> request_uri_of(const HttpAnswer& answer) {
  const auto json = auth::parse_strict_json(answer.body, 4);
  const auto* const uri = json ? json->member("request_uri") : nullptr;
  if (answer.status != 201 || uri == nullptr || !uri->is_text()) {
    return useless("did not take the pushed request: it answered " + std::to_string(answer.status));
  }
  return uri->text;
}

}  // namespace

ProviderClient::ProviderClient(ProviderTerms terms, std::unique_ptr<upstream::HttpClient> http,
                               Now now)
    : terms_(std::move(terms)), http_(std::move(http)), now_(std::move(now)) {}

void ProviderClient::describe(Done<Description> done) {
  if (description_ && now_() < read_ + kFresh) return done(description_);
  if (now_() < retry_) {
    // An old description serves as long as no other can be had.
    return done(description_ ? Result<Description>{description_} : *failure_);
  }
  waiting_.push_back(std::move(done));
  if (waiting_.size() > 1) return;
  http_->send({.url = terms_.discovery, .headers = {{"accept", "application/json"}}},
              [this](Result<HttpAnswer> answer) { settle(std::move(answer)); });
}

void ProviderClient::settle(Result<HttpAnswer> answer) {
  Result<auth::ProviderDescription> read =
      !answer ? Result<auth::ProviderDescription>{answer.error()}
      : answer->status != 200
          ? useless("answered " + std::to_string(answer->status) + " when asked for itself")
          : auth::read_description(answer->body, terms_.issuer);
  if (read) {
    description_ = std::make_shared<const auth::ProviderDescription>(*std::move(read));
    read_ = now_();
    failure_.reset();
  } else {
    failure_ = read.error();
    if (failure_->code == Errc::internal) failure_->code = Errc::upstream_error;
    retry_ = now_() + kPause;
  }
  for (const auto& done : std::exchange(waiting_, {})) {
    done(description_ ? Result<Description>{description_} : *failure_);
  }
}

void ProviderClient::begin(const auth::LoginAttempt& attempt, const auth::LoginWish& wish,
                           Done<std::string> done) {
  std::string query = auth::authorization_query(terms_.client, attempt, wish);
  describe([this, query = std::move(query), done = std::move(done)](Result<Description> known) {
    if (!known) return done(known.error());
    const Description& all = *known;
    if (all->pushed_authorization.empty()) return done(with_query(all->authorization, query));
    post(all->pushed_authorization, query, [this, all, done](Result<HttpAnswer> answer) {
      if (!answer) return done(answer.error());
      const auto uri = request_uri_of(*answer);
      if (!uri) return done(uri.error());
      done(with_query(all->authorization, auth::form_encode({{"client_id", terms_.client.client_id},
                                                             {"request_uri", *uri}})));
    });
  });
}

void ProviderClient::post(const std::string& endpoint, std::string form,
                          upstream::HttpClient::Done done) {
  auto url = endpoint_of(endpoint);
  if (!url) return done(url.error());
  upstream::HttpRequest request{.method = "POST",
                                .url = *std::move(url),
                                .headers = {{"accept", "application/json"},
                                            {"content-type", "application/x-www-form-urlencoded"}},
                                .body = std::move(form)};
  const std::string& id = terms_.client.client_id;
  if (!terms_.secret.empty() && description_->takes_basic) {
    request.headers.emplace_back("authorization", auth::basic_credentials(id, terms_.secret));
  } else {
    if (request.body.find("client_id=") == std::string::npos) {
      request.body += "&" + auth::form_encode({{"client_id", id}});
    }
    if (!terms_.secret.empty()) {
      request.body += "&" + auth::form_encode({{"client_secret", terms_.secret}});
    }
  }
  http_->send(std::move(request), std::move(done));
}

void ProviderClient::token(std::string form, Done<auth::TokenSet> done) {
  describe([this, form = std::move(form), done = std::move(done)](Result<Description> known) {
    if (!known) return done(known.error());
    post((*known)->token, form, [done](Result<HttpAnswer> answer) {
      if (!answer) return done(answer.error());
      done(auth::read_token_answer(answer->status, answer->body));
    });
  });
}

void ProviderClient::redeem(const auth::LoginAttempt& attempt, const std::string& code,
                            Done<auth::TokenSet> done) {
  token(auth::code_grant(terms_.client, attempt, code), std::move(done));
}

void ProviderClient::refresh(const std::string& refresh_token, Done<auth::TokenSet> done) {
  token(auth::refresh_grant(refresh_token), std::move(done));
}

void ProviderClient::revoke(const std::string& refresh_token) {
  if (refresh_token.empty()) return;
  describe([this, refresh_token](Result<Description> known) {
    if (!known || (*known)->revocation.empty()) return;
    post((*known)->revocation,
         auth::form_encode({{"token", refresh_token}, {"token_type_hint", "refresh_token"}}),
         [](const Result<HttpAnswer>&) {});
  });
}

void ProviderClient::logout_url(Done<std::string> done) {
  describe([this, done = std::move(done)](Result<Description> known) {
    if (!known) return done(known.error());
    const std::string& endpoint = (*known)->end_session;
    if (endpoint.empty()) return done(std::string{});
    done(with_query(endpoint,
                    auth::form_encode({{"client_id", terms_.client.client_id},
                                       {"post_logout_redirect_uri", terms_.after_logout}})));
  });
}

}  // namespace bff::runtime
