// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "runtime/metrics.hpp"
#include "runtime/token_exchanges.hpp"

namespace bff::runtime {

// Exchanges tokens for all workers, on a thread of its own.
//
// Sequence: ask* start ask* stop.
class ExchangeService {
 public:
  explicit ExchangeService(Metrics& metrics);
  ~ExchangeService();  // stops
  ExchangeService(const ExchangeService&) = delete;
  ExchangeService& operator=(const ExchangeService&) = delete;

  void start();
  void stop();

  // From any thread; `answer` is called on the service's, or not at all once it stops.
  void ask(std::shared_ptr<const ExchangeTerms> terms, std::string token,
           TokenExchanges::Answer answer);

 private:
  upstream::HttpClient& http(const std::string& ca_file);

  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  TokenExchanges exchanges_;
  std::map<std::string, std::unique_ptr<upstream::HttpClient>> http_;  // by file of certificates
  std::thread thread_;
};

}  // namespace bff::runtime
