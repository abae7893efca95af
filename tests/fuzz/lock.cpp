// SPDX-License-Identifier: Apache-2.0
// Locks: one reads, or each problem has a code and a place; what reads is written as it was read,
// differs in nothing from itself, and can be told in every language.
#include "contract/lock.hpp"

#include "contract/diff.hpp"
#include "contract/openapi.hpp"
#include "contract/typescript.hpp"
#include "fuzz/findings.hpp"
#include "fuzz/target.hpp"

using namespace bff;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source =
      std::make_shared<Source>("web.lock.json", std::string(fuzz::text_of(data, size)));
  Diagnostics out;
  const auto contract = contract::read_lock(source, out);
  fuzz::check_findings(out);
  require(contract.has_value() == out.empty(), "either a contract or a problem", out.text());
  if (!contract) return 0;
  const std::string text = contract::to_lock(*contract);
  const auto again = contract::read_lock(std::make_shared<Source>("again", text), out);
  require(again.has_value(), "what is written can be read", out.text());
  require(contract::to_lock(*again) == text, "and is the same", text);
  require(contract::diff(*contract, *contract).empty(), "nothing differs from itself");
  contract::to_typescript(*contract);
  contract::to_openapi(*contract, {.title = "x", .version = "1"});
  return 0;
}
