// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/token_answers.hpp"
#include "runtime/watched_files.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {

// Where one issuer is asked about tokens, and as whom.
struct IntrospectionSource {
  std::string id;  // says all but the secret, so that other rules make another source
  auth::IssuerRules rules;
  Url url;
  bool discovery = false;  // `url` is the issuer's description, which names the endpoint
  std::string client_id, client_secret;
  std::filesystem::path secret_file;
  FileStamp secret_stamp;  // of the file, before it was read
  std::string ca_file;
  std::chrono::milliseconds cache{30'000}, negative_cache{5'000}, timeout{2'000};
};

// Asks one issuer about tokens (RFC 7662): about each one question at a time, whoever wants to
// know. Answers are kept for as long as they count; that the issuer could not be asked is not.
// Time comes in; one thread. Nothing is waited for longer than the HTTP client does.
class Introspector {
 public:
  using Time = TokenAnswer::Time;
  using OnAnswer = std::function<void(const TokenAnswer&)>;

  struct Environment {
    std::unique_ptr<upstream::HttpClient> http;
    std::function<Time()> now;
    std::function<std::chrono::system_clock::time_point()> date;
  };
  enum class Outcome { active, inactive, failed };
  // A question has ended: `why` it failed, where it did.
  using OnAsked = std::function<void(Outcome, const std::string& why)>;

  // Questions under way at a time, each with a connection of its own.
  static constexpr std::size_t kMostUnderWay = 100;
  // Answers that are kept, of tokens that are active and of others.
  static constexpr std::size_t kMostKept = 10'000;

  Introspector(IntrospectionSource source, Environment environment, OnAsked on_asked);
  // Whoever still waits is told that the issuer cannot be asked.
  ~Introspector();

  // `answer` is called once, perhaps at once.
  void ask(TokenQuestion question, OnAnswer answer);
  // The same source with another secret.
  void adjust(IntrospectionSource source) { source_ = std::move(source); }

  const IntrospectionSource& source() const noexcept { return source_; }

 private:
  using HttpResult = Result<upstream::HttpAnswer>;

  void discover();
  void on_description(const HttpResult& answer);
  std::string take_description(const HttpResult& answer);
  void send(TokenQuestion question);
  void on_answer(const std::string& digest, auth::Asked asked, const HttpResult& answer);
  void settle(const std::string& digest, const TokenAnswer& answer);
  TokenAnswer failed(const std::string& why);

  IntrospectionSource source_;
  Environment environment_;
  OnAsked on_asked_;
  TokenAnswers answers_{kMostKept};
  std::optional<Url> endpoint_;  // once it is known
  bool discovering_ = false;
  std::vector<TokenQuestion> held_;                                 // until it is
  std::unordered_map<std::string, std::vector<OnAnswer>> waiting_;  // by digest
};

}  // namespace bff::runtime
