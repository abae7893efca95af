// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace bff::auth {

// Where a browser may be sent once it has logged in or out: `text` where that is a path of this
// site, with or without a query, that no browser and no proxy reads as another host; else "/". Of a
// path everything is refused that has two readings: empty and dot segments, backslashes, controls,
// what is not ASCII, also percent-encoded; of the whole, fragments and more than 2,048 bytes.
std::string safe_return_url(std::string_view text);

}  // namespace bff::auth
