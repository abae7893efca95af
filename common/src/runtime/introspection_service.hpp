// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "runtime/introspector.hpp"
#include "runtime/metrics.hpp"

namespace bff::runtime {

// That an issuer cannot be asked about tokens any more, or can again, for the log.
struct IntrospectionEvent {
  std::string issuer;
  std::string failure;  // empty: it can again
};

// Asks issuers about tokens on a thread of its own, for all workers: they share questions and
// answers.
//
// Sequence: (serve | ask)* start (serve | ask)* stop.
class IntrospectionService {
 public:
  using Tell = std::function<void(const IntrospectionEvent&)>;
  using MakeHttp = std::function<std::unique_ptr<upstream::HttpClient>(boost::asio::io_context&,
                                                                       upstream::HttpTerms)>;

  // `metrics` outlives this object.
  explicit IntrospectionService(Metrics& metrics, MakeHttp make_http = upstream::make_http_client);
  ~IntrospectionService();  // stops
  IntrospectionService(const IntrospectionService&) = delete;
  IntrospectionService& operator=(const IntrospectionService&) = delete;

  // `tell` is called on the service's thread.
  void start(Tell tell);
  void stop();

  // From any thread: asks these from now on, and no other.
  void serve(std::vector<IntrospectionSource> sources);
  // From any thread; `answer` is called on the service's thread, unless it stops before.
  void ask(TokenQuestion question, Introspector::OnAnswer answer);

 private:
  std::unique_ptr<Introspector> make(const IntrospectionSource& source);

  Metrics& metrics_;
  MakeHttp make_http_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  Tell tell_;
  std::map<std::string, std::unique_ptr<Introspector>> sources_;  // by id
  std::thread thread_;
};

}  // namespace bff::runtime
