// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "bff/error.hpp"

namespace bff::route {

// Refuses a path that some service, proxy or log could read differently than this gateway does:
// whoever decides about access by path must see the only spelling there is. Linear, allocates
// nothing unless it refuses. `path` is the request target without its query, as received.
//
// invalid_path with a detail that names what is wrong: no leading slash; a raw byte that RFC 3986
// does not allow in a path (blanks, controls, `#`, `\`, `|`, non-ASCII …); bad percent-encoding;
// an encoded slash, backslash or control; decoded bytes that are no UTF-8; an empty segment other
// than the last; a dot segment, raw or encoded, with `;parameters` or a `:verb` or without.
Result<void> check_canonical(std::string_view path);

// Undoes percent-encoding. Precondition: a part of a path that check_canonical() has passed.
std::string decode_segment(std::string_view raw);

// The same but for reserved characters, which stay as they came: `%3A` and `:` may differ to who
// reads several segments at once (google.api.http's default). Same precondition.
std::string decode_segments(std::string_view raw);

// Compares the decoded `raw` with `text` as unsigned bytes: < 0, 0, > 0. Same precondition.
int compare_decoded(std::string_view raw, std::string_view text) noexcept;

}  // namespace bff::route
