// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "contract/contract.hpp"
#include "contract/diff.hpp"

namespace bff::contract {

// Compares types. What comes back may become narrower, what is sent may become wider; the other
// way round a client breaks.
class TypeDiff {
 public:
  enum class Direction { answer, request };

  // Changes of `route` are added to `out`.
  TypeDiff(const Contract& old, const Contract& now, Direction direction, std::string route,
           std::vector<Change>& out)
      : old_(old), now_(now), direction_(direction), route_(std::move(route)), out_(out) {}

  void compare(const Type& old, const Type& now, const std::string& where);

  // How the set of values changed. `other`: some came and some went.
  enum class Turn { wider, narrower, other };
  void report(Turn turn, const std::string& where, std::string what);

 private:
  // Types that are no references.
  void compare_present(const Type& old, const Type& now, const std::string& where);
  void compare_kinds(const Type& old, const Type& now, const std::string& where);
  void compare_names(const Type& old, const Type& now, const std::string& where);
  void compare_members(const Type& old, const Type& now, const std::string& where);
  void compare_member(const Member& old, const Member& now, const std::string& where);
  void compare_either(const Type& old, const Type& now, const std::string& where);
  void add(bool breaks, const std::string& where, std::string what);

  const Contract& old_;
  const Contract& now_;
  const Direction direction_;
  const std::string route_;
  std::vector<Change>& out_;
  // Named types that were compared, or are being compared: told once a route.
  std::set<std::pair<std::string, std::string>> seen_;
};

// "text", "a list", "Money": for messages.
std::string describe(const Type& type);
// Every value of `a` is one of `b`, as far as their kinds tell. Neither is a reference.
bool within(const Type& a, const Type& b);

}  // namespace bff::contract
