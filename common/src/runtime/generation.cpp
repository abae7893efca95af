// SPDX-License-Identifier: Apache-2.0
#include "runtime/generation.hpp"

#include <algorithm>

namespace bff::runtime {

Generation::Generation(std::shared_ptr<const Snapshot> next, const Generation* previous,
                       boost::asio::io_context& loop, WorkerKeys* keys)
    : snapshot(std::move(next)), sessions(snapshot->sessions) {
  if (snapshot->verifier) {
    auto issuers = snapshot->verifier->issuers();
    for (auto& issuer : issuers) {
      if (issuer.source.empty()) {
        auto& slot = file_keys[issuer.issuer];
        slot = std::make_shared<auth::KeySlot>(auth::KeySlot{issuer.keys, issuer.secret});
        issuer.slot = slot;
      } else if (keys != nullptr) {
        issuer.slot = keys->slot(issuer.source);
      }
    }
    const auto some = [&](auto holds) {
      return std::any_of(issuers.begin(), issuers.end(), holds);
    };
    challenge.dpop = some([](const auto& issuer) { return issuer.dpop != auth::Dpop::off; });
    challenge.bearer = !challenge.dpop ||
                       some([](const auto& issuer) { return issuer.dpop != auth::Dpop::required; });
    verifier.emplace(std::move(issuers));
    for (const auto& issuer : verifier->issuers()) {
      if (issuer.asking.opaque) opaque = &issuer;
      asks_about_jwts = asks_about_jwts || issuer.asking.always;
    }
  } else if (snapshot->config.auth.api_keys || sessions) {
    challenge.bearer = false;
  }
  signer = snapshot->signer;
  for (const auto& terms : snapshot->callers) {
    auto& told = callers.emplace_back();
    if (!terms) continue;
    told = std::make_unique<ToldCallers>(ToldCallers{terms, terms->exchange, {}});
    exchanges = exchanges || terms->exchange;
  }
  for (const auto& config : snapshot->upstreams) {
    std::shared_ptr<upstream::Client> client;
    if (previous != nullptr) {
      const auto& old = previous->snapshot->upstreams;
      const auto same = std::find(old.begin(), old.end(), config);
      if (same != old.end())
        client = previous->clients[static_cast<std::size_t>(same - old.begin())];
    }
    if (!client) client = upstream::make_h2_client(loop, config);
    clients.push_back(std::move(client));
  }
}

}  // namespace bff::runtime
