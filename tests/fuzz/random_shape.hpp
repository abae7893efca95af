// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include "fuzz/choices.hpp"
#include "support/reference_shape.hpp"

namespace bff::fuzz {

// A route over a call that answers with `type`, well-typed by the rules of docs/routes.md: it is a
// fault of the gateway where it does not compile.
test::reference::Route random_route(Choices& choices, const google::protobuf::Descriptor& type);

}  // namespace bff::fuzz
