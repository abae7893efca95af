// SPDX-License-Identifier: Apache-2.0
#include "faults/screens.hpp"

#include <ctime>
#include <vector>

#include "faults/shop_model.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;

std::string json_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string id_text(int id) { return json_text(std::to_string(id)); }

std::string time_text(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "\"%Y-%m-%dT%H:%M:%SZ\"", &parts)};
}

std::string money(std::int64_t cents) {
  return R"({"currencyCode":"EUR","units":")" + std::to_string(cents / 100) + R"(","nanos":)" +
         std::to_string(cents % 100 * 10'000'000) + "}";
}

// The products of one screen: which of them are shown, in the order in which they are looked up.
class Shelf {
 public:
  Shelf(Lack lack, bool card) : lack_(lack), card_(card) {}

  void look_up(int id) {
    if (id > kProducts) return;
    for (const int known : ids_)
      if (known == id) return;
    ids_.push_back(id);
  }

  std::string text(int id) const {
    if (id > kProducts || lack_ == Lack::products) return "null";
    for (std::size_t i = 0; lack_ == Lack::every_third_product && i < ids_.size(); ++i)
      if (ids_[i] == id && i % 3 == 2) return "null";
    const ProductRow product = product_row(id);
    if (card_) return R"({"name":)" + json_text(product.name) + "}";
    return R"({"id":)" + id_text(id) + R"(,"name":)" + json_text(product.name) +
           R"(,"thumbnailUrl":)" + json_text(product.thumbnail) + R"(,"price":)" +
           money(product.price) + "}";
  }

 private:
  Lack lack_;
  bool card_;
  std::vector<int> ids_;
};

std::string order_text(const OrderRow& order, const Shelf& shelf, bool mobile) {
  std::string out = R"({"id":)" + id_text(order.id) + R"(,"status":)" + json_text(order.status);
  if (!mobile) out += R"(,"placedAt":)" + time_text(order.placed);
  out += R"(,"total":)" + money(order.total) + R"(,"lines":[)";
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    if (i > 0) out += ",";
    out += "{";
    if (!mobile) out += R"("quantity":)" + std::to_string(order.lines[i].quantity) + ",";
    out += R"("product":)" + shelf.text(order.lines[i].product) + "}";
  }
  return out + "]}";
}

std::string home(int id, bool mobile, Lack lack) {
  const UserRow user = user_row(id);
  std::vector<OrderRow> orders;
  Shelf shelf{lack, mobile};
  for (int i = 0; lack != Lack::orders && i < (mobile ? 3 : 5); ++i) {
    orders.push_back(order_row(id, kOrdersOfAUser - i));
    if (mobile) orders.back().lines.resize(1);
    for (const LineRow& line : orders.back().lines) shelf.look_up(line.product);
  }
  std::string out = R"({"user":{)";
  if (!mobile) out += R"("id":)" + id_text(id) + ",";
  out += R"("name":)" + json_text(user.name);
  if (!mobile) out += R"(,"email":)" + json_text(user.email);
  out += R"(,"avatarUrl":)" +
         json_text(user.avatar_url.empty() ? "/static/avatar.svg" : user.avatar_url) +
         R"(},"orders":[)";
  for (std::size_t i = 0; i < orders.size(); ++i) {
    if (i > 0) out += ",";
    out += order_text(orders[i], shelf, mobile);
  }
  return out + "]}";
}

std::string user_page(int id) {
  const UserRow user = user_row(id);
  std::string out = R"({"user":{"id":)" + id_text(id) + R"(,"name":)" +
                    json_text(user.nickname.empty() ? user.name : user.nickname) + R"(,"avatar":)";
  out += user.has_avatar
             ? R"({"url":)" + json_text(user.avatar_url) + R"(,"width":256,"height":256})"
             : "null";
  return out + R"(,"tier":)" + json_text(user.tier) + R"(,"memberSince":)" +
         time_text(user.created) + "}}";
}

std::string order_list(int id) {
  std::string out = R"({"next":"10","orders":[)";
  for (int i = 0; i < 10; ++i) {
    const OrderRow order = order_row(id, kOrdersOfAUser - i);
    if (i > 0) out += ",";
    out += R"({"id":)" + id_text(order.id) + R"(,"status":)" + json_text(order.status) +
           R"(,"placedAt":)" + time_text(order.placed) + R"(,"total":)" + money(order.total) +
           R"(,"tracking":)" + (order.tracking.empty() ? "null" : json_text(order.tracking)) + "}";
  }
  return out + "]}";
}

constexpr std::array<ScreenInfo, kScreens> kInfos{{
    {"web", "/v1/home", "profile", kUsersService, 800ms},
    {"mobile", "/v1/home", "profile", kUsersService, 800ms},
    {"web", "/v1/users/", "user", kUsersService, 500ms},
    {"mobile", "/v1/orders", "orders", kOrdersService, 600ms},
}};

}  // namespace

const ScreenInfo& info(Screen screen) { return kInfos[static_cast<std::size_t>(screen)]; }

std::string body_of(Screen screen, int user, Lack lack) {
  switch (screen) {
    case Screen::web_home:
    case Screen::mobile_home:
      return home(user, screen == Screen::mobile_home, lack);
    case Screen::web_user:
      return user_page(user);
    case Screen::mobile_orders:
      return order_list(user);
  }
  return "";
}

}  // namespace bff::faults
