// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_endpoints.hpp"

#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

std::string place_text(const Place& place) {
  return place.source ? place.source->path() + ":" + std::to_string(place.line) : "";
}

}  // namespace

bool Endpoints::claim_id(const std::string& id, const Place& place, std::string_view remedy) {
  const auto [known, first] = ids_.emplace(id, place);
  if (first) return true;
  out_.add(codes::kIdTaken, place,
           "there is a route '" + id + "' already (" + place_text(known->second) + ")",
           std::string(remedy));
  return false;
}

void Endpoints::claim(std::string_view method, const route::PathTemplate& path,
                      const std::string& id, const Place& place) {
  const auto number = static_cast<std::uint32_t>(owners_.size());
  owners_.push_back({id, place});
  const auto other = router_.add(method, path, number);
  if (!other) return;
  const Owner& taken = owners_[*other];
  out_.add(codes::kRouteTaken, place,
           std::string(method) + " " + path.text + " is taken by '" + taken.id + "' (" +
               place_text(taken.place) + ")",
           "paths that differ in the names of their variables only are the same");
}

}  // namespace bff::plan
