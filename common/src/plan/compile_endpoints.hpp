// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "route/router.hpp"

namespace bff::plan {

// What is unique over all files: ids, and methods with their paths.
class Endpoints {
 public:
  explicit Endpoints(Diagnostics& out) : out_(out) {}

  // False, and reported, when the id is taken.
  bool claim_id(const std::string& id, const Place& place,
                std::string_view remedy = "choose another id");
  // Reports a path that another route answers with this method. `place` is the path's.
  void claim(std::string_view method, const route::PathTemplate& path, const std::string& id,
             const Place& place);

 private:
  struct Owner {
    std::string id;
    Place place;
  };

  Diagnostics& out_;
  std::map<std::string, Place> ids_;
  std::vector<Owner> owners_;  // by the router's numbers
  route::RouterBuilder router_;
};

}  // namespace bff::plan
