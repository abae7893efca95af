// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <string>

#include "config/gateway.hpp"

namespace bff::runtime {

// A FileDescriptorSet with the protos of the services behind `config.reflection`'s upstreams, as
// these tell by server reflection, v1 or else v1alpha. Asks all of them at once and blocks for at
// most `patience`. "" with the reason in `why` unless all answered, and in agreement.
std::string reflect(const config::Gateway& config, std::chrono::milliseconds patience,
                    std::string& why);

}  // namespace bff::runtime
