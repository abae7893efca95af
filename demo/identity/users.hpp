// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace demo::identity {

// The shop's users log in here. `sub` and, by scope, `profile` and `email`: OpenID Connect Core 1.0
// §5.4. Nothing where there is no such user.
std::optional<nlohmann::json> claims_of(std::int64_t user, std::string_view scope);

// The number that a text is; nothing where no user has it.
std::optional<std::int64_t> read_user(const std::string& text);

// The forms of a login page: buttons for some users, and a field for the number of any, in which
// `wanted` stands. They post `user` and `question` to /login.
std::string login_forms(const std::string& question, const std::string& wanted);

}  // namespace demo::identity
