// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/message.h>

#include <cstdint>
#include <string>

#include "bff/error.hpp"
#include "unit/plan/random/world.hpp"

namespace bff::random_plans {

// How a service answers a table: whose requests hold keys that its answer has rows or entries for.
struct Answering {
  std::string message;    // the response's type
  std::string keys;       // field of the request with the keys; empty: it is no batch
  std::string rows, key;  // of the response: its rows, and the key in one
};

// Services that answer the same request the same way, whenever it comes: with a failure, with
// bytes that are no message, or with a message by chance. A batch's rows come shuffled, some
// twice, some not at all, and some that nobody asked for.
class Services {
 public:
  Services(const World& world, std::uint64_t seed) : world_(world), seed_(seed) {}

  Result<std::string> answer(const std::string& call, const Answering& how,
                             const google::protobuf::Message& request) const;

 private:
  const World& world_;
  std::uint64_t seed_;
};

}  // namespace bff::random_plans
