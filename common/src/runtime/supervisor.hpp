// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runtime/api_key_service.hpp"
#include "runtime/metrics.hpp"
#include "runtime/snapshot.hpp"
#include "runtime/watched_files.hpp"
#include "runtime/worker.hpp"

namespace bff::runtime {

// Owns the workers: starts them with a first snapshot, gives them later ones, ends them.
// All calls on one thread (main); ready() from any.
class Supervisor {
 public:
  // `prepare` sees each snapshot before it is served, and may add problems.
  using Prepare = std::function<void(Snapshot&, Diagnostics&)>;
  Supervisor(std::string config_path, config::Environment environment, Extensions extensions = {},
             Prepare prepare = {});
  ~Supervisor();

  // Loads the configuration, binds every address for every worker, starts them. False with the
  // problems in `out`: nothing runs then.
  bool start(Diagnostics& out);

  // Begins to fetch the keys of issuers. `tell` is called on a thread of its own, until stop().
  void fetch_keys(KeyService::Tell tell);
  // Likewise the API keys in Redis.
  void watch_api_keys(ApiKeyService::Tell tell);

  // Begins to keep sessions. `tell` is called on a thread of its own, until stop().
  void keep_sessions(SessionService::Tell tell);
  // From any thread: those of a subject, as JSON; and the end of one, or of all of a subject: how
  // many there were. Errors: not_found, where sessions are in cookies or not at all;
  // upstream_unavailable.
  Result<std::string> sessions_of(const std::string& subject);
  Result<std::size_t> end_sessions(const std::string& subject, const std::string& key);
  // Begins to ask issuers about tokens. `tell` likewise.
  void ask_issuers(IntrospectionService::Tell tell);

  // Compiles everything anew and swaps it in. False with the problems in `out`: what was served
  // goes on being served. What only a start can change (listen, admin, workers) is refused.
  bool reload(Diagnostics& out);

  // Gives the workers the keys of files that have become others, and tells what became of each.
  // Routes and all else stay as they are.
  std::vector<FileNews> look_at_files() { return files_.look(); }

  // Stops accepting and waits until every request is answered, at most `limit` or until
  // `interrupted()`; true when none was cut off.
  bool drain(std::chrono::milliseconds limit, const std::function<bool()>& interrupted);
  void stop();

  // Serving, and not draining.
  bool ready() const noexcept { return ready_.load(std::memory_order_relaxed); }

  // From any thread: the public keys of the tokens that are made; nothing where none are, or where
  // clients are told them instead of operators.
  std::optional<std::string> key_set() const;

  const Snapshot& snapshot() const noexcept { return *snapshot_; }
  const std::vector<std::string>& addresses() const noexcept { return addresses_; }
  std::vector<LogRing*> rings();
  // Brings the figures that are read on demand up to date and writes all as Prometheus text.
  std::string metrics_text();

 private:
  std::shared_ptr<Snapshot> load(Diagnostics& out) const;
  bool bind(Diagnostics& out);
  void serve_sessions();
  Result<std::size_t> take_sessions(const Result<std::shared_ptr<const SessionSetup>>& setup);
  std::optional<SessionRedis> session_redis() const;
  void watch_files();
  Result<std::size_t> take_api_keys(const std::string& text);
  void publish(const auth::TokenSigner* signer);

  std::string config_path_;
  config::Environment environment_;
  LoadOptions options_;
  Prepare prepare_;
  std::unique_ptr<Metrics> metrics_;
  std::shared_ptr<const Snapshot> snapshot_;
  WatchedFiles files_;          // that the snapshot's keys came from
  std::size_t affordable_ = 0;  // connections that the limit on file descriptors leaves
  std::unique_ptr<http1::ConnectionQuota> quota_, streams_;
  std::unique_ptr<KeyService> keys_;
  std::unique_ptr<SessionService> sessions_;
  std::shared_ptr<const SessionSetup> session_setup_;  // the snapshot's, with the newest keys
  std::unique_ptr<IntrospectionService> introspection_;
  std::vector<IntrospectionSource> asked_;  // the snapshot's, with the newest secrets
  std::unique_ptr<Attempts> attempts_;
  std::unique_ptr<ExchangeService> exchanges_;
  std::unique_ptr<ApiKeyService> shared_keys_;  // stopped before the workers
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::string> addresses_;  // "127.0.0.1:8080", with real ports
  std::atomic<bool> ready_{false};
  mutable std::mutex key_set_mutex_;
  std::optional<std::string> key_set_;
};

}  // namespace bff::runtime
