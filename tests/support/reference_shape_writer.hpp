// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "support/reference_pool.hpp"
#include "support/reference_shape.hpp"

namespace bff::test::reference {

// The answer of a route by the book: every shape and expression of docs/routes.md over protobuf's
// reflection, without compiling, selecting or sharing anything. nullopt where the answer is a 502:
// a `!` that does not hold, or a value without a JSON form, in what the view keeps.
// `answer` is what the service behind `$c` said; its type is of `pool`.
std::optional<std::string> write(const Route& route, const google::protobuf::Message& answer,
                                 const ReferencePool& pool);

}  // namespace bff::test::reference
