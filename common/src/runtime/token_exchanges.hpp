// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/url.hpp"
#include "bff/error.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {

// Who exchanges tokens for which service, and as whom the gateway asks.
struct ExchangeTerms {
  std::string id;  // says all of it but the secret
  Url url;         // a token endpoint; with an `issuer` its description, which names that
  std::string issuer;
  std::string ca_file;
  std::string client_id, secret;  // no secret: a public client
  std::string audience;
  std::vector<std::string> scopes;
  bool cache = true;
};

struct ServiceToken {
  std::shared_ptr<const std::string> bearer;  // "Bearer …"
  std::chrono::system_clock::time_point until{};
};

// Exchanges callers' tokens for those of services (RFC 8693). One request for the same token and
// terms is under way at a time, whoever asks; what it brought is kept until shortly before it ends,
// and a failure for a moment, so that a provider in trouble is not asked by each request. Bounded.
// Time comes in; one thread.
class TokenExchanges {
 public:
  using Time = std::chrono::system_clock::time_point;
  // Errors, each with the rpc_code that the call fails with: the provider refuses this caller
  // (forbidden), it cannot be asked (upstream_unavailable, upstream_timeout), it does not know what
  // the gateway asks for (upstream_error).
  using Answer = std::function<void(const Result<ServiceToken>&)>;
  struct Environment {
    std::function<upstream::HttpClient&(const std::string& ca_file)> http;
    std::function<Time()> now;
    std::function<void(bool succeeded)> count = {};  // of each request that has ended
  };

  explicit TokenExchanges(Environment environment) : environment_(std::move(environment)) {}

  // `answer` is called once, perhaps at once.
  void ask(const std::shared_ptr<const ExchangeTerms>& terms, const std::string& token,
           Answer answer);

  static constexpr std::size_t kMostKept = 10'000, kMostOpen = 500;
  static constexpr std::chrono::seconds kFailureKept{1}, kEndpointKept{3600};

 private:
  using Outcome = Result<ServiceToken>;
  struct Kept {
    std::string key;
    Outcome outcome;
    Time until;
  };
  // By issuer's description.
  struct Endpoint {
    std::optional<Url> url;
    Time until{};
    std::vector<std::function<void(const Result<Url>&)>> waiting;
  };

  void find_endpoint(const ExchangeTerms& terms, std::function<void(const Result<Url>&)> then);
  void send(const Url& url, const ExchangeTerms& terms, const std::string& token,
            const std::string& key);
  void finish(const std::string& key, const Outcome& outcome, Time until);
  const Outcome* known(const std::string& key);
  void keep(const std::string& key, const Outcome& outcome, Time until);

  Environment environment_;
  std::unordered_map<std::string, std::vector<Answer>> open_;
  std::list<Kept> kept_;  // the oldest first
  std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
  std::map<std::string, Endpoint> endpoints_;
};

}  // namespace bff::runtime
