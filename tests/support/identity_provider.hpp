// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/test_ca.hpp"
#include "unit/auth/token_maker.hpp"

namespace bff::test {

// An identity provider on a free port of loopback: describes itself, tells its keys, mints tokens.
// It can change its key, and fail in several ways.
class IdentityProvider {
 public:
  // With TLS where there are files of a certificate for 127.0.0.1.
  explicit IdentityProvider(std::optional<TestCa::Server> tls = std::nullopt);
  ~IdentityProvider();
  IdentityProvider(const IdentityProvider&) = delete;
  IdentityProvider& operator=(const IdentityProvider&) = delete;

  const std::string& issuer() const noexcept { return issuer_; }

  // Signs with another key from now on, and tells that one beside the one before.
  void rotate();

  enum class Mood { well, fails, is_empty, hangs };
  void set(Mood mood);

  // For user 1, for an hour; `more` members: R"("x":1)". Signed with the present key.
  std::string token(const std::string& more = "") const;
  // One that was good until a minute ago.
  std::string expired_token() const;
  // The same under the name of a key that nobody has.
  std::string token_of_key(const std::string& id) const;

  // Tells clients that show themselves as "gw" and "s&cret" of a token (RFC 7662): `answer`, as
  // JSON. Of all others that they are not active.
  void tell_of(const std::string& token, const std::string& answer);
  // What a token of user 1 is told to be, with `more` members.
  std::string active(const std::string& more = "") const;
  int questions() const noexcept { return questions_; }

  int fetches() const noexcept { return fetches_; }  // of the key set
  int requests() const noexcept { return requests_; }
  std::chrono::steady_clock::time_point last_fetch() const noexcept { return last_fetch_.load(); }

 private:
  struct Key {
    std::string id;
    auth::SigningKey key;
  };

  std::string claims(const std::string& more, int life = 3600) const;
  std::string signed_by_present_key(const std::string& claims) const;
  void serve_keys(httplib::Response& response);
  void tell(const httplib::Request& request, httplib::Response& response);

  mutable std::mutex mutex_;
  std::condition_variable mood_changed_;
  Mood mood_ = Mood::well;
  std::vector<Key> keys_;                    // the last one signs
  std::map<std::string, std::string> told_;  // by token
  std::atomic<int> fetches_{0}, questions_{0}, requests_{0};
  std::atomic<std::chrono::steady_clock::time_point> last_fetch_{};
  std::unique_ptr<httplib::Server> server_;
  std::string issuer_;
  std::thread thread_;
};

}  // namespace bff::test
