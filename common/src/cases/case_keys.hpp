// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/language_keys.hpp"

// The keys of a file of tests; schema/tests.v1.json is held against them.
namespace bff::cases::language {

using Text = std::string_view;
using Note = plan::MapKeys::Note;

inline constexpr Text kFileKeys[] = {"version", "route", "cases"};
inline constexpr Note kFileRequired[] = {{"version", "begin the file with 'version: bff/v1'"},
                                         {"route", "write the id of the route that is tested"},
                                         {"cases", "write a list of cases"}};
inline constexpr plan::MapKeys kFile{.name = "file", .known = kFileKeys, .required = kFileRequired};

inline constexpr Text kCaseKeys[] = {"name", "client", "request", "calls", "expect"};
inline constexpr Note kCaseRequired[] = {{"name", "say what it shows"},
                                         {"request", "write it as in 'request: GET /v1/home'"},
                                         {"expect", "write at least the status"}};
inline constexpr Note kCaseMisplaced[] = {{"status", "write it in 'expect'"},
                                          {"body", "write it in 'request' or in 'expect'"},
                                          {"headers", "write them in 'request' or in 'expect'"},
                                          {"claims", "write them in 'request'"}};
inline constexpr plan::MapKeys kCase{
    .name = "case", .known = kCaseKeys, .required = kCaseRequired, .misplaced = kCaseMisplaced};

inline constexpr Text kRequestKeys[] = {"http", "headers", "claims", "body"};
inline constexpr Note kRequestRequired[] = {{"http", "write it as in 'http: GET /v1/home'"}};
inline constexpr Note kRequestMisplaced[] = {{"query", "write it behind the path: '/v1/home?a=1'"},
                                             {"auth", "write the token's claims: 'claims'"}};
inline constexpr plan::MapKeys kRequest{.name = "request",
                                        .known = kRequestKeys,
                                        .required = kRequestRequired,
                                        .misplaced = kRequestMisplaced};

// An answer for one request only.
inline constexpr Text kGivenKeys[] = {"request", "answer"};
inline constexpr Note kGivenRequired[] = {{"request", "write the request that is answered"},
                                          {"answer", "write the response, or a code"}};
inline constexpr plan::MapKeys kGiven{
    .name = "given", .known = kGivenKeys, .required = kGivenRequired};

inline constexpr Text kExpectKeys[] = {"status", "partial", "headers", "body", "requests"};
inline constexpr Note kExpectRequired[] = {{"status", "write it as in 'status: 200'"}};
inline constexpr plan::MapKeys kExpect{
    .name = "expect", .known = kExpectKeys, .required = kExpectRequired};

inline constexpr const plan::MapKeys* kMaps[] = {&kFile, &kCase, &kRequest, &kGiven, &kExpect};

}  // namespace bff::cases::language
