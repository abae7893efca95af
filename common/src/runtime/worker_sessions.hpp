// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "runtime/session_service.hpp"

namespace bff::runtime {

// The sessions that one worker has met of late, so that most requests ask nobody. On the worker's
// thread.
class WorkerSessions {
 public:
  using Held = SessionKeeper::Held;
  using Time = SessionKeeper::Time;
  // Of a cookie: its session, or null where it has ended or never was; and whether the browser is
  // to get another cookie in its place.
  struct Opened {
    Held session;
    bool renewed = false;
  };
  using OnOpened = SessionKeeper::Done<Opened>;

  // Both outlive this object's use. Subscribes to the service.
  WorkerSessions(boost::asio::io_context& loop, SessionService& service);
  WorkerSessions(const WorkerSessions&) = delete;
  WorkerSessions& operator=(const WorkerSessions&) = delete;

  // Opens the value of a session's cookie. Nothing: the store or the provider is asked, and `later`
  // is called. `used`: this use makes the session last longer.
  std::optional<Result<Opened>> open(const SessionSetup& setup, const std::string& value, Time now,
                                     bool used, OnOpened later);
  // A session that has just begun.
  void remember(const SessionSetup& setup, const Held& session);

  // Has the keeper do something: `work(keeper, done)` on its thread, `done` back on this one.
  // upstream_unavailable where nobody keeps sessions any more.
  template <class T, class Work>
  void ask(Work work, SessionKeeper::Done<T> done);
  // Of which nobody waits for the end.
  void tell(std::function<void(SessionKeeper&)> work);

 private:
  // Sessions, some 5 kB each; they are shared with the other workers.
  static constexpr std::size_t kMost = 20'000;
  // For how long a session of a store that others write too is good unasked.
  static constexpr std::chrono::seconds kTrust{2};

  struct Known {
    std::string key;
    Held session;
    Time until;
  };

  Held recall(const std::string& key, Time now);
  void put(const std::string& key, const Held& session, Time until);
  void forget(const std::string& key);
  Time trusted(const SessionSetup& setup, Time now) const;

  boost::asio::io_context& loop_;
  SessionService& service_;
  std::shared_ptr<const auth::CookieBox> box_;  // whose keys opened what is known
  std::list<Known> order_;                      // the one that was met last is the first
  std::unordered_map<std::string_view, std::list<Known>::iterator> known_;  // views into order_
};

template <class T, class Work>
void WorkerSessions::ask(Work work, SessionKeeper::Done<T> done) {
  service_.ask([&loop = loop_, work = std::move(work),
                done = std::move(done)](SessionKeeper* keeper) {
    auto back = [&loop, done](Result<T> result) {
      boost::asio::post(loop,
                        [done, result = std::move(result)]() mutable { done(std::move(result)); });
    };
    if (keeper != nullptr) return work(*keeper, std::move(back));
    back(Error{.code = Errc::upstream_unavailable, .internal = "sessions are not kept any more"});
  });
}

}  // namespace bff::runtime
