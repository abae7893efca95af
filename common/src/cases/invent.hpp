// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "plan/plan.hpp"
#include "proto/schema.hpp"

namespace bff::cases {

// Makes up an answer of a call, true to its proto: every field is set, texts tell which field they
// are of, lists and maps have two elements, of a oneof each element sets the next member. The same
// request gets the same answer.
//
// So that answers fit together, a field that the request has too, by name and type, has the
// request's value; `id` of a message `User` takes the request's `user_id`; and a table's rows have
// the keys that were asked for. Page tokens are empty: there is no next page.
std::string invent(const plan::Call& call, std::string_view request, const proto::Schema& schema);

}  // namespace bff::cases
