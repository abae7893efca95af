// SPDX-License-Identifier: Apache-2.0
#include "route/router.hpp"

#include <cstddef>
#include <set>
#include <utility>

#include "route/canonical.hpp"
#include "route/search.hpp"
#include "route/trie.hpp"

namespace bff::route {

// A verb decides before anything else, so each has a trie of its own.
struct Router::Tries {
  TrieNode plain;
  Literals verbs;

  bool find(Search& search, std::string_view path) const;
};

namespace {

// Where the `:` of a verb stands: the last one of the last segment, behind something.
std::size_t verb_in(std::string_view path) noexcept {
  for (std::size_t at = path.size(); at-- > 1 && path[at] != '/';) {
    if (path[at] == ':') return path[at - 1] == '/' ? std::string_view::npos : at;
  }
  return std::string_view::npos;
}

std::string joined(const std::set<std::string_view>& names) {
  std::string text;
  for (const auto name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

}  // namespace

bool Router::Tries::find(Search& search, std::string_view path) const {
  if (path == "/") path = {};
  if (path.ends_with('/')) return false;
  if (!verbs.empty()) {
    if (const std::size_t colon = verb_in(path); colon != std::string_view::npos) {
      const TrieNode* root = verbs.find(path.substr(colon + 1));
      if (root != nullptr && search.find(*root, path.substr(0, colon))) return true;
    }
  }
  return search.find(plain, path);
}

Router::Router() : tries_(std::make_unique<Tries>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

Result<Match> Router::match(std::string_view method, std::string_view path,
                            std::string& allow) const {
  if (auto canonical = check_canonical(path); !canonical) return canonical.error();
  Search search{method};
  if (tries_->find(search, path)) {
    return Match{
        .route = search.found().route, .variables = search.values(), .head = search.head()};
  }
  if (!search.path_exists()) {
    return Error{.code = Errc::not_found, .detail = "no route has this path"};
  }
  std::set<std::string_view> methods;
  Search all{methods};
  tries_->find(all, path);
  allow = joined(methods);
  return Error{.code = Errc::method_not_allowed, .detail = "this path answers " + allow};
}

RouterBuilder::RouterBuilder() : tries_(std::make_unique<Router::Tries>()) {}
RouterBuilder::~RouterBuilder() = default;

std::optional<std::uint32_t> RouterBuilder::add(std::string_view method, const PathTemplate& path,
                                                std::uint32_t route) {
  TrieNode& root = path.verb.empty() ? tries_->plain : tries_->verbs.add(path.verb);
  TrieNode& end = root.descend(path);
  if (const auto* known = end.find(method)) return known->route;
  end.methods.push_back({std::string{method}, route, values_of(path)});
  return std::nullopt;
}

Router RouterBuilder::build() && {
  tries_->plain.freeze();
  tries_->verbs.freeze();
  Router router;
  router.tries_ = std::move(tries_);
  return router;
}

}  // namespace bff::route
