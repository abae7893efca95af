// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "contract/contract.hpp"

namespace bff::contract {

// Types in few words, for tests.
Type text(std::string form = {});
Type number(std::string form = "int32");
Type reference(std::string name);
Type literal(std::string json);
Type list_of(Type item);
Type map_of(Type value);
Type either_of(std::vector<Type> items);
Type object_of(std::vector<Member> members);
Type enum_of(std::vector<std::string> names);
Type any(std::string form = {});
Type or_null(Type type);

// A shop's routes with every construct that a contract has.
Contract shop_contract();

}  // namespace bff::contract
