// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// Stable codes of the problems that compile() finds when it holds the route files against the
// protos and against each other; docs/errors.md explains each to the operator.
namespace bff::plan::codes {

inline constexpr std::string_view kIdTaken = "BFF301";        // a route id of another route
inline constexpr std::string_view kRouteTaken = "BFF303";     // method and path of another route
inline constexpr std::string_view kNoAuth = "BFF304";         // and the gateway has no default
inline constexpr std::string_view kNoAuthMethod = "BFF305";   // gateway.yaml does not set it up
inline constexpr std::string_view kDefaultMisfit = "BFF306";  // for the type that a text is used as
inline constexpr std::string_view kUndeclaredInput = "BFF307";  // a name that is not declared
inline constexpr std::string_view kPublicAuth = "BFF308";       // $auth in a public route
inline constexpr std::string_view kClaimMisfit = "BFF309";      // what its type cannot be

inline constexpr std::string_view kNoSuchMethod = "BFF310";  // nor such a service
inline constexpr std::string_view kStream = "BFF311";        // a streaming method
inline constexpr std::string_view kBadStream = "BFF319";     // a route's stream: none, two, read
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
inline constexpr std::string_view kIndexWantsList = "BFF323";  // [0] or [] of what is no list

inline constexpr std::string_view kLiteralMisfit = "BFF330";  // not of its type
inline constexpr std::string_view kNoSuchEnumValue = "BFF331";
inline constexpr std::string_view kSetTwice = "BFF333";  // a oneof, or the keys of a batch

inline constexpr std::string_view kFieldType = "BFF340";     // a value for another type of field
inline constexpr std::string_view kNullField = "BFF341";     // the field cannot be left unset
inline constexpr std::string_view kReadsMissing = "BFF342";  // and must be there itself
inline constexpr std::string_view kBadText = "BFF343";       // a value that cannot stand in a text
inline constexpr std::string_view kBadReadMask = "BFF344";   // no FieldMask to fill, or two
inline constexpr std::string_view kBadTable = "BFF345";      // keys and rows that make none
inline constexpr std::string_view kBadBody = "BFF346";       // no such message, or never read
inline constexpr std::string_view kBadEach = "BFF348";       // `for_each … in` of what is no list

inline constexpr std::string_view kForWantsList = "BFF350";
inline constexpr std::string_view kFromWantsMessage = "BFF351";
inline constexpr std::string_view kBadPick = "BFF352";   // no message, or two fields for a key
inline constexpr std::string_view kKeyTwice = "BFF353";  // `$merge`: set by two of its parts
inline constexpr std::string_view kMergeWantsObject = "BFF354";
inline constexpr std::string_view kSwitchSubject = "BFF355";  // neither a oneof nor an enum
inline constexpr std::string_view kNoSuchCase = "BFF356";     // of the oneof or the enum, or twice
inline constexpr std::string_view kSkipOutsideList = "BFF357";
inline constexpr std::string_view kNoSuchShape = "BFF358";  // or it is of another message
inline constexpr std::string_view kFilterReadsOwnRows = "BFF359";

inline constexpr std::string_view kNoSuchPath = "BFF360";  // a view path that names nothing
inline constexpr std::string_view kLimitsNoList = "BFF361";
inline constexpr std::string_view kLimitInput = "BFF362";  // no declared integer

// A field of a response, in the proto form, that declares something else than it gets.
inline constexpr std::string_view kDeclaredOtherwise = "BFF380";

inline constexpr std::string_view kBadRule = "BFF390";         // of google.api.http
inline constexpr std::string_view kExposesNothing = "BFF391";  // no method with such a rule

inline constexpr std::string_view kNoSuchFile = "BFF370";     // `import`
inline constexpr std::string_view kImportedTwice = "BFF371";  // a name of two files

}  // namespace bff::plan::codes
