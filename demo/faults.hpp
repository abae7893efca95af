// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <grpcpp/support/status.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "demo/data/draw.hpp"

namespace demo {

// What a service does wrong on purpose, so that a gateway's tests can see how it copes.
struct Behaviour {
  std::chrono::milliseconds latency{0};
  std::optional<double> failure_rate;  // share of the calls that fail, 0 to 1
  grpc::StatusCode failure = grpc::StatusCode::UNAVAILABLE;
  bool shuffle = false;     // rows of batch answers in another order than the ids
  bool incomplete = false;  // every third row of batch answers left out
  bool log_calls = false;
};

// By service name: "users", "orders", "catalog".
using BehaviourTable = std::map<std::string, Behaviour, std::less<>>;

// Each sets one thing from a command line's text: "50" for every service of the table, or
// "users=50,orders=0" for some. Returns "" or what is wrong with the text.
std::string set_latency(std::string_view text, BehaviourTable& table);       // milliseconds
std::string set_failure_rate(std::string_view text, BehaviourTable& table);  // 0 … 1
// A status without a failure rate means that every call fails with it.
std::string set_status(std::string_view text, BehaviourTable& table);  // "NOT_FOUND"

// One service's behaviour while it runs. Thread-safe.
class Faults {
 public:
  Faults(std::string service, Behaviour behaviour)
      : service_{std::move(service)}, behaviour_{behaviour} {}

  const std::string& service() const { return service_; }
  const Behaviour& behaviour() const { return behaviour_; }

  // OK, or what the next call fails with. The n-th call fails or not in every run alike.
  grpc::Status next();

  // What becomes of a batch answer's rows: a repeated message field. The new order depends on the
  // number of rows only.
  template <class Rows>
  void disturb(Rows& rows) const {
    if (behaviour_.incomplete) {
      for (int i = rows.size() - 1; i >= 0; --i)
        if (i % 3 == 2) rows.DeleteSubrange(i, 1);
    }
    if (behaviour_.shuffle) {
      Draw draw{"shuffle", rows.size()};
      for (int i = rows.size() - 1; i > 0; --i)
        rows.SwapElements(i, static_cast<int>(draw.below(i)));  // Sattolo: no row stays in place
    }
  }

 private:
  std::string service_;
  Behaviour behaviour_;
  std::atomic<std::int64_t> calls_{0};
};

}  // namespace demo
