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

// Immutable once built; shared by all workers. Of several templates that match a path one wins,
// whatever the order of definition: one with the path's verb before one without; then the first
// segment in which they differ decides, where a literal beats `*` and `*` beats `**`; behind a `**`
// that they share, the one with more segments. Where the better template has not the method, the
// more general one still matches.
//
// `*` takes one segment, `**` any number, also none; neither takes an empty one. Literals and verbs
// are compared after percent-decoding, letter case counts. A verb begins at the path's last `:`,
// unless that is percent-encoded.
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
  struct Tries;
  std::unique_ptr<Tries> tries_;
};

// Not thread-safe. The route number is the caller's own.
class RouterBuilder {
 public:
  RouterBuilder();
  ~RouterBuilder();
  // The route that already has this method and an equivalent template ("/a/{x}" and "/{y=a/*}"),
  // or nullopt when the new one was added. `path` is as parse_path_template() made it.
  std::optional<std::uint32_t> add(std::string_view method, const PathTemplate& path,
                                   std::uint32_t route);
  Router build() &&;

 private:
  std::unique_ptr<Router::Tries> tries_;
};

}  // namespace bff::route
