// SPDX-License-Identifier: Apache-2.0
#include "cases/mock.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

#include "cases/case_client.hpp"
#include "cases/invent.hpp"
#include "runtime/generation.hpp"

namespace bff::cases {
namespace {

// The parameters in an order of their own: theirs does not tell requests apart.
std::vector<std::string_view> parameters_of(std::string_view target) {
  std::vector<std::string_view> parameters;
  const auto query = target.find('?');
  if (query == target.npos) return parameters;
  target.remove_prefix(query + 1);
  while (!target.empty()) {
    const auto end = std::min(target.find('&'), target.size());
    if (end > 0) parameters.push_back(target.substr(0, end));
    target.remove_prefix(std::min(end + 1, target.size()));
  }
  std::ranges::sort(parameters);
  return parameters;
}

bool same_body(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() == b.empty();
  const auto x = nlohmann::json::parse(a, nullptr, false);
  return !x.is_discarded() && x == nlohmann::json::parse(b, nullptr, false);
}

bool fits(const CaseRequest& one, const runtime::http1::Request& request) {
  const std::string_view target = one.target;
  return one.method == request.method && target.substr(0, target.find('?')) == request.path &&
         parameters_of(target) == parameters_of(request.target) &&
         same_body(one.body, request.body);
}

// What a snapshot is answered by. Shared by its workers, immutable.
struct Mock {
  const proto::Schema* schema;
  std::string client;
  std::vector<CaseFile> files;
  // By where the plan keeps the call's name, which every RPC refers to: calls of several routes
  // may be called alike.
  std::unordered_map<const char*, const plan::Call*> calls;

  upstream::RpcOutcome invented(const upstream::RpcRequest& request) const {
    upstream::RpcOutcome outcome;
    outcome.response = invent(*calls.at(request.call.data()), request.message, *schema);
    return outcome;
  }
};

// One worker's choice: a generation for each case that was asked for, and one for what has none.
class Choice {
 public:
  Choice(std::shared_ptr<const Mock> mock, const runtime::Generation& generation,
         boost::asio::io_context& loop)
      : mock_(std::move(mock)),
        snapshot_(generation.snapshot),
        verifier_(generation.verifier),
        loop_(loop) {}

  std::shared_ptr<runtime::Generation> operator()(const runtime::http1::Request& request) {
    const Case* one = choose_case(mock_->files, mock_->client, request);
    auto& generation = generations_[one];
    if (!generation) {
      generation = std::make_shared<runtime::Generation>(snapshot_, nullptr, loop_);
      generation->verifier = verifier_;  // which knows where this worker's keys are
      const auto services = std::make_shared<CaseClient>(
          loop_, one, *mock_->schema,
          [mock = mock_](const upstream::RpcRequest& rpc) { return mock->invented(rpc); });
      generation->clients.assign(generation->clients.size(), services);
    }
    return generation;
  }

 private:
  std::shared_ptr<const Mock> mock_;
  std::shared_ptr<const runtime::Snapshot> snapshot_;
  std::optional<auth::Verifier> verifier_;
  boost::asio::io_context& loop_;
  std::map<const Case*, std::shared_ptr<runtime::Generation>> generations_;
};

}  // namespace

void stand_in(runtime::Snapshot& snapshot, std::vector<CaseFile> files) {
  auto mock = std::make_shared<Mock>(Mock{.schema = snapshot.schema.get(),
                                          .client = snapshot.config.client,
                                          .files = std::move(files),
                                          .calls = {}});
  for (const auto& route : snapshot.routes) {
    for (const auto& call : route.plan->calls) mock->calls.emplace(call.name.data(), &call);
  }
  snapshot.stage = [mock](const std::shared_ptr<runtime::Generation>& generation,
                          boost::asio::io_context& loop) -> runtime::ChooseGeneration {
    return Choice{mock, *generation, loop};
  };
}

const Case* choose_case(const std::vector<CaseFile>& files, std::string_view client,
                        const runtime::http1::Request& request) {
  const auto name = request.header(kCaseHeader);
  for (const CaseFile& file : files) {
    for (const Case& one : file.cases) {
      if (!one.client.empty() && one.client != client) continue;
      if (name ? one.name == *name : fits(one.request, request)) return &one;
    }
  }
  return nullptr;
}

}  // namespace bff::cases
