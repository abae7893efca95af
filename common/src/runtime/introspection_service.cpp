// SPDX-License-Identifier: Apache-2.0
#include "runtime/introspection_service.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace bff::runtime {

IntrospectionService::IntrospectionService(Metrics& metrics, MakeHttp make_http)
    : metrics_(metrics),
      make_http_(std::move(make_http)),
      guard_(boost::asio::make_work_guard(loop_)) {}

IntrospectionService::~IntrospectionService() { stop(); }

void IntrospectionService::start(Tell tell) {
  tell_ = std::move(tell);
  thread_ = std::thread{[this] { loop_.run(); }};
}

// A look-up of a name that hangs is not waited for by anybody but the loop's end.
void IntrospectionService::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(loop_, [this] {
    sources_.clear();
    guard_.reset();
    loop_.stop();
  });
  thread_.join();
}

void IntrospectionService::serve(std::vector<IntrospectionSource> sources) {
  boost::asio::post(loop_, [this, sources = std::move(sources)]() mutable {
    std::map<std::string, std::unique_ptr<Introspector>> next;
    for (auto& source : sources) {
      auto& introspector = next[source.id];
      if (const auto old = sources_.find(source.id); old != sources_.end()) {
        introspector = std::move(old->second);
        introspector->adjust(std::move(source));
      } else {
        introspector = make(source);
      }
    }
    sources_ = std::move(next);
  });
}

void IntrospectionService::ask(TokenQuestion question, Introspector::OnAnswer answer) {
  boost::asio::post(loop_,
                    [this, question = std::move(question), answer = std::move(answer)]() mutable {
                      const auto source = sources_.find(question.source);
                      if (source != sources_.end())
                        return source->second->ask(std::move(question), answer);
                      answer({.verdict = Error{.code = Errc::upstream_unavailable,
                                               .internal = "a reload has taken the issuer away"}});
                    });
}

std::unique_ptr<Introspector> IntrospectionService::make(const IntrospectionSource& source) {
  using Outcome = Introspector::Outcome;
  auto* const counters = metrics_.introspection(source.rules.issuer);
  const auto on_asked = [this, counters, failing = false, issuer = source.rules.issuer](
                            Outcome outcome, const std::string& why) mutable {
    ++(outcome == Outcome::active     ? counters->active
       : outcome == Outcome::inactive ? counters->inactive
                                      : counters->failed);
    const bool fails = outcome == Outcome::failed;
    if (fails != failing) tell_({.issuer = issuer, .failure = why});
    failing = fails;
  };
  return std::make_unique<Introspector>(
      source,
      Introspector::Environment{.http = make_http_(loop_, {.connect = source.timeout,
                                                           .whole = source.timeout,
                                                           .ca_file = source.ca_file}),
                                .now = std::chrono::steady_clock::now,
                                .date = std::chrono::system_clock::now},
      on_asked);
}

}  // namespace bff::runtime
