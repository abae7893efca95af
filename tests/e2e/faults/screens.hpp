// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::faults {

// Upstreams by number, as proxies, windows and judge name them.
enum Upstream : std::uint8_t { kUsersService, kOrdersService, kCatalogService };
inline constexpr std::array<std::string_view, 3> kUpstreamNames{"users", "orders", "catalog"};

// The routes that are asked for, each as one client sees it.
enum class Screen : std::uint8_t { web_home, mobile_home, web_user, mobile_orders };
inline constexpr int kScreens = 4;

struct ScreenInfo {
  std::string_view client;
  std::string_view path;  // of web_user: followed by the id
  std::string_view required_call;
  Upstream required;                   // whose failure is the answer's
  std::chrono::milliseconds deadline;  // of the route file, before it is stretched
};
const ScreenInfo& info(Screen screen);

// What is missing of a home screen.
enum class Lack : std::uint8_t { nothing, orders, products, every_third_product };

// The one right body for a user, to the byte. `Lack` other than nothing: home screens only; the
// `_errors` member is not part of it.
std::string body_of(Screen screen, int user, Lack lack = Lack::nothing);

}  // namespace bff::faults
