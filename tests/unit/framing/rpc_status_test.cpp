// SPDX-License-Identifier: Apache-2.0
#include "framing/rpc_status.hpp"

#include <gtest/gtest.h>

namespace bff::framing {
namespace {

TEST(RpcStatus, HasTheCodeOfTheCallThatFailed) {
  for (int code = 1; code <= 16; ++code) {
    EXPECT_EQ(rpc_code_of({.code = Errc::upstream_error, .rpc_code = code}), code);
  }
}

TEST(RpcStatus, HasACodeForWhateverTheGatewaySays) {
  const std::pair<Errc, int> rows[] = {
      {Errc::invalid_parameter, 3},
      {Errc::invalid_body, 3},
      {Errc::unauthenticated, 16},
      {Errc::invalid_token, 16},
      {Errc::insufficient_login, 16},
      {Errc::insufficient_scope, 7},
      {Errc::not_found, 12},
      {Errc::method_not_allowed, 12},
      {Errc::conflict, 10},
      {Errc::content_too_large, 8},
      {Errc::too_many_requests, 8},
      {Errc::internal, 13},
      {Errc::not_implemented, 12},
      {Errc::upstream_error, 2},
      {Errc::upstream_invalid, 13},
      {Errc::upstream_unavailable, 14},
      {Errc::overloaded, 14},
      {Errc::upstream_timeout, 4},
      {Errc::client_closed_request, 1},
  };
  for (const auto& [error, code] : rows) {
    EXPECT_EQ(rpc_code_of({.code = error}), code) << info(error).slug;
  }
  for (int i = 0; i <= static_cast<int>(Errc::declared_problem); ++i) {
    const int code = rpc_code_of({.code = static_cast<Errc>(i)});
    EXPECT_TRUE(code >= 1 && code <= 16) << i;
  }
}

TEST(RpcStatus, HasTheCodeThatADeclaredProblemsStatusMeans) {
  const std::pair<int, int> rows[] = {{400, 3},  {401, 16}, {403, 7}, {404, 5}, {409, 10},
                                      {412, 9},  {422, 9},  {429, 8}, {499, 1}, {500, 2},
                                      {501, 12}, {503, 14}, {504, 4}};
  for (const auto& [status, code] : rows) {
    EXPECT_EQ(rpc_code_of({.code = Errc::declared_problem, .status = status}), code) << status;
    EXPECT_EQ(rpc_code_of({.code = Errc::declared_problem, .status = status, .rpc_code = 15}),
              code);
  }
}

TEST(RpcStatus, HasTheDetailsOfTheError) {
  const Error error{.code = Errc::conflict,
                    .details = std::make_shared<const ErrorDetails>(
                        ErrorDetails{.messages = {{"google.rpc.RetryInfo", "x"}, {"a.B", "y"}}})};
  const auto details = details_of(error);
  ASSERT_EQ(details.size(), 2U);
  EXPECT_EQ(details[1].type, "a.B");
  EXPECT_EQ(details[1].value, "y");
  EXPECT_TRUE(details_of({}).empty());
}

TEST(RpcStatus, TellsNothingInternal) {
  EXPECT_EQ(message_of({.code = Errc::not_found, .detail = "d", .internal = "i", .title = "t"}),
            "d");
  EXPECT_EQ(message_of({.code = Errc::not_found, .internal = "i", .title = "t"}), "t");
  EXPECT_EQ(message_of({.code = Errc::not_found, .internal = "i"}), "There is nothing here");
}

}  // namespace
}  // namespace bff::framing
