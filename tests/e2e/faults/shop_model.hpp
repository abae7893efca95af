// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace bff::faults {

inline constexpr int kUsers = 1000;
inline constexpr int kProducts = 500;
inline constexpr int kOrdersOfAUser = 20;

// What the demo's services hold, told a second time from the rules of its data and without its
// code: the judge's own knowledge of what is right. Only what the judged routes show.
struct UserRow {
  int id;
  std::string name, email, nickname, tier;
  bool has_avatar;
  std::string avatar_url;  // may be empty although there is an avatar
  std::int64_t created;    // seconds since 1970
};
UserRow user_row(int id);

struct LineRow {
  int product, quantity;
};
struct OrderRow {
  int id;
  std::string status;
  std::int64_t placed;   // seconds since 1970
  std::int64_t total;    // cents
  std::string tracking;  // empty: absent
  std::vector<LineRow> lines;
};
// `number`: 1, the oldest, to kOrdersOfAUser.
OrderRow order_row(int user, int number);

struct ProductRow {
  int id;
  std::string name, thumbnail;
  std::int64_t price;  // cents
};
// Precondition: 1 … kProducts. No other product exists.
ProductRow product_row(int id);

}  // namespace bff::faults
