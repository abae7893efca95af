// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace bff::contract {

// The parts of a TypeScript module that are the same for every contract.
std::string_view typescript_public_part();   // Gateway, CallOptions, Problem, ProblemError
std::string_view typescript_send_part();     // send(): one request by fetch
std::string_view typescript_segment_part();  // segment(): a variable of a path
std::string_view typescript_search_part();   // search(): the query

}  // namespace bff::contract
