// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "plan/arguments.hpp"
#include "plan/plan.hpp"
#include "proto/schema.hpp"

namespace bff::bench {

// The demo's protos, loaded as a gateway loads them.
const proto::Schema& shop();

// The plan of the one route in `text`, for a client. Aborts with the problems if there are any.
std::shared_ptr<const plan::RoutePlan> compile_route(const std::string& text,
                                                     const std::string& client);
std::string home_route();

// The inputs of user 1.
std::vector<plan::Argument> arguments_of(const plan::RoutePlan& plan);

// What the demo's services answer to user 1's home screen; orders are 5, products theirs.
struct HomeAnswers {
  std::string profile, orders, products;
};
const HomeAnswers& home_answers();

// One request from ready() to finish(): `answers` by call name. Returns the body.
std::string run(const plan::RoutePlan& plan, std::span<const plan::Argument> arguments,
                const HomeAnswers& answers);

// protobuf's own way: parse, then MessageToJsonString with every field printed.
std::string reference_json(google::protobuf::Message& message, const std::string& bytes);

// Ends the program unless both are the same JSON: what is not the same must not be compared.
void must_equal(const std::string& ours, const std::string& reference);

}  // namespace bff::bench
