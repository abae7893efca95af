// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "plan/compile.hpp"

namespace bff::plan {

// What `auth` says, or the gateway's default where it says nothing; nullopt when there is none.
// Problems of its claims to `out`: each must be declared, and its values of its type.
std::optional<auth::Policy> policy_of(const std::optional<AuthSyntax>& auth,
                                      const CompileContext& context, Diagnostics& out);

// Reports a claim that gateway.yaml does not declare. `place` is that of its name.
void refuse_undeclared(const std::string& claim, const Place& place, const CompileContext& context,
                       Diagnostics& out);

inline constexpr std::string_view kWriteAuth =
    "write auth: public, { required: false } or { required: true }";

}  // namespace bff::plan
