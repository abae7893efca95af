// SPDX-License-Identifier: Apache-2.0
#include "plan/explain.hpp"

namespace bff::plan {
namespace {

std::string node(CallId id) { return "c" + std::to_string(id); }

}  // namespace

// Names of calls and rpcs hold neither quotes nor brackets, so nothing is to be escaped. Nodes are
// numbered: a call may be called `end`, which is a word of the language.
std::string explain_mermaid(const Explanation& explanation) {
  std::string out = "flowchart LR\n";
  for (std::size_t i = 0; i < explanation.calls.size(); ++i) {
    const ExplainedCall& call = explanation.calls[i];
    const bool table = call.table.has_value();  // drawn as a store
    out += "  " + node(static_cast<CallId>(i)) + (table ? "[(\"" : "[\"") + call.name + "<br/>" +
           call.rpc + (table ? "\")]\n" : "\"]\n");
  }
  for (std::size_t i = 0; i < explanation.calls.size(); ++i) {
    const std::string to = node(static_cast<CallId>(i));
    for (const CallId id : explanation.calls[i].reads) {
      out += "  " + node(id) + " --> " + to + "\n";
    }
    for (const CallId id : explanation.calls[i].after) {
      out += "  " + node(id) + " -.-> " + to + "\n";
    }
  }
  return out;
}

}  // namespace bff::plan
