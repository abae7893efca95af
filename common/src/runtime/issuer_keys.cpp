// SPDX-License-Identifier: Apache-2.0
#include "runtime/issuer_keys.hpp"

#include <algorithm>

#include "auth/discovery.hpp"

namespace bff::runtime {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestPause{300'000};  // after failures

milliseconds part(milliseconds whole, double share) {
  return milliseconds{static_cast<milliseconds::rep>(static_cast<double>(whole.count()) * share)};
}

}  // namespace

IssuerKeys::IssuerKeys(KeySource source, Environment environment, Events events)
    : source_(std::move(source)), environment_(std::move(environment)), events_(std::move(events)) {
  due_ = environment_.now() + part(kStartSpread, environment_.random());
}

void IssuerKeys::tick() {
  const Time now = environment_.now();
  if (keys_ && now >= fetched_ + source_.keep) {
    keys_ = nullptr;
    document_.clear();
    events_.on_keys(nullptr);
  }
  std::vector<OnAnswer> late;
  const auto patient = std::find_if(waiting_.begin(), waiting_.end(),
                                    [&](const auto& one) { return one.first > now; });
  for (auto one = waiting_.begin(); one != patient; ++one) late.push_back(std::move(one->second));
  waiting_.erase(waiting_.begin(), patient);
  for (const auto& answer : late) answer(KeyAnswer::unsettled);
  if (!fetching_ && now >= due_) begin();
}

IssuerKeys::Time IssuerKeys::next() const {
  Time next = fetching_ ? Time::max() : due_;
  if (keys_) next = std::min(next, fetched_ + source_.keep);
  if (!waiting_.empty()) next = std::min(next, waiting_.front().first);
  return next;
}

void IssuerKeys::ask(OnAnswer answer) {
  const Time now = environment_.now();
  if (!fetching_ && now >= asked_) {
    // Those that the gateway has to have in any case are not brought about by a token.
    if (keys_) asked_ = now + source_.refetch;
    begin();
  }
  if (fetching_) {
    waiting_.emplace_back(now + kPatience, std::move(answer));
  } else {
    answer(failures_ > 0 || !keys_ ? KeyAnswer::unsettled : KeyAnswer::settled);
  }
}

void IssuerKeys::adjust(KeySource source) {
  source_ = std::move(source);
  if (keys_) due_ = std::min(due_, environment_.now() + source_.refresh);
}

void IssuerKeys::begin() {
  fetching_ = true;
  if (!source_.discovery) return fetch_set(source_.url);
  environment_.http->send(
      {.url = source_.url, .headers = {{"accept", "application/json"}}},
      [this](const Result<upstream::HttpAnswer>& answer) {
        if (!answer) return fail(answer.error().internal);
        if (answer->status != 200)
          return fail(source_.url.text() + ": status " + std::to_string(answer->status));
        take_description(answer->body);
      });
}

void IssuerKeys::take_description(const std::string& document) {
  const auto uri = auth::jwks_uri_of(document, source_.issuer);
  if (!uri) return fail(source_.url.text() + ": " + uri.error().internal);
  Url url;
  if (const std::string wrong = parse_url(*uri, url); !wrong.empty())
    return fail(source_.url.text() + ": its 'jwks_uri' " + wrong);
  // Whoever is asked by TLS must not lead away from it.
  if (!url.secure && (source_.url.secure || !url.is_loopback()))
    return fail(source_.url.text() + ": its 'jwks_uri' is not https");
  fetch_set(url);
}

void IssuerKeys::fetch_set(const Url& url) {
  environment_.http->send(
      {.url = url, .headers = {{"accept", "application/jwk-set+json, application/json"}}},
      [this, name = url.text()](Result<upstream::HttpAnswer> answer) {
        if (!answer) return fail(answer.error().internal);
        if (answer->status != 200) return fail(name + ": status " + std::to_string(answer->status));
        take_set(std::move(answer->body));
      });
}

void IssuerKeys::take_set(std::string document) {
  Keys next = keys_;
  if (!keys_ || document != document_) {
    auto read = auth::parse_key_set(document);
    if (!read) return fail(read.error().internal);
    if (auth::usable_keys(**read, source_.algorithms) == 0)
      return fail("the key set holds no key that can verify a token");
    next = *std::move(read);
  }
  const Time now = environment_.now();
  failures_ = 0;
  fetched_ = now;
  document_ = std::move(document);
  due_ = now + part(source_.refresh, 0.9 + environment_.random() / 5);
  if (next != keys_) {
    keys_ = std::move(next);
    events_.on_keys(keys_);
  }
  events_.on_fetched("");
  finish(KeyAnswer::settled);
}

void IssuerKeys::fail(std::string why) {
  const Time now = environment_.now();
  ++failures_;
  due_ = now + pause();
  asked_ = std::max(asked_, now + source_.refetch);
  events_.on_fetched(why);
  finish(KeyAnswer::unsettled);
}

// Doubles with each failure; the upper half of it is random, so that gateways do not come in step.
milliseconds IssuerKeys::pause() const {
  const milliseconds longest = std::max(source_.refetch, std::min(kLongestPause, source_.refresh));
  milliseconds pause = source_.refetch;
  for (int i = 1; i < failures_ && pause < longest; ++i) pause *= 2;
  pause = std::min(pause, longest);
  return pause + part(pause / 2, environment_.random());
}

void IssuerKeys::finish(KeyAnswer answer) {
  fetching_ = false;
  const auto waiting = std::exchange(waiting_, {});
  for (const auto& [until, told] : waiting) told(answer);
}

}  // namespace bff::runtime
