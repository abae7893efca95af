// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bff/error.hpp"

namespace bff::runtime {

// A session as a store keeps it: of what it says the store can read nothing.
struct StoredSession {
  std::string key;       // made of the session's id, which it does not tell
  std::string owner;     // made of issuer and subject: whose it is
  std::string provider;  // made of issuer and `sid`, by which the identity provider ends it; or ""
  std::string text;      // sealed
  std::chrono::milliseconds life{0};  // from now on; then it is gone
};

// Where sessions are kept. Keys, owners and providers are of base64url, made by hashing.
//
// On the loop of one thread. `done` is called once, perhaps at once; not at all when the store has
// ended before. Errors: upstream_unavailable, where the store cannot be asked.
class SessionStore {
 public:
  using Found = std::vector<std::pair<std::string, std::string>>;  // key and text
  template <class T>
  using Done = std::function<void(Result<T>)>;

  virtual ~SessionStore() = default;

  // A new one.
  virtual void add(StoredSession session, Done<void> done) = 0;
  virtual void find(const std::string& key, Done<std::optional<std::string>> done) = 0;
  // In place of the one with that key; false: there is none any more, and so there stays none.
  virtual void replace(StoredSession session, Done<bool> done) = 0;
  // False: there was none.
  virtual void remove(const std::string& key, Done<bool> done) = 0;
  virtual void find_owned(const std::string& owner, Done<Found> done) = 0;
  virtual void find_provided(const std::string& provider, Done<Found> done) = 0;

  // Whether `holder` has what nobody else has meanwhile: the right to refresh this session. It ends
  // with release(), or by itself after `life`.
  virtual void claim(const std::string& key, const std::string& holder,
                     std::chrono::milliseconds life, Done<bool> done) = 0;
  virtual void release(const std::string& key, const std::string& holder) = 0;
  // Whether `word` is new; it is known then for `life`. For what must not be used twice.
  virtual void use_once(const std::string& word, std::chrono::milliseconds life,
                        Done<bool> done) = 0;
};

}  // namespace bff::runtime
