// SPDX-License-Identifier: Apache-2.0
#include "runtime/supervisor.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "config/attempts.hpp"
#include "config/redis.hpp"
#include "config/token_signing.hpp"
#include "runtime/client_secret.hpp"
#include "runtime/load_introspection.hpp"
#include "runtime/session_operations.hpp"

namespace bff::runtime {
namespace {

using boost::asio::ip::tcp;

// Raises the limit on file descriptors as far as allowed and returns how many connections leave
// a tenth of them for upstreams, files and the admin endpoint.
std::size_t affordable_connections() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  return static_cast<std::size_t>(limit.rlim_cur / 10 * 9);
}

// With SO_REUSEPORT a second gateway would bind the same port without an error and take a
// share of its connections. A bind without it fails while anybody listens there.
void refuse_taken(const tcp::endpoint& address) {
  boost::asio::io_context loop;
  tcp::acceptor probe{loop};
  probe.open(address.protocol());
  probe.set_option(tcp::acceptor::reuse_address(true));
  probe.bind(address);
  probe.listen(1);
}

std::string to_text(const tcp::endpoint& endpoint) {
  const auto host = endpoint.address().to_string();
  const auto port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

bool same_places(const std::vector<config::Address>& a, const std::vector<config::Address>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.host == y.host && x.port == y.port;
  });
}

std::optional<ApiKeySource> api_key_source(const Snapshot& snapshot) {
  const auto& keys = snapshot.config.auth.api_keys;
  if (!keys || !keys->file.empty() || !snapshot.redis) return std::nullopt;
  const auto& redis = *snapshot.config.redis;
  return ApiKeySource{.terms = *snapshot.redis, .prefix = redis.prefix, .keep = redis.keep};
}

// What a running process cannot change.
void refuse_restart_only(const config::Gateway& now, const config::Gateway& next,
                         Diagnostics& out) {
  const auto refuse = [&](const Place& place, const std::string& key) {
    out.add("BFF160", place, "'" + key + "' cannot change while the gateway runs",
            "restart it, or take the change back");
  };
  if (!same_places(now.listen, next.listen)) refuse(next.listen.front().place, "listen");
  if (now.workers != next.workers) refuse({}, "workers");
  if (now.admin.has_value() != next.admin.has_value() ||
      (now.admin && !same_places({*now.admin}, {*next.admin}))) {
    refuse(next.admin ? next.admin->place : Place{}, "admin");
  }
}

config::Attempts attempts_of(const config::Gateway& config) {
  return config.auth.attempts ? *config.auth.attempts : config::Attempts{};
}

}  // namespace

Supervisor::Supervisor(std::string config_path, config::Environment environment,
                       Extensions extensions, Prepare prepare)
    : config_path_(std::move(config_path)),
      environment_(std::move(environment)),
      options_{.extensions = std::move(extensions)},
      prepare_(std::move(prepare)) {}

Supervisor::~Supervisor() { stop(); }

std::shared_ptr<Snapshot> Supervisor::load(Diagnostics& out) const {
  auto snapshot = load_snapshot(config_path_, environment_, out, options_);
  if (snapshot && prepare_) prepare_(*snapshot, out);
  return out.empty() ? snapshot : nullptr;
}

bool Supervisor::start(Diagnostics& out) {
  auto snapshot = load(out);
  if (!snapshot) return false;
  const auto cores = std::max(1U, std::thread::hardware_concurrency());
  const auto workers = snapshot->config.workers == 0 ? cores : snapshot->config.workers;
  metrics_ = std::make_unique<Metrics>(workers);
  attach_counters(*snapshot, *metrics_);
  snapshot_ = std::move(snapshot);
  watch_files();

  const auto& limits = snapshot_->config.limits;
  affordable_ = affordable_connections();
  quota_ = std::make_unique<http1::ConnectionQuota>(std::min(limits.connections, affordable_),
                                                    limits.connections_per_address);
  const auto& streams = snapshot_->config.streams;
  streams_ = std::make_unique<http1::ConnectionQuota>(streams.total, streams.per_address);
  keys_ = std::make_unique<KeyService>(*metrics_);
  sessions_ = std::make_unique<SessionService>(*keys_);
  introspection_ = std::make_unique<IntrospectionService>(*metrics_);
  exchanges_ = std::make_unique<ExchangeService>(*metrics_);
  const auto attempts = attempts_of(snapshot_->config);
  attempts_ = std::make_unique<Attempts>(attempts.per_address, attempts.window);
  shared_keys_ = std::make_unique<ApiKeyService>();
  for (std::size_t i = 0; i < workers; ++i) {
    workers_.push_back(
        std::make_unique<Worker>(i, snapshot_, *streams_, *keys_, *sessions_, *exchanges_));
    workers_.back()->guard(*attempts_, *introspection_);
    shared_keys_->subscribe([worker = workers_.back().get()](ApiKeyWatch::Keys keys) {
      worker->accept_shared(std::move(keys));
    });
  }
  keys_->serve(snapshot_->key_sources);
  serve_sessions();
  asked_ = snapshot_->introspection;
  introspection_->serve(asked_);
  shared_keys_->serve(api_key_source(*snapshot_));
  if (!bind(out)) {
    workers_.clear();
    return false;
  }
  exchanges_->start();
  for (auto& worker : workers_) worker->start();
  ready_ = true;
  return true;
}

bool Supervisor::bind(Diagnostics& out) {
  for (const auto& address : snapshot_->config.listen) {
    tcp::endpoint endpoint{boost::asio::ip::make_address(address.host), address.port};
    try {
      if (endpoint.port() != 0) refuse_taken(endpoint);
      // Where port 0 is asked for, the first worker's port is everybody's.
      for (auto& worker : workers_) endpoint = worker->listen(endpoint, *quota_);
      addresses_.push_back(to_text(endpoint));
    } catch (const boost::system::system_error& e) {
      out.add("BFF161", address.place,
              "cannot listen on " + to_text(endpoint) + ": " + e.code().message(),
              "free the port, or choose another address");
    }
  }
  return out.empty();
}

void Supervisor::fetch_keys(KeyService::Tell tell) { keys_->start(std::move(tell)); }

void Supervisor::ask_issuers(IntrospectionService::Tell tell) {
  introspection_->start(std::move(tell));
}

void Supervisor::watch_api_keys(ApiKeyService::Tell tell) { shared_keys_->start(std::move(tell)); }

bool Supervisor::reload(Diagnostics& out) {
  auto next = load(out);
  if (next) refuse_restart_only(snapshot_->config, next->config, out);
  if (!out.empty()) {
    metrics_->reloads_refused.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  attach_counters(*next, *metrics_);
  if (next->proofs && snapshot_->proofs) next->proofs = snapshot_->proofs;
  if (next->sessions && snapshot_->sessions) next->sessions->take_over(*snapshot_->sessions);
  snapshot_ = std::move(next);
  watch_files();
  const auto& limits = snapshot_->config.limits;
  quota_->resize(std::min(limits.connections, affordable_), limits.connections_per_address);
  const auto& streams = snapshot_->config.streams;
  streams_->resize(streams.total, streams.per_address);
  const auto attempts = attempts_of(snapshot_->config);
  attempts_->adjust(attempts.per_address, attempts.window);
  keys_->serve(snapshot_->key_sources);
  serve_sessions();
  asked_ = snapshot_->introspection;
  introspection_->serve(asked_);
  shared_keys_->serve(api_key_source(*snapshot_));
  for (auto& worker : workers_) worker->serve(snapshot_);
  metrics_->reloads.fetch_add(1, std::memory_order_relaxed);
  return true;
}

// One line for each file: what it is called in the log, and who takes what it says.
void Supervisor::watch_files() {
  std::vector<WatchedFile> files;
  if (const auto& keys = snapshot_->config.auth.api_keys; keys && !keys->file.empty()) {
    files.push_back({"api_keys", keys->file, snapshot_->api_keys.stamp,
                     [this](const std::string& text) { return take_api_keys(text); }});
  }
  for (const KeyFile& file : snapshot_->key_files) {
    files.push_back({file.event, file.path, file.stamp,
                     [this, read = file.read](const std::string& text) -> Result<std::size_t> {
                       const auto change = read(text);
                       if (!change) return change.error();
                       for (auto& worker : workers_) worker->change(change->apply);
                       if (change->signer) publish(change->signer.get());
                       return change->keys;
                     }});
  }
  for (std::size_t i = 0; i < snapshot_->introspection.size(); ++i) {
    const auto& source = snapshot_->introspection[i];
    files.push_back({"introspection_secret", source.secret_file, source.secret_stamp,
                     [this, i](const std::string& text) -> Result<std::size_t> {
                       auto secret = client_secret_of(text);
                       if (!secret) return secret.error();
                       asked_[i].client_secret = *std::move(secret);
                       introspection_->serve(asked_);
                       return 1;
                     }});
  }
  if (const auto& sessions = snapshot_->sessions) {
    const auto watch = [&](const char* event, const std::filesystem::path& path, FileStamp stamp,
                           auto with) {
      if (path.empty()) return;
      files.push_back({event, path, stamp, [this, with](const std::string& text) {
                         return take_sessions(with(*session_setup_, text));
                       }});
    };
    watch("session_keys", sessions->config.keys_file, sessions->keys_stamp, with_keys);
    watch("client_secret", sessions->config.client_secret_file, sessions->secret_stamp,
          with_secret);
  }
  files_.watch(std::move(files));
  publish(snapshot_->signer.get());
}

void Supervisor::publish(const auth::TokenSigner* signer) {
  const auto& signing = snapshot_->config.auth.signing;
  const bool here = signing && signing->jwks == config::TokenSigning::Jwks::admin;
  const std::lock_guard lock{key_set_mutex_};
  key_set_.reset();
  if (signer != nullptr && here) key_set_ = signer->public_keys();
}

std::optional<std::string> Supervisor::key_set() const {
  const std::lock_guard lock{key_set_mutex_};
  return key_set_;
}

Result<std::size_t> Supervisor::take_sessions(
    const Result<std::shared_ptr<const SessionSetup>>& setup) {
  if (!setup) return setup.error();
  session_setup_ = *setup;
  sessions_->serve(session_setup_, session_redis());
  for (auto& worker : workers_) {
    worker->change([next = session_setup_](Generation& generation) { generation.sessions = next; });
  }
  return 1;
}

std::optional<SessionRedis> Supervisor::session_redis() const {
  if (!snapshot_->redis) return std::nullopt;
  return SessionRedis{.terms = *snapshot_->redis, .prefix = snapshot_->config.redis->prefix};
}

Result<std::size_t> Supervisor::take_api_keys(const std::string& text) {
  auto read = auth::parse_api_keys(text);
  if (!read) return read.error();
  const auto keys = std::make_shared<const auth::ApiKeys>(*std::move(read));
  for (auto& worker : workers_) worker->accept(keys);
  return keys->size();
}

void Supervisor::keep_sessions(SessionService::Tell tell) {
  static_assert(kSessionEvents.size() ==
                static_cast<std::size_t>(SessionEvent::Kind::store_back) + 1);
  sessions_->start([this, tell = std::move(tell)](const SessionEvent& event) {
    auto& counter = metrics_->session_events[static_cast<std::size_t>(event.kind)];
    counter.fetch_add(1, std::memory_order_relaxed);
    tell(event);
  });
}

void Supervisor::serve_sessions() {
  session_setup_ = snapshot_->sessions;
  sessions_->serve(session_setup_, session_redis());
}

Result<std::string> Supervisor::sessions_of(const std::string& subject) {
  return runtime::list_sessions(*sessions_, subject);
}

Result<std::size_t> Supervisor::end_sessions(const std::string& subject, const std::string& key) {
  return runtime::end_sessions(*sessions_, subject, key);
}

bool Supervisor::drain(std::chrono::milliseconds limit, const std::function<bool()>& interrupted) {
  ready_ = false;
  // Shared with the workers, which may outlive this wait.
  struct Progress {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t left;
  };
  auto progress = std::make_shared<Progress>();
  progress->left = workers_.size();
  for (auto& worker : workers_) {
    worker->drain([progress] {
      const std::lock_guard lock{progress->mutex};
      --progress->left;
      progress->changed.notify_one();
    });
  }
  const auto end = std::chrono::steady_clock::now() + limit;
  std::unique_lock lock{progress->mutex};
  while (progress->left > 0 && std::chrono::steady_clock::now() < end && !interrupted()) {
    progress->changed.wait_for(lock, std::chrono::milliseconds{50});
  }
  return progress->left == 0;
}

void Supervisor::stop() {
  ready_ = false;
  if (sessions_) sessions_->stop();
  if (keys_) keys_->stop();
  if (introspection_) introspection_->stop();
  if (exchanges_) exchanges_->stop();
  if (shared_keys_) shared_keys_->stop();
  for (auto& worker : workers_) worker->stop();
}

std::vector<LogRing*> Supervisor::rings() {
  std::vector<LogRing*> rings;
  for (auto& worker : workers_) rings.push_back(&worker->log());
  return rings;
}

std::string Supervisor::metrics_text() {
  std::uint64_t lost = 0;
  for (auto* ring : rings()) lost += ring->lost();
  metrics_->log_lines_lost = lost;
  metrics_->connections = quota_->open();
  metrics_->streams = streams_->open();
  std::uint64_t refused = 0;
  for (const auto& worker : workers_) refused += worker->refused();
  metrics_->connections_refused = refused;
  return metrics_->text();
}

}  // namespace bff::runtime
