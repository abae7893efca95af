// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// Stable codes of what is wrong with a route's tests, and of tests that fail; docs/errors.md
// explains each.
namespace bff::cases::codes {

inline constexpr std::string_view kNoSuchRoute = "BFF500";
inline constexpr std::string_view kNoSuchCall = "BFF501";
inline constexpr std::string_view kBadRequest = "BFF502";  // the request line of a case
inline constexpr std::string_view kBadClaim = "BFF503";    // a claim that a token cannot have
inline constexpr std::string_view kOtherwise = "BFF510";   // the answer is not the expected one
inline constexpr std::string_view kUnanswered = "BFF511";  // a call was made that has no answer
inline constexpr std::string_view kNotAsked = "BFF512";    // a call was not asked as expected

}  // namespace bff::cases::codes
