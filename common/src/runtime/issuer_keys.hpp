// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "auth/verifier.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {

// Where the keys of one issuer are fetched, and how often.
struct KeySource {
  std::string id;  // by which workers know these keys; says where they are from
  std::string issuer;
  Url url;
  bool discovery = false;  // `url` is the issuer's description, which names the key set
  std::string ca_file;
  std::vector<auth::Algorithm> algorithms;
  std::chrono::milliseconds refresh{900'000};  // with up to a tenth more or less
  std::chrono::milliseconds refetch{
      10'000};  // between fetches that tokens bring about, and failures
  std::chrono::milliseconds keep{86'400'000};  // for which keys serve when no fetch succeeds
};

// What a request whose token's key is not known is told.
enum class KeyAnswer {
  settled,   // the keys are as new as they can be: nobody signs with that key
  unsettled  // the issuer could not be asked
};

// Fetches the keys of one issuer: soon after the start, then again and again, and early when a
// token names a key that is not among them. At most one fetch is under way; tokens bring one about
// at most each `refetch`. Only a set with a usable key takes the place of another.
// Time and randomness come in; one thread. Somebody calls tick() at next().
class IssuerKeys {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;
  using Keys = std::shared_ptr<const auth::KeySet>;
  using OnAnswer = std::function<void(KeyAnswer)>;

  struct Environment {
    std::unique_ptr<upstream::HttpClient> http;
    std::function<Time()> now;
    std::function<double()> random;  // uniform in [0, 1)
  };
  struct Events {
    std::function<void(Keys)> on_keys;  // other keys than before; null: they have become too old
    // A fetch ended: "" or why it failed. Behind on_keys.
    std::function<void(const std::string& why)> on_fetched;
  };

  // Requests are not held for longer: they have deadlines of their own.
  static constexpr std::chrono::milliseconds kPatience{2'000};
  // The first fetches of gateways that start together are spread over this time.
  static constexpr std::chrono::milliseconds kStartSpread{5'000};

  IssuerKeys(KeySource source, Environment environment, Events events);

  // Does what is due.
  void tick();
  // When there is something to do next.
  Time next() const;
  // A token names a key that is not there. `answer` is called once, perhaps at once; not at all
  // when this object ends before.
  void ask(OnAnswer answer);
  // The same source with other times.
  void adjust(KeySource source);

  const KeySource& source() const noexcept { return source_; }
  const Keys& keys() const noexcept { return keys_; }

 private:
  void begin();
  void fetch_set(const Url& url);
  void take_description(const std::string& document);
  void take_set(std::string document);
  void fail(std::string why);
  void finish(KeyAnswer answer);
  std::chrono::milliseconds pause() const;

  KeySource source_;
  Environment environment_;
  Events events_;
  Keys keys_;
  std::string document_;  // that they were read from
  Time fetched_{};        // with success, while there are keys
  Time due_;              // the next fetch, that no token has to bring about
  Time asked_{};          // tokens bring no fetch about before
  int failures_ = 0;      // in a row
  bool fetching_ = false;
  std::vector<std::pair<Time, OnAnswer>> waiting_;  // until when, in order
};

}  // namespace bff::runtime
