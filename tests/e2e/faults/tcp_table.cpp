// SPDX-License-Identifier: Apache-2.0
#include "faults/tcp_table.hpp"

#include <cstdio>
#include <fstream>
#include <string>

namespace bff::faults {

// "  12: 0100007F:1F90 0100007F:C350 01 0000A3F0:00000000 …": number, local and remote address,
// state, bytes to send and to read (proc(5)).
std::optional<long> unacknowledged(std::uint16_t from, std::uint16_t to) {
  constexpr unsigned kEstablished = 1;
  std::ifstream table{"/proc/net/tcp"};
  for (std::string line; std::getline(table, line);) {
    unsigned local = 0, remote = 0, state = 0;
    unsigned long unsent = 0;
    if (std::sscanf(line.c_str(), " %*u: %*8x:%4x %*8x:%4x %2x %8lx", &local, &remote, &state,
                    &unsent) == 4 &&
        local == from && remote == to)
      return state == kEstablished ? std::optional{static_cast<long>(unsent)} : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace bff::faults
