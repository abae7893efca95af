// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// Stable codes of the problems that a route file can have by itself, before any proto is looked
// at; docs/errors.md explains each to the operator. One per kind of problem.
namespace bff::plan::codes {

inline constexpr std::string_view kVersion = "BFF200";          // missing, not first, unknown
inline constexpr std::string_view kUnknownKey = "BFF201";       // the language has no such key
inline constexpr std::string_view kNotYetSupported = "BFF202";  // the language has it, we do not
inline constexpr std::string_view kMissingKey = "BFF203";
inline constexpr std::string_view kWrongKind = "BFF204";       // a list where a map belongs …
inline constexpr std::string_view kUnknownWord = "BFF205";     // none of the permitted words
inline constexpr std::string_view kOutOfRange = "BFF206";      // a number or duration
inline constexpr std::string_view kBadDuration = "BFF207";     // no unit, or no duration at all
inline constexpr std::string_view kExpressionHere = "BFF208";  // where only a plain value may be
inline constexpr std::string_view kBadName = "BFF209";         // not made of the right characters
inline constexpr std::string_view kReservedName = "BFF210";
inline constexpr std::string_view kRepeated = "BFF211";       // the same twice in one list
inline constexpr std::string_view kContradiction = "BFF212";  // keys that exclude each other
inline constexpr std::string_view kEmpty = "BFF213";          // nothing, where something must be
inline constexpr std::string_view kBadImport = "BFF214";      // no relative path of a YAML file
inline constexpr std::string_view kBadDate = "BFF215";        // no date of the calendar

inline constexpr std::string_view kBadHttp = "BFF220";  // not "METHOD /path"
inline constexpr std::string_view kBadMethod = "BFF221";
inline constexpr std::string_view kBadPath = "BFF222";         // the path template
inline constexpr std::string_view kNoSuchVariable = "BFF223";  // declared, but not in the path

inline constexpr std::string_view kMisfit = "BFF230";           // a value not of its type
inline constexpr std::string_view kBadBounds = "BFF231";        // min, max, default disagree
inline constexpr std::string_view kNoOrder = "BFF232";          // bounds for a type without order
inline constexpr std::string_view kNoSuchParameter = "BFF233";  // a view sets what no route has
inline constexpr std::string_view kBadPattern = "BFF234";       // RE2 does not take it

inline constexpr std::string_view kBadRpc = "BFF240";      // not "package.Service/Method"
inline constexpr std::string_view kBadIndex = "BFF241";    // not "rows.key"
inline constexpr std::string_view kBadType = "BFF242";     // not the full name of a message
inline constexpr std::string_view kBadForEach = "BFF243";  // the form of `for_each`

inline constexpr std::string_view kBadHeader = "BFF244";       // a name or value no header can have
inline constexpr std::string_view kReservedHeader = "BFF245";  // one that the gateway sets itself
inline constexpr std::string_view kOpenRedirect = "BFF246";    // a host that is not written out

inline constexpr std::string_view kKeyBesideDirective = "BFF250";
inline constexpr std::string_view kBadDirective =
    "BFF251";  // a directive's form, or where it stands
inline constexpr std::string_view kMissingPartner = "BFF252";  // $shape without $for or $from …

inline constexpr std::string_view kBadViewPath = "BFF260";

inline constexpr std::string_view kNameExpected = "BFF270";    // after `$` or `.`
inline constexpr std::string_view kBadLiteral = "BFF271";      // unclosed quote, bad number …
inline constexpr std::string_view kBadLookup = "BFF272";       // `(key)`
inline constexpr std::string_view kMixedFallbacks = "BFF273";  // `??` beside `||`
inline constexpr std::string_view kLiteralNotLast = "BFF274";
inline constexpr std::string_view kUnexpected = "BFF275";    // characters that continue nothing
inline constexpr std::string_view kBadIndexStep = "BFF276";  // neither [0] nor []
inline constexpr std::string_view kOperandExpected = "BFF277";
inline constexpr std::string_view kTooDeep = "BFF278";
inline constexpr std::string_view kBadCondition = "BFF279";
inline constexpr std::string_view kUnclosedValue = "BFF280";  // `{$…` in a text

// The proto form.
inline constexpr std::string_view kNoRoute = "BFF290";         // an rpc without its two options
inline constexpr std::string_view kBadBinding = "BFF291";      // google.api.http, for a route
inline constexpr std::string_view kBadInput = "BFF292";        // a request's field that is no input
inline constexpr std::string_view kNoFrom = "BFF293";          // a response's field without `from`
inline constexpr std::string_view kContainsItself = "BFF294";  // a response message

}  // namespace bff::plan::codes
