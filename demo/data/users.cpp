// SPDX-License-Identifier: Apache-2.0
#include "demo/data/users.hpp"

#include <string>
#include <string_view>

#include "demo/data/draw.hpp"

namespace demo {
namespace {

// Names as customers have them: beyond ASCII, with an apostrophe, with none but ASCII.
constexpr std::string_view kGiven[] = {"Ada",   "Björn", "Chloé", "Dmitri", "Elif",  "Fatima",
                                       "Grace", "Håkon", "Inés",  "Jürgen", "Kenji", "Łukasz",
                                       "Mary",  "Noor",  "Olga",  "Zoë"};
constexpr std::string_view kFamily[] = {
    "Andersen", "Björk",  "Castro",   "D'Arcy", "Engel",  "Fischer",  "García",  "Hopper",
    "Ivanova",  "Jansen", "Kowalski", "López",  "Müller", "Nakamura", "O'Brien", "Şahin"};
constexpr std::string_view kStreets[] = {"Lindenweg",   "Rue de l'Église", "High Street",
                                         "Calle Mayor", "Storgata",        "Via Roma"};
struct City {
  std::string_view name, postal_code, country;
};
constexpr City kCities[] = {{"Köln", "50667", "DE"},    {"Lyon", "69001", "FR"},
                            {"Leeds", "LS1 1UR", "GB"}, {"Sevilla", "41001", "ES"},
                            {"Bergen", "5003", "NO"},   {"Torino", "10121", "IT"}};
constexpr std::string_view kThemes[] = {"dark", "light", "system"};
constexpr std::string_view kLanguages[] = {"de", "en", "es", "fr"};

shop::v1::Address address(std::string_view purpose, std::int64_t user_id) {
  Draw draw{purpose, user_id};
  shop::v1::Address result;
  std::string street{draw.one_of(kStreets)};
  result.add_lines(street + " " + std::to_string(1 + draw.below(200)));
  if (draw.below(4) == 0) result.add_lines("Apartment " + std::to_string(1 + draw.below(60)));
  const City& city = kCities[draw.below(std::size(kCities))];
  result.set_postal_code(std::string{city.postal_code});
  result.set_city(std::string{city.name});
  result.set_country_code(std::string{city.country});
  return result;
}

void add_avatar(shop::v1::User& user) {
  if (user.id() % 10 == 0) return;
  shop::v1::Image& avatar = *user.mutable_avatar();
  avatar.set_width(256);
  avatar.set_height(256);
  avatar.set_alt_text(user.display_name());
  if (user.id() % 10 != 5)
    avatar.set_url("https://img.shop.example/avatars/" + std::to_string(user.id()) + ".webp");
}

void add_contact(shop::v1::User& user, Draw& draw) {
  switch (draw.below(3)) {
    case 0:
      user.set_phone("+49221" + std::to_string(1000000 + draw.below(9000000)));
      break;
    case 1:
      user.mutable_messenger()->set_network("matrix");
      user.mutable_messenger()->set_handle("@u" + std::to_string(user.id()) + ":chat.example");
      break;
    default:  // cannot be reached but by e-mail
      break;
  }
}

}  // namespace

shop::v1::Address home_of(std::int64_t user_id) {
  shop::v1::Address home = address("home", user_id);
  home.set_label("Home");
  return home;
}

std::optional<shop::v1::User> user(std::int64_t id) {
  if (id < 1 || id > kUsers) return std::nullopt;
  Draw draw{"user", id};
  shop::v1::User user;
  user.set_id(id);
  const std::string_view given = draw.one_of(kGiven);
  user.set_display_name(std::string{given} + " " + std::string{draw.one_of(kFamily)});
  user.set_email("user" + std::to_string(id) + "@mail.example");
  add_avatar(user);
  user.set_loyalty_tier(static_cast<shop::v1::LoyaltyTier>(1 + draw.below(3)));
  user.mutable_created_at()->set_seconds(kEpoch - kDay * (30 + draw.below(2000)));
  if (id % 9 != 0) {
    user.mutable_last_seen_at()->set_seconds(kEpoch + draw.below(300 * kDay));
    user.mutable_last_seen_at()->set_nanos(static_cast<std::int32_t>(draw.below(1000)) * 1000000);
  }
  *user.add_addresses() = home_of(id);
  if (draw.below(3) == 0) *user.add_addresses() = address("work", id);
  if (draw.below(2) == 0)
    (*user.mutable_preferences())["theme"] = draw.one_of(kThemes);
  else
    (*user.mutable_preferences())["language"] = draw.one_of(kLanguages);
  // The three states of an `optional` text: absent, empty, set.
  if (const auto state = draw.below(3); state > 0)
    user.set_nickname(state == 1 ? std::string{} : std::string{given} + "42");
  if (const auto answer = draw.below(3); answer > 0)
    user.mutable_newsletter()->set_value(answer == 2);
  add_contact(user, draw);
  return user;
}

}  // namespace demo
