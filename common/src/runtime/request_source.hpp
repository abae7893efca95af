// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "auth/same_site.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime {

// What a request tells of where it was made. Views into the request.
auth::RequestSource source_of(const http1::Request& request, std::string_view marker);

// Its fields `cookie`: HTTP/1.1 has one, but what stands in front may part it.
std::vector<std::string_view> cookies_of(const http1::Request& request);

}  // namespace bff::runtime
