// SPDX-License-Identifier: Apache-2.0
#include "runtime/session_operations.hpp"

#include <future>

#include "base/unix_time.hpp"
#include "json/writer.hpp"

namespace bff::runtime {
namespace {

// Runs `work(keeper, done)` on the service's thread and waits for its end.
template <class T, class Work>
Result<T> wait_for(SessionService& service, Work work) {
  const auto promise = std::make_shared<std::promise<Result<T>>>();
  auto result = promise->get_future();
  service.ask([promise, work = std::move(work)](SessionKeeper* keeper) {
    if (keeper == nullptr || keeper->setup().in_cookies()) {
      return promise->set_value(
          Error{.code = Errc::not_found, .detail = "no sessions are kept here"});
    }
    work(*keeper, [promise](Result<T> done) { promise->set_value(std::move(done)); });
  });
  if (result.wait_for(kLongestOperation) == std::future_status::ready) return result.get();
  return Error{.code = Errc::upstream_unavailable, .detail = "the store does not answer"};
}

}  // namespace

Result<std::string> list_sessions(SessionService& service, const std::string& subject) {
  return wait_for<std::string>(service, [subject](SessionKeeper& keeper, auto done) {
    keeper.list(subject, [done, terms = keeper.setup().terms](
                             const Result<std::vector<SessionKeeper::Held>>& all) {
      if (!all) return done(all.error());
      std::string text;
      {
        json::Appender body{text};
        body += R"({"sessions":[)";
        bool first = true;
        for (const auto& one : *all) {
          body += first ? R"({"key":)" : R"(,{"key":)";
          first = false;
          json::append_string(body, SessionKeeper::key_of(one->id));
          body += R"(,"subject":)";
          json::append_string(body, one->principal.subject);
          body += R"(,"began":)";
          json::append_int(body, unix_seconds(one->created));
          body += R"(,"used":)";
          json::append_int(body, unix_seconds(one->seen));
          body += R"(,"ends":)";
          json::append_int(body, unix_seconds(one->ends(terms)));
          body += '}';
        }
        body += "]}";
      }
      done(std::move(text));
    });
  });
}

Result<std::size_t> end_sessions(SessionService& service, const std::string& subject,
                                 const std::string& key) {
  return wait_for<std::size_t>(service, [=](SessionKeeper& keeper, auto done) {
    if (key.empty()) return keeper.revoke_all(subject, std::move(done));
    keeper.revoke(key, std::move(done));
  });
}

}  // namespace bff::runtime
