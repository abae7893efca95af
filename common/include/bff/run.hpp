// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bff/extensions.hpp"

namespace bff {

// What makes a gateway executable its own.
struct GatewayInfo {
  const char* name;         // "bff-web"
  const char* config_file;  // used where --config is not given
  // The same once installed, from the executable's own folder: "../etc/bff-web/gateway.yaml".
  // Preferred where that file is there; null: never installed.
  const char* installed_config_file = nullptr;
};

// The whole of a gateway's main(): reads the command line, loads the configuration, serves until
// it is told to stop. The exit status: 0 after an orderly end, 1 when the configuration does not
// hold or an address is taken, 2 for a wrong command line.
// `extensions`: C++ that routes call like services.
int run(int argc, char** argv, const GatewayInfo& info, const Extensions& extensions = {});

}  // namespace bff
