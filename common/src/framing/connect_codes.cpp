// SPDX-License-Identifier: Apache-2.0
#include "framing/connect.hpp"

namespace bff::framing::connect {
namespace {

struct CodeRow {
  std::string_view name;
  int http_status;
};

// "Error Codes", indexed by google.rpc.Code. OK has no name: it is never told.
constexpr CodeRow kCodeRows[] = {
    {"", 200},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
};

const CodeRow& row_of(int code) noexcept {
  constexpr int kUnknown = 2;
  const bool known = code > 0 && code < static_cast<int>(std::size(kCodeRows));
  return kCodeRows[known ? code : kUnknown];
}

}  // namespace

std::string_view name_of(int code) noexcept { return row_of(code).name; }

int http_status_of(int code) noexcept { return row_of(code).http_status; }

}  // namespace bff::framing::connect
