// SPDX-License-Identifier: Apache-2.0
#include "route/router.hpp"

#include <set>
#include <utility>

#include "route/canonical.hpp"
#include "route/frozen_trie.hpp"
#include "route/search.hpp"
#include "route/trie.hpp"

namespace bff::route {

struct Router::Tries {
  TrieNode made;      // by a builder
  FrozenTrie frozen;  // of it, in a router
};

namespace {

std::string joined(const std::set<std::string_view>& names) {
  std::string text;
  for (const auto name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

}  // namespace

Router::Router() : tries_(std::make_unique<Tries>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

Result<Match> Router::match(std::string_view method, std::string_view path,
                            std::string& allow) const {
  if (auto canonical = check_canonical(path); !canonical) return canonical.error();
  Search search{tries_->frozen, method};
  if (search.find(path)) {
    return Match{
        .route = search.found().route, .variables = search.values(), .head = search.head()};
  }
  if (!search.path_exists()) {
    return Error{.code = Errc::not_found, .detail = "no route has this path"};
  }
  std::set<std::string_view> methods;
  Search all{tries_->frozen, methods};
  all.find(path);
  allow = joined(methods);
  return Error{.code = Errc::method_not_allowed, .detail = "this path answers " + allow};
}

RouterBuilder::RouterBuilder() : tries_(std::make_unique<Router::Tries>()) {}
RouterBuilder::~RouterBuilder() = default;

std::optional<std::uint32_t> RouterBuilder::add(std::string_view method, const PathTemplate& path,
                                                std::uint32_t route) {
  TrieNode& end = tries_->made.descend(path);
  if (const auto* known = end.find(method)) return known->route;
  end.methods.push_back({std::string{method}, route, values_of(path)});
  return std::nullopt;
}

Router RouterBuilder::build() && {
  Router router;
  router.tries_->frozen = FrozenTrie{tries_->made};
  return router;
}

}  // namespace bff::route
