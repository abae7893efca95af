// SPDX-License-Identifier: Apache-2.0
#include "support/home_route.hpp"

#include "support/temp_folder.hpp"

namespace bff::test {

std::string home_route(const std::string& more) {
  return read_file(BFF_SOURCE_DIR "/routes/home.yaml") + more;
}

}  // namespace bff::test
