// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// Stable codes of the problems that compile() finds when it holds the route files against the
// protos and against each other; docs/errors.md explains each to the operator.
namespace bff::plan::codes {

inline constexpr std::string_view kIdTaken = "BFF301";        // a route id of another route
inline constexpr std::string_view kRouteTaken = "BFF303";     // method and path of another route
inline constexpr std::string_view kNoAuth = "BFF304";         // and the gateway has no default
inline constexpr std::string_view kDefaultMisfit = "BFF306";  // for the type that a text is used as
inline constexpr std::string_view kUndeclaredInput = "BFF307";  // a name that is not declared
inline constexpr std::string_view kPublicAuth = "BFF308";       // $auth in a public route

inline constexpr std::string_view kNoSuchMethod = "BFF310";  // nor such a service
inline constexpr std::string_view kStream = "BFF311";        // a streaming method
inline constexpr std::string_view kNoUpstream = "BFF312";    // no upstream has the service
inline constexpr std::string_view kShadowed = "BFF313";      // a name that is taken
inline constexpr std::string_view kUnusedCall = "BFF314";    // nothing reads it
inline constexpr std::string_view kCycle = "BFF315";         // calls that wait for each other
inline constexpr std::string_view kDeadline = "BFF316";      // timeouts above the deadline
inline constexpr std::string_view kUnorderedWrite = "BFF317";
inline constexpr std::string_view kRetriedWrite = "BFF318";

inline constexpr std::string_view kUnknownName = "BFF320";  // nothing is called so here
inline constexpr std::string_view kNoSuchField = "BFF321";  // or no message to have it
inline constexpr std::string_view kCrossesList = "BFF322";  // a field behind a list or a map
inline constexpr std::string_view kNeverNull = "BFF324";    // `!` without effect
inline constexpr std::string_view kFallback = "BFF325";     // `??`, `||` without effect or meaning
inline constexpr std::string_view kOperandsDiffer = "BFF326";
inline constexpr std::string_view kTableUse = "BFF327";  // no key, or a key for no table
inline constexpr std::string_view kKeyType = "BFF328";
inline constexpr std::string_view kUnsupported = "BFF329";  // not yet, though the language has it

inline constexpr std::string_view kLiteralMisfit = "BFF330";  // not of its type
inline constexpr std::string_view kNoSuchEnumValue = "BFF331";
inline constexpr std::string_view kSetTwice = "BFF333";  // a oneof, or the keys of a batch

inline constexpr std::string_view kFieldType = "BFF340";     // a value for another type of field
inline constexpr std::string_view kNullField = "BFF341";     // the field cannot be left unset
inline constexpr std::string_view kReadsMissing = "BFF342";  // and must be there itself
inline constexpr std::string_view kBadTable = "BFF345";      // `batch` and `index` that make none

inline constexpr std::string_view kForWantsList = "BFF350";
inline constexpr std::string_view kFromWantsMessage = "BFF351";
inline constexpr std::string_view kBadPick = "BFF352";  // no message, or two fields for a key

inline constexpr std::string_view kNoSuchPath = "BFF360";  // a view path that names nothing
inline constexpr std::string_view kLimitsNoList = "BFF361";

}  // namespace bff::plan::codes
