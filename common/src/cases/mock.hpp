// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <vector>

#include "cases/case.hpp"
#include "runtime/snapshot.hpp"

namespace bff::cases {

// The header by which a client asks for a case by its name.
inline constexpr std::string_view kCaseHeader = "bff-case";

// Has the snapshot's routes answered without services: a request that a case has (the same method,
// path, query and body) is answered by that case's calls, the first such case of the files; what no
// case says is made up from the protos. The header `bff-case` chooses a case by its name.
void stand_in(runtime::Snapshot& snapshot, std::vector<CaseFile> files);

// The case that a request is answered by, of those for `client`; null: none.
const Case* choose_case(const std::vector<CaseFile>& files, std::string_view client,
                        const runtime::http1::Request& request);

}  // namespace bff::cases
