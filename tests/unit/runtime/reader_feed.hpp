// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http1/request_reader.hpp"

namespace bff::runtime::http1 {

// All that a reader has made of some bytes.
struct Outcome {
  std::vector<std::string> requests;  // each written out in full
  Fault fault = Fault::none;
  int status = 0;  // of the fault
  std::string detail;
  std::size_t continues = 0;  // how often take_expect_continue() said so; depends on the cuts

  // Without `continues`.
  bool operator==(const Outcome& other) const;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

// Feeds `bytes` to a new reader in pieces that end at the `cuts` (ascending offsets), consuming
// each request, and ends the input.
Outcome feed(std::string_view bytes, const std::vector<std::size_t>& cuts = {},
             const Limits& limits = {});

// The same, but content is taken off the reader as it comes.
Outcome feed_streamed(std::string_view bytes, const std::vector<std::size_t>& cuts = {},
                      const Limits& limits = {});

Outcome feed_byte_by_byte(std::string_view bytes, const Limits& limits = {});

// Adds bytes to a reader.
void give(RequestReader& reader, std::string_view bytes);

}  // namespace bff::runtime::http1
