// SPDX-License-Identifier: Apache-2.0
#include "faults/shop_model.hpp"

#include <array>
#include <string_view>

#include "faults/dice.hpp"

namespace bff::faults {
namespace {

using Texts = std::vector<std::string_view>;

const Texts kGiven{"Ada",  "Björn",  "Chloé", "Dmitri", "Elif", "Fatima", "Grace", "Håkon",
                   "Inés", "Jürgen", "Kenji", "Łukasz", "Mary", "Noor",   "Olga",  "Zoë"};
const Texts kFamily{"Andersen", "Björk",    "Castro",  "D'Arcy", "Engel",    "Fischer",
                    "García",   "Hopper",   "Ivanova", "Jansen", "Kowalski", "López",
                    "Müller",   "Nakamura", "O'Brien", "Şahin"};
const Texts kAdjectives{"Blue", "Classic", "Compact", "Folding", "Grand", "Quiet", "Solid", "Tiny"};
const Texts kNouns{"Teapot",     "Crêpe Pan",        "Desk Lamp", "Monitor 27\"",
                   "Backpack",   "Tent 2\\3 Season", "Chess Set", "Puzzle <1000>",
                   "Headphones", "Synthesizer ♪"};
const Texts kDownloads{"Cookbook", "Font Family", "Soundtrack"};
const Texts kTiers{"BRONZE", "SILVER", "GOLD"};

constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kNewYear2024 = 1704067200;
constexpr int kGoneProduct = 501;  // named by old orders, no longer in the catalogue

std::string drawn(Dice& dice, const Texts& texts) {
  return std::string{texts[static_cast<std::size_t>(dice.roll(std::ssize(texts)))]};
}

std::int64_t price_of(int product) { return 199 + 50 * Dice{"price", product}.roll(1800); }

std::string status_of(int number, Dice& dice) {
  if (number >= 19) return "PAID";
  if (number >= 16) return "SHIPPED";
  const auto rolled = dice.roll(10);
  return rolled == 0 ? "RETURNED" : rolled == 1 ? "CANCELLED" : "DELIVERED";
}

}  // namespace

UserRow user_row(int id) {
  Dice dice{"user", id};
  UserRow user{.id = id};
  const std::string given = drawn(dice, kGiven);
  user.name = given + " " + drawn(dice, kFamily);
  user.email = "user" + std::to_string(id) + "@mail.example";
  user.has_avatar = id % 10 != 0;
  if (user.has_avatar && id % 10 != 5)
    user.avatar_url = "https://img.shop.example/avatars/" + std::to_string(id) + ".webp";
  user.tier = drawn(dice, kTiers);
  user.created = kNewYear2024 - kDay * (30 + dice.roll(2000));
  // What no judged route shows is drawn all the same: the nickname comes after it.
  if (id % 9 != 0) {
    dice.roll(300 * kDay);
    dice.roll(1000);
  }
  dice.roll(3);                       // another address?
  dice.roll(dice.one_in(2) ? 3 : 4);  // a theme, or a language
  if (dice.roll(3) == 2) user.nickname = given + "42";
  return user;
}

OrderRow order_row(int user, int number) {
  OrderRow order{.id = user * 100 + number};
  Dice dice{"order", order.id};
  order.status = status_of(number, dice);
  order.placed = kNewYear2024 + number * 10 * kDay + dice.roll(kDay);
  const auto count = 1 + dice.roll(5);
  const auto first = dice.roll(kProducts);
  for (int i = 0; i < count; ++i) {
    const int product = static_cast<int>(1 + (first + i * 97) % kProducts);
    const int quantity = static_cast<int>(1 + dice.roll(3));
    const bool gone = number == 7 && user % 10 == 3 && i == count - 1;
    order.lines.push_back({gone ? kGoneProduct : product, quantity});
    order.total += price_of(product) * quantity;
    dice.roll(8);  // a gift?
  }
  if (order.total < 100'00) order.total += 4'90;
  if (order.status != "PAID" && order.status != "CANCELLED")
    order.tracking = "TRK" + std::to_string(order.id);
  return order;
}

ProductRow product_row(int id) {
  Dice dice{"product", id};
  const std::string noun = drawn(dice, id % 7 == 0 ? kDownloads : kNouns);
  return {
      .id = id,
      .name = drawn(dice, kAdjectives) + " " + noun,
      .thumbnail = "https://img.shop.example/products/" + std::to_string(id) + "/thumbnail.webp",
      .price = price_of(id)};
}

}  // namespace bff::faults
