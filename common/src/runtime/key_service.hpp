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
#include <boost/asio/steady_timer.hpp>

#include "runtime/issuer_keys.hpp"
#include "runtime/metrics.hpp"

namespace bff::runtime {

// What happened to an issuer's keys, for the log.
struct KeyEvent {
  std::string issuer;
  std::string failure;   // why a fetch failed; empty: it did not
  bool expired = false;  // the keys were too old; there are none now
};

// Fetches the keys of all issuers on a thread of its own, and gives them to the workers. Nothing
// of it is waited for by a request whose token's key is known.
//
// Sequence: subscribe* (serve | ask)* start (serve | ask)* stop.
class KeyService {
 public:
  // Hands the keys of a source on to a worker; called on the service's thread.
  using Deliver = std::function<void(const std::string& source, IssuerKeys::Keys keys)>;
  using Tell = std::function<void(const KeyEvent&)>;
  using MakeHttp = std::function<std::unique_ptr<upstream::HttpClient>(boost::asio::io_context&,
                                                                       upstream::HttpTerms)>;

  // `metrics` outlives this object.
  explicit KeyService(Metrics& metrics, MakeHttp make_http = upstream::make_http_client);
  ~KeyService();  // stops
  KeyService(const KeyService&) = delete;
  KeyService& operator=(const KeyService&) = delete;

  void subscribe(Deliver deliver) { workers_.push_back(std::move(deliver)); }
  // `tell` is called on the service's thread.
  void start(Tell tell);
  void stop();

  // From any thread: fetches from these from now on, and from no other.
  void serve(std::vector<KeySource> sources);
  // From any thread: a token names a key of the source that is not known. `answer` is called on the
  // service's thread, after the keys that it brought were delivered.
  void ask(std::string source, IssuerKeys::OnAnswer answer);

 private:
  std::unique_ptr<IssuerKeys> make(const KeySource& source);
  void arm();

  Metrics& metrics_;
  MakeHttp make_http_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  boost::asio::steady_timer timer_{loop_};
  std::vector<Deliver> workers_;
  Tell tell_;
  std::map<std::string, std::unique_ptr<IssuerKeys>> issuers_;  // by source
  std::thread thread_;
};

}  // namespace bff::runtime
