// SPDX-License-Identifier: Apache-2.0
#include "runtime/key_service.hpp"

#include <algorithm>
#include <random>

#include <boost/asio/post.hpp>

namespace bff::runtime {
namespace {

std::int64_t seconds_now() {
  const auto now = IssuerKeys::Clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

}  // namespace

KeyService::KeyService(Metrics& metrics, MakeHttp make_http)
    : metrics_(metrics),
      make_http_(std::move(make_http)),
      guard_(boost::asio::make_work_guard(loop_)) {}

KeyService::~KeyService() { stop(); }

void KeyService::start(Tell tell) {
  tell_ = std::move(tell);
  thread_ = std::thread{[this] { loop_.run(); }};
}

// A look-up of a name that hangs is not waited for by anybody but the loop's end.
void KeyService::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(loop_, [this] {
    issuers_.clear();
    timer_.cancel();
    guard_.reset();
    loop_.stop();
  });
  thread_.join();
}

void KeyService::serve(std::vector<KeySource> sources) {
  boost::asio::post(loop_, [this, sources = std::move(sources)]() mutable {
    std::map<std::string, std::unique_ptr<IssuerKeys>> next;
    for (auto& source : sources) {
      auto& issuer = next[source.id];
      if (const auto old = issuers_.find(source.id); old != issuers_.end()) {
        issuer = std::move(old->second);
        issuer->adjust(std::move(source));
      } else {
        issuer = make(source);
      }
    }
    for (const auto& [id, gone] : issuers_) {
      if (!gone) continue;
      metrics_.issuer(gone->source().issuer)->fetched_at = 0;
      for (const auto& deliver : workers_) deliver(id, nullptr);
    }
    issuers_ = std::move(next);
    arm();
  });
}

void KeyService::ask(std::string source, IssuerKeys::OnAnswer answer) {
  boost::asio::post(loop_,
                    [this, source = std::move(source), answer = std::move(answer)]() mutable {
                      const auto issuer = issuers_.find(source);
                      // A reload has taken the issuer away meanwhile.
                      if (issuer == issuers_.end()) return answer(KeyAnswer::settled);
                      issuer->second->ask(std::move(answer));
                      arm();
                    });
}

std::unique_ptr<IssuerKeys> KeyService::make(const KeySource& source) {
  const auto random = [engine = std::make_shared<std::minstd_rand>(std::random_device{}())] {
    return std::uniform_real_distribution<double>{0, 1}(*engine);
  };
  auto* const counters = metrics_.issuer(source.issuer);
  // Whether the next success is worth a line: it brings other keys, or ends an outage.
  const auto news = std::make_shared<bool>(false);
  IssuerKeys::Events events{
      .on_keys =
          [this, counters, news, id = source.id,
           issuer = source.issuer](const IssuerKeys::Keys& keys) {
            for (const auto& deliver : workers_) deliver(id, keys);
            *news = true;
            if (keys) return;
            counters->fetched_at = 0;
            tell_({.issuer = issuer, .failure = {}, .expired = true});
          },
      .on_fetched =
          [this, counters, news, issuer = source.issuer](const std::string& why) {
            if (why.empty()) {
              ++counters->fetched;
              counters->fetched_at = seconds_now();
            } else {
              ++counters->failed;
            }
            if (*news || !why.empty()) tell_({.issuer = issuer, .failure = why});
            *news = !why.empty();
            boost::asio::post(loop_, [this] { arm(); });
          }};
  return std::make_unique<IssuerKeys>(
      source,
      IssuerKeys::Environment{.http = make_http_(loop_, {.ca_file = source.ca_file}),
                              .now = IssuerKeys::Clock::now,
                              .random = random},
      std::move(events));
}

// One timer for what is due first, whoever's it is.
void KeyService::arm() {
  auto next = IssuerKeys::Time::max();
  for (const auto& [id, issuer] : issuers_) next = std::min(next, issuer->next());
  if (next == IssuerKeys::Time::max()) {
    timer_.cancel();
    return;
  }
  timer_.expires_at(next);
  timer_.async_wait([this](boost::system::error_code aborted) {
    if (aborted) return;
    for (const auto& [id, issuer] : issuers_) issuer->tick();
    arm();
  });
}

}  // namespace bff::runtime
