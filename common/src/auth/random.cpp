// SPDX-License-Identifier: Apache-2.0
#include "auth/random.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace bff::auth {

std::string random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) != 1) {
    throw std::runtime_error("no random bytes are to be had");
  }
  return bytes;
}

}  // namespace bff::auth
