// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <string_view>
#include <utility>

#include "contract/contract.hpp"

namespace bff::contract {

// What the writer and the reader of locks call things.

inline constexpr std::string_view kLockVersion = "bff/v1";

// Types that are one text: the kind, then their `name`, if any, as in "string date-time"; a
// question mark at the end where they may be null. A reference is "$Money".
inline constexpr std::array kLockKinds{
    std::pair{Type::Kind::text, std::string_view{"string"}},
    std::pair{Type::Kind::boolean, std::string_view{"boolean"}},
    std::pair{Type::Kind::number, std::string_view{"number"}},
    std::pair{Type::Kind::floating, std::string_view{"floating"}},
    std::pair{Type::Kind::any, std::string_view{"any"}}};

inline constexpr std::array kLockPlaces{Parameter::In::path, Parameter::In::query,
                                        Parameter::In::header, Parameter::In::cookie};

}  // namespace bff::contract
