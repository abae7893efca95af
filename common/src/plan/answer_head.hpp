// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "bff/error.hpp"
#include "plan/evaluate.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

// Names with values, as they go over the wire.
using Fields = std::vector<std::pair<std::string, std::string>>;

// Metadata of an RPC. What is null is not sent; the value of a name that ends in "-bin" is sent in
// base64, as gRPC wants. Any other must be printable ASCII: to mend it silently could make it
// another.
// Errors: those of evaluate(); a value that metadata cannot hold is invalid_parameter where it
// comes from the client, else upstream_invalid of the call that it comes from.
Result<Fields> write_metadata(const std::vector<MetadataField>& fields, const Scope& scope);

// Header fields of the answer. Whatever is no printable ASCII becomes %XX, so that no value can end
// its line.
Result<Fields> write_headers(const std::vector<MetadataField>& fields, const Scope& scope);

// Values of Set-Cookie, one for each cookie that is not null. What RFC 6265 does not let into a
// cookie's value becomes %XX, and so does the percent sign.
Result<std::vector<std::string>> write_cookies(const std::vector<Cookie>& cookies,
                                               const Scope& scope);

}  // namespace bff::plan
