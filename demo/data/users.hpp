// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>

#include "shop/v1/users.pb.h"

namespace demo {

inline constexpr std::int64_t kUsers = 1000;

// User 1 … kUsers; nothing for any other id.
// Those whose id ends in 0 have no avatar; those whose id ends in 5 have one without a URL yet.
std::optional<shop::v1::User> user(std::int64_t id);

// Where orders of this user are sent. Precondition: the user exists.
shop::v1::Address home_of(std::int64_t user_id);

}  // namespace demo
