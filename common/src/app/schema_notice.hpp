// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "app/event_log.hpp"
#include "runtime/snapshot.hpp"

namespace bff::app {

// What is to be said of the protos that a snapshot was made from, if anything: a line for whoever
// ran a command, or an event. Empty, or no event, if they came as they should.
std::string schema_notice(const runtime::Snapshot& snapshot);
void tell_schema_notice(const runtime::Snapshot& snapshot, EventLog& events);

}  // namespace bff::app
