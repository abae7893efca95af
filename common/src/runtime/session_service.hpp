// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "runtime/key_service.hpp"
#include "runtime/session_keeper.hpp"
#include "runtime/worker_keys.hpp"
#include "upstream/redis_client.hpp"

namespace bff::runtime {

// Where the sessions of store `redis` are.
struct SessionRedis {
  upstream::RedisTerms terms;
  std::string prefix;
  bool operator==(const SessionRedis&) const = default;
};

// Keeps the sessions of all workers on a thread of its own, where providers and stores are waited
// for. Requests of sessions that their worker knows do not come here.
//
// Sequence: subscribe* (serve | ask)* start (serve | ask)* stop; constructed before KeyService
// starts.
class SessionService {
 public:
  using Deliver = std::function<void(const std::string& key, SessionKeeper::Held session)>;
  using Tell = std::function<void(SessionEvent)>;
  explicit SessionService(KeyService& keys);
  ~SessionService();  // stops
  SessionService(const SessionService&) = delete;
  SessionService& operator=(const SessionService&) = delete;

  // `deliver` is called on the service's thread: a session has become another, or null: ended.
  void subscribe(Deliver deliver) { workers_.push_back(std::move(deliver)); }
  // `tell` is called on the service's thread.
  void start(Tell tell);
  void stop();

  // From any thread: from now on by these terms; null: nobody logs in.
  void serve(std::shared_ptr<const SessionSetup> setup, std::optional<SessionRedis> redis);

  // From any thread: `work` is called with the keeper on the service's thread; with null where
  // there is none (any more).
  using Work = std::function<void(SessionKeeper* keeper)>;
  void ask(Work work);

 private:
  std::unique_ptr<SessionKeeper> make(std::shared_ptr<const SessionSetup> setup,
                                      std::unique_ptr<SessionStore> store);
  std::unique_ptr<SessionStore> make_store(const SessionSetup& setup);
  // By the keys of the provider; waits for one that is not known.
  void verify(const std::string& token, const SessionKeeper::Done<auth::Verified>& done,
              bool again);

  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  WorkerKeys keys_;
  std::vector<Deliver> workers_;
  Tell tell_;
  std::unique_ptr<auth::Verifier> verifier_;
  std::unique_ptr<SessionKeeper> keeper_;
  std::optional<SessionRedis> redis_;  // of the keeper
  std::thread thread_;
};

}  // namespace bff::runtime
