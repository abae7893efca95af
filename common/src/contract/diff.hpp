// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "contract/contract.hpp"

namespace bff::contract {

// What differs between two contracts of a client. Whether it breaks a program that was written
// against the old one: docs/types.md, "What breaks a client".
struct Change {
  bool breaks = false;
  std::string route;    // its id
  std::string where;    // "$.orders[*].total" of the answer, "body.items", "query.recent", "auth"
  std::string what;     // "may be null, which it never was"
  bool copied = false;  // a new key that comes with a message which is copied whole

  bool operator==(const Change&) const = default;
};

// Route by route, in the old contract's order, new routes behind.
std::vector<Change> diff(const Contract& old, const Contract& now);

bool any_breaks(const std::vector<Change>& changes);
// A line each, what breaks first, and a last line that counts.
std::string to_text(const std::vector<Change>& changes, const std::string& client);

}  // namespace bff::contract
