// SPDX-License-Identifier: Apache-2.0
// gateway.yaml: it loads, or each problem has a code and a place inside of the file.
#include "config/gateway.hpp"
#include "fuzz/findings.hpp"
#include "fuzz/target.hpp"

using namespace bff;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source = std::make_shared<const Source>("/etc/bff/gateway.yaml",
                                                     std::string(fuzz::text_of(data, size)));
  const config::Environment lookup = [](const std::string& name) -> const char* {
    if (name == "PORT") return "8080";
    if (name == "HOST") return "127.0.0.1";
    return name == "EMPTY" ? "" : nullptr;
  };
  Diagnostics out;
  const auto gateway = config::load_gateway(source, lookup, out);
  fuzz::check_findings(out);
  require(gateway.has_value() == out.empty(), "either a gateway or a problem", out.text());
  if (gateway) require(!gateway->client.empty(), "what loads has a client");
  return 0;
}
