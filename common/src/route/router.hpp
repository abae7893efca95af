// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bff/error.hpp"
#include "route/path_template.hpp"

namespace bff::route {

struct Match {
  std::uint32_t route = 0;  // as given to RouterBuilder::add
  // Values of the template's variables in its order, percent-decoded; at most kMaxVariables.
  std::vector<std::string> variables;
  bool head = false;  // a HEAD request that a GET route answers without a body
};

// Immutable once built; shared by all workers. A literal segment beats a variable whatever the
// order of definition, and the leftmost difference decides. Where the better template leads
// nowhere, or has not the method, the more general one still matches.
//
// A variable takes one segment that is not empty. Literals are compared after percent-decoding,
// letter case counts.
class Router {
 public:
  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  // `path`: the request target without its query, as received.
  // Errors: invalid_path for what is not canonical (see check_canonical(); a trailing slash other
  // than "/" is simply not found), not_found, method_not_allowed with `allow` filled: the sorted
  // methods ("GET, HEAD, POST") of every template that matches.
  // Allocates for the variables' values only, once a route is found.
  Result<Match> match(std::string_view method, std::string_view path, std::string& allow) const;

 private:
  friend class RouterBuilder;
  struct Segment;
  class Search;
  std::unique_ptr<Segment> root_;
};

// Not thread-safe. The route number is the caller's own.
class RouterBuilder {
 public:
  RouterBuilder();
  ~RouterBuilder();
  // The route that already has this method and an equivalent template ("/a/{x}" and "/a/{y}"),
  // or nullopt when the new one was added. `path` is as parse_path_template() made it.
  std::optional<std::uint32_t> add(std::string_view method, const PathTemplate& path,
                                   std::uint32_t route);
  Router build() &&;

 private:
  std::unique_ptr<Router::Segment> root_;
};

}  // namespace bff::route
