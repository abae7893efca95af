// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>

#include "base/detail_kinds.hpp"

// The keys and words of the route language, each list once: the parser refuses what is in none of
// them, and a test holds the schema for editors (schema/routes.v1.json) against them.
namespace bff::plan {

// The keys that one kind of map has.
struct MapKeys {
  struct Note {
    std::string_view key, remedy;
  };
  std::string_view name;  // of the map, in the schema
  std::span<const std::string_view> known;
  std::span<const Note> required = {};
  std::span<const std::string_view> later = {};  // of the language, but not yet supported
  std::span<const Note> misplaced = {};          // often looked for here, but elsewhere
};

// The permitted words of one key.
struct Words {
  std::string_view name;  // in the schema
  std::span<const std::string_view> words;
};

namespace language {

using Text = std::string_view;
using Note = MapKeys::Note;

inline constexpr Text kFileKeys[] = {"version", "defaults", "import", "calls",
                                     "shapes",  "routes",   "expose"};
inline constexpr MapKeys kFile{.name = "file", .known = kFileKeys};

inline constexpr Text kDefaultsKeys[] = {"int64", "enums", "names", "floats"};
inline constexpr MapKeys kDefaults{.name = "defaults", .known = kDefaultsKeys};

inline constexpr Text kRouteKeys[] = {
    "id",      "http",          "summary", "deprecated", "sunset", "deadline", "auth",
    "path",    "query",         "header",  "cookie",     "body",   "require",  "calls",
    "respond", "error_details", "shape",   "clients",    "stream"};
inline constexpr Note kRouteRequired[] = {{"id", ""},
                                          {"http", "write it as in 'http: GET /v1/home'"}};
inline constexpr Text kRouteLater[] = {"cache", "stale"};
inline constexpr Note kRouteMisplaced[] = {
    {"headers", "those of the request are 'header', those of the answer stand in 'respond'"},
    {"cookies", "those of the request are 'cookie', those of the answer stand in 'respond'"},
    {"status", "write it in 'respond'"},
    {"timeout", "a route has a 'deadline', each call a 'timeout'"},
    {"rpc", "name the call: 'calls: { NAME: { rpc: … } }'"},
    {"with", "write it in a call"},
    {"effect", "write it in a call"},
    {"metadata", "write it in a call"},
    {"read_mask", "write it in a call"},
    {"idempotent", "write it in a call"}};
inline constexpr MapKeys kRoute{.name = "route",
                                .known = kRouteKeys,
                                .required = kRouteRequired,
                                .later = kRouteLater,
                                .misplaced = kRouteMisplaced};

// Where it is more than a word or a list of them.
inline constexpr Text kStreamKeys[] = {"as", "id"};
inline constexpr Note kStreamRequired[] = {{"as", "write 'as: sse', or '[sse, ndjson]'"}};
inline constexpr MapKeys kStream{
    .name = "stream", .known = kStreamKeys, .required = kStreamRequired};

inline constexpr Text kAuthKeys[] = {"required", "methods", "scopes", "claims", "acr", "max_age"};
inline constexpr Note kAuthRequired[] = {
    {"required", "write 'required: true' or 'required: false'"}};
inline constexpr MapKeys kAuth{.name = "auth", .known = kAuthKeys, .required = kAuthRequired};

// What a claim must say, where that is more than one value.
inline constexpr Text kClaimRuleKeys[] = {"equals", "one_of", "contains"};
inline constexpr MapKeys kClaimRule{.name = "claim_rule", .known = kClaimRuleKeys};

// Of query, header and cookie.
inline constexpr Text kParameterKeys[] = {"type",    "default",  "min",       "max", "required",
                                          "pattern", "repeated", "separator", "name"};
inline constexpr Note kTypeRequired[] = {{"type", "write 'type: string', or what it is"}};
inline constexpr MapKeys kParameter{
    .name = "parameter", .known = kParameterKeys, .required = kTypeRequired};

inline constexpr Text kPathParameterKeys[] = {"type", "min", "max", "pattern"};
inline constexpr Note kPathParameterMisplaced[] = {
    {"default", "a path parameter is always there"},
    {"required", "a path parameter is always there"},
    {"repeated", "a variable of a path is one text"}};
inline constexpr MapKeys kPathParameter{.name = "path_parameter",
                                        .known = kPathParameterKeys,
                                        .required = kTypeRequired,
                                        .misplaced = kPathParameterMisplaced};

inline constexpr Text kViewParameterKeys[] = {"default", "min", "max"};
inline constexpr Note kViewParameterMisplaced[] = {
    {"type", "the route declares it, a view only narrows"},
    {"required", "the route declares it, a view only narrows"},
    {"pattern", "the route declares it, a view only narrows"},
    {"repeated", "the route declares it, a view only narrows"},
    {"separator", "the route declares it, a view only narrows"},
    {"name", "the route declares it, a view only narrows"}};
inline constexpr MapKeys kViewParameter{
    .name = "view_parameter", .known = kViewParameterKeys, .misplaced = kViewParameterMisplaced};

inline constexpr Text kRequireKeys[] = {"that", "status", "title"};
inline constexpr Note kRequireRequired[] = {
    {"that", "write the condition, as in 'that: $body.name'"}};
inline constexpr MapKeys kRequire{
    .name = "require", .known = kRequireKeys, .required = kRequireRequired};

inline constexpr Text kCallKeys[] = {
    "rpc",   "with",   "when",       "after",    "batch",     "for_each", "max",   "index",
    "group", "effect", "idempotent", "metadata", "read_mask", "timeout",  "retry", "on_error"};
inline constexpr Note kCallRequired[] = {{"rpc", "write it as 'rpc: package.Service/Method'"}};
inline constexpr Text kCallLater[] = {"cache"};
inline constexpr Note kCallMisplaced[] = {
    {"into", "write it in 'batch'"},
    {"total", "write it in 'batch'"},
    {"attempts", "write it in 'retry'"},
    {"codes", "write it in 'retry'"},
    {"default", "write it in 'on_error'"},
    {"deadline", "a call has a 'timeout', the route a 'deadline'"},
    {"shape", "the answer is the route's 'shape'"}};
inline constexpr MapKeys kCall{.name = "call",
                               .known = kCallKeys,
                               .required = kCallRequired,
                               .later = kCallLater,
                               .misplaced = kCallMisplaced};

inline constexpr Text kBatchKeys[] = {"into", "max", "total"};
inline constexpr Note kBatchRequired[] = {{"into", "name the request's field that takes the keys"}};
inline constexpr Note kBatchMisplaced[] = {{"index", "write it beside 'batch', not in it"},
                                           {"group", "write it beside 'batch', not in it"}};
inline constexpr MapKeys kBatch{
    .name = "batch", .known = kBatchKeys, .required = kBatchRequired, .misplaced = kBatchMisplaced};

inline constexpr Text kRetryKeys[] = {"attempts", "codes"};
inline constexpr Note kRetryRequired[] = {{"attempts", "they count the first"},
                                          {"codes", "write them as in '[UNAVAILABLE]'"}};
inline constexpr MapKeys kRetry{.name = "retry", .known = kRetryKeys, .required = kRetryRequired};

// What a failure becomes, where it is no word.
inline constexpr Text kFailureKeys[] = {"default", "status", "title"};
inline constexpr MapKeys kFailure{.name = "failure", .known = kFailureKeys};

inline constexpr Text kRespondKeys[] = {"status", "headers", "cookies", "pass"};
inline constexpr Note kRespondMisplaced[] = {{"header", "those of the answer are 'headers'"},
                                             {"cookie", "those of the answer are 'cookies'"},
                                             {"shape", "write it beside 'respond', not in it"},
                                             {"body", "the answer's body is the route's 'shape'"}};
inline constexpr MapKeys kRespond{
    .name = "respond", .known = kRespondKeys, .misplaced = kRespondMisplaced};

inline constexpr Text kCookieKeys[] = {"value",  "max_age",   "path",     "domain",
                                       "secure", "http_only", "same_site"};
inline constexpr Note kCookieRequired[] = {{"value", "a text or an expression"}};
inline constexpr MapKeys kCookie{
    .name = "set_cookie", .known = kCookieKeys, .required = kCookieRequired};

inline constexpr Text kClientKeys[] = {"only", "omit", "limit", "replace", "query"};
inline constexpr MapKeys kClient{.name = "client", .known = kClientKeys};

inline constexpr Text kNamedShapeKeys[] = {"of", "shape"};
inline constexpr Note kNamedShapeRequired[] = {{"of", "write it as in 'of: shop.v1.Product as p'"},
                                               {"shape", "write its keys"}};
inline constexpr MapKeys kNamedShape{
    .name = "named_shape", .known = kNamedShapeKeys, .required = kNamedShapeRequired};

// A service that is served 1:1.
inline constexpr Text kExposeKeys[] = {"service", "auth",    "deadline",  "include",
                                       "omit",    "methods", "clients",   "unannotated",
                                       "unknown", "unset",   "protocols", "error_details"};
inline constexpr Note kExposeRequired[] = {
    {"service", "write its full name, as in 'service: shop.v1.UserService'"}};
inline constexpr Note kExposeMisplaced[] = {
    {"timeout", "an exposed service has a 'deadline'"},
    {"only", "write 'include: [GetUser]'"},
    {"exclude", "write 'omit: [GetUser]'"},
    {"rpc", "name the service, and the method in 'include'"},
    {"shape", "the answer is the whole response; for another one write a route"}};
inline constexpr MapKeys kExpose{.name = "expose",
                                 .known = kExposeKeys,
                                 .required = kExposeRequired,
                                 .misplaced = kExposeMisplaced};

inline constexpr Text kExposedMethodKeys[] = {"auth", "deadline", "error_details"};
inline constexpr MapKeys kExposedMethod{.name = "exposed_method", .known = kExposedMethodKeys};

inline constexpr const MapKeys* kMaps[] = {
    &kFile,    &kDefaults,   &kRoute,  &kAuth,   &kParameter,     &kPathParameter, &kViewParameter,
    &kRequire, &kCall,       &kBatch,  &kRetry,  &kFailure,       &kRespond,       &kCookie,
    &kClient,  &kNamedShape, &kStream, &kExpose, &kExposedMethod, &kClaimRule};

// Keys of an object that belong to the language, not to the JSON. `$when` and `$merge` may stand
// among keys; `$else` stands only in `$case`.
inline constexpr Text kDirectives[] = {"$for",   "$from",   "$shape", "$pick", "$omit", "$limit",
                                       "$count", "$switch", "$case",  "$else", "$when", "$merge"};

inline constexpr Text kInt64Words[] = {"string", "number"};
inline constexpr Text kEnumsWords[] = {"short", "full", "number"};
inline constexpr Text kNamesWords[] = {"camelCase", "proto"};
inline constexpr Text kFloatsWords[] = {"any", "finite"};
inline constexpr Text kTypeWords[] = {"string", "bool",   "int32",  "int64",
                                      "uint32", "uint64", "double", "float"};
inline constexpr Text kMethodWords[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
inline constexpr Text kEffectWords[] = {"read", "write"};
inline constexpr Text kReadMaskWords[] = {"auto"};
inline constexpr Text kOnErrorWords[] = {"fail", "as_null"};
inline constexpr Text kStreamWords[] = {"sse", "ndjson"};
inline constexpr Text kProtocolWords[] = {"grpc_web", "connect", "websocket"};
inline constexpr Text kUnannotatedWords[] = {"post", "skip"};
inline constexpr Text kUnknownWords[] = {"refuse", "ignore"};
inline constexpr Text kUnsetWords[] = {"write", "omit"};
inline constexpr Text kSameSiteWords[] = {"lax", "strict", "none"};
// The names of google.rpc.Code without OK.
inline constexpr Text kCodeWords[] = {
    "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",   "NOT_FOUND",
    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
    "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",         "DATA_LOSS",
    "UNAUTHENTICATED"};

// Indexed by auth::Method.
inline constexpr Text kAuthMethodWords[] = {"bearer", "api_key", "session"};

inline constexpr Words kWords[] = {{"int64", kInt64Words},
                                   {"enums", kEnumsWords},
                                   {"names", kNamesWords},
                                   {"floats", kFloatsWords},
                                   {"type", kTypeWords},
                                   {"effect", kEffectWords},
                                   {"read_mask", kReadMaskWords},
                                   {"failure_word", kOnErrorWords},
                                   {"same_site", kSameSiteWords},
                                   {"code", kCodeWords},
                                   {"stream_form", kStreamWords},
                                   {"protocol", kProtocolWords},
                                   {"unannotated", kUnannotatedWords},
                                   {"unknown", kUnknownWords},
                                   {"unset", kUnsetWords},
                                   {"auth_method", kAuthMethodWords},
                                   {"error_detail", kDetailWords}};

}  // namespace language
}  // namespace bff::plan
