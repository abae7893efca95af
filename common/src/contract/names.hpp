// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace bff::contract {

// Identifiers of generated code, made of ids and proto names. Words end at what is no letter or
// digit: "my-orders" is MyOrders and myOrders.
std::string pascal_case(std::string_view name);
std::string camel_case(std::string_view name);
// "UserService/GetUser" of shop.v1.UserService/GetUser, an exposed method's id; any other id
// itself.
std::string_view short_id(std::string_view id) noexcept;
bool is_identifier(std::string_view text) noexcept;

// Names of one scope. What the scope needs itself is refused and gets `suffix` behind it; who comes
// later takes the next name that is free: Money, Money2.
class Scope {
 public:
  Scope(std::string_view suffix, std::initializer_list<std::string_view> reserved)
      : suffix_(suffix), reserved_(reserved.begin(), reserved.end()) {}

  std::string unique(const std::string& wanted);

 private:
  std::string suffix_;
  std::set<std::string, std::less<>> reserved_, taken_;
};

}  // namespace bff::contract
