// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace bff::contract {

// The parts of a TypeScript module that are the same for every contract.
std::string_view typescript_public_part();      // Gateway, CallOptions, Problem, ProblemError
std::string_view typescript_send_part();        // send(): one request by fetch
std::string_view typescript_segment_part();     // segment(): a variable of a path
std::string_view typescript_segments_part();    // segments(): one of several segments
std::string_view typescript_text_lines_part();  // textLines(): a body, line by line
std::string_view typescript_lines_part();       // lines(): the messages of an NDJSON stream
std::string_view typescript_events_part();      // events(): those of server-sent events
std::string_view typescript_search_part();      // search(): the query

}  // namespace bff::contract
