// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace bff::test {

// Expects `text` to be what the file `path` of the source tree holds, to the byte. With
// BFF_WRITE_GOLDEN=1 in the environment the file is written instead; its diff is then the review.
void expect_golden(const std::string& path, std::string_view text);

}  // namespace bff::test
