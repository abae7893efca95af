// SPDX-License-Identifier: Apache-2.0
#include "runtime/introspector.hpp"

#include <utility>

#include "auth/discovery.hpp"
#include "auth/form.hpp"
#include "auth/login.hpp"

namespace bff::runtime {
namespace {

TokenAnswer untold(std::string why) {
  return {.verdict = Error{.code = Errc::upstream_unavailable, .internal = std::move(why)}};
}

}  // namespace

Introspector::Introspector(IntrospectionSource source, Environment environment, OnAsked on_asked)
    : source_(std::move(source)),
      environment_(std::move(environment)),
      on_asked_(std::move(on_asked)) {
  if (!source_.discovery) endpoint_ = source_.url;
}

Introspector::~Introspector() {
  const auto gone = untold("the issuer is no longer configured as it was");
  for (const auto& [digest, waiting] : std::exchange(waiting_, {})) {
    for (const auto& answer : waiting) answer(gone);
  }
}

void Introspector::ask(TokenQuestion question, OnAnswer answer) {
  if (const auto* known = answers_.find(question.digest, environment_.now())) {
    return answer(*known);
  }
  if (const auto same = waiting_.find(question.digest); same != waiting_.end()) {
    same->second.push_back(std::move(answer));
    return;
  }
  if (waiting_.size() >= kMostUnderWay) {
    return answer(untold("too many questions about tokens are under way"));
  }
  waiting_[question.digest].push_back(std::move(answer));
  if (endpoint_) return send(std::move(question));
  held_.push_back(std::move(question));
  if (!discovering_) discover();
}

void Introspector::discover() {
  discovering_ = true;
  environment_.http->send({.url = source_.url, .headers = {{"accept", "application/json"}}},
                          [this](const HttpResult& answer) { on_description(answer); });
}

void Introspector::on_description(const HttpResult& answer) {
  discovering_ = false;
  const std::string wrong = take_description(answer);
  for (auto& question : std::exchange(held_, {})) {
    if (wrong.empty()) {
      send(std::move(question));
    } else {
      settle(question.digest, failed(wrong));
    }
  }
}

// "" or why it names no endpoint.
std::string Introspector::take_description(const HttpResult& answer) {
  const std::string name = source_.url.text() + ": ";
  if (!answer) return answer.error().internal;
  if (answer->status != 200) return name + "status " + std::to_string(answer->status);
  const auto named = auth::introspection_endpoint_of(answer->body, source_.rules.issuer);
  if (!named) return name + named.error().internal;
  Url url;
  if (const std::string wrong = parse_url(*named, url); !wrong.empty()) {
    return name + "its 'introspection_endpoint' " + wrong;
  }
  // Whoever is asked by TLS must not lead away from it.
  if (!url.secure && (source_.url.secure || !url.is_loopback())) {
    return name + "its 'introspection_endpoint' is not https";
  }
  endpoint_ = std::move(url);
  return "";
}

void Introspector::send(TokenQuestion question) {
  environment_.http->send(
      {.method = "POST",
       .url = *endpoint_,
       .headers = {{"authorization",
                    auth::basic_credentials(source_.client_id, source_.client_secret)},
                   {"content-type", "application/x-www-form-urlencoded"},
                   {"accept", "application/json"}},
       .body = auth::form_encode({{"token", question.token}, {"token_type_hint", "access_token"}})},
      [this, digest = question.digest, asked = question.asked](const HttpResult& answer) {
        on_answer(digest, asked, answer);
      });
}

void Introspector::on_answer(const std::string& digest, auth::Asked asked,
                             const HttpResult& answer) {
  if (!answer) return settle(digest, failed(answer.error().internal));
  if (answer->status != 200) {
    // It may have moved.
    const std::string name = endpoint_ ? endpoint_->text() + ": " : "";
    if (source_.discovery) endpoint_.reset();
    return settle(digest, failed(name + "status " + std::to_string(answer->status)));
  }
  auto judged = auth::judge_introspection(answer->body, source_.rules, asked, environment_.date(),
                                          source_.cache);
  const Time now = environment_.now();
  TokenAnswer told{.verdict = Error{}};
  if (judged) {
    told.verdict = std::make_shared<const auth::Verified>(*std::move(judged));
    told.until = now + source_.cache;
    on_asked_(Outcome::active, "");
  } else if (judged.error().code == Errc::invalid_token) {
    told.verdict = judged.error();
    told.until = now + source_.negative_cache;
    on_asked_(Outcome::inactive, "");
  } else {
    return settle(digest, failed(judged.error().internal));
  }
  answers_.keep(digest, told, now);
  settle(digest, told);
}

TokenAnswer Introspector::failed(const std::string& why) {
  on_asked_(Outcome::failed, why);
  return untold(why);
}

void Introspector::settle(const std::string& digest, const TokenAnswer& answer) {
  const auto waiting = waiting_.extract(digest);
  if (waiting.empty()) return;
  for (const auto& told : waiting.mapped()) told(answer);
}

}  // namespace bff::runtime
