// SPDX-License-Identifier: Apache-2.0
// Of the fuzzer's bytes: a proto file, a route over one of its messages, and an answer of the
// service. The gateway must compile the route, and write what the reference writes.
#include "fuzz/random_message.hpp"
#include "fuzz/random_protos.hpp"
#include "fuzz/random_shape.hpp"
#include "fuzz/target.hpp"
#include "fuzz/two_sides.hpp"

using namespace bff;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Choices choices(fuzz::text_of(data, size));
  const auto file = fuzz::random_file(choices);
  const fuzz::TwoSides sides({file}, {"r.M0"});
  const auto route = fuzz::random_route(choices, sides.message(0));
  Diagnostics out;
  const auto plan = sides.compile(route, 0, out);
  require(plan != nullptr, "a route by the rules compiles",
          out.text() + to_yaml(route, "r") + file.DebugString());
  for (int answers = 0; answers < 4; ++answers) {
    sides.compare(route, *plan, 0, fuzz::random_message(choices, sides.message(0)));
    if (!choices.left()) break;
  }
  return 0;
}
