// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "plan/execution.hpp"
#include "runtime/http1/connection.hpp"

namespace bff::runtime {

// The content type of what is neither a problem nor a stream.
inline constexpr std::string_view kJson = "application/json";

// How callers may authenticate, which a 401 tells them.
struct Challenge {
  bool bearer = true, dpop = false;
  std::string_view api_key;    // the header of API keys; empty: they are not taken
  std::string_view login;      // the path where browsers log in; empty: they do not
  bool proof_refused = false;  // it is the proof of possession that does not hold
};

// What an answer says about the request that it answers.
struct AnswerContext {
  std::string_view request_id;
  std::string_view path;  // of the request; empty when it could not be read
  bool authenticated = false;
  bool head = false;
  std::string_view allow;  // with method_not_allowed: the route's methods
  Challenge challenge = {};
  std::string_view lines = {};  // of the head: the cookies of sessions

  // Whether the answer was made for this caller: no cache may keep it.
  bool is_private() const noexcept { return authenticated || !lines.empty(); }
};

// The header line of answers that no cache may keep.
inline constexpr std::string_view kNoStore = "cache-control: no-store\r\n";

// The only place that turns an Error into a response: problem+json (RFC 9457) with
// `type title status detail instance call parameter completed request_id`, and what the error's
// details have; never `internal`. 401 and 403 carry RFC 6750 challenges, 405 `Allow`; none may be
// cached.
http1::Response problem(const Error& error, const AnswerContext& context);

// The body of a problem by itself, for an error that is told within an answer.
std::string problem_json(const Error& error, const AnswerContext& context);

// Status and headers of an answer that comes in parts. `lines`: more of the latter.
http1::Response stream_head(std::string_view content_type, std::string_view lines,
                            const AnswerContext& context);

// The header lines of an answer that are the route's own: its headers and cookies, `Deprecation`,
// `Sunset`, and `Bff-Partial` when calls are missing.
std::string header_lines(const plan::Answer& answer, const plan::RoutePlan& plan);

// A finished answer: the route's status, headers and cookies, a body of `content_type` (empty:
// none), `Bff-Partial` when calls are missing; `Cache-Control: no-store` when it is partial, sets
// cookies or was made for an authenticated caller.
http1::Response success(plan::Answer answer, const plan::RoutePlan& plan,
                        const AnswerContext& context, std::string_view content_type);

// The public keys by which the gateway signs (RFC 7517), for anybody and for caches.
http1::Response key_set(std::string keys, const AnswerContext& context);

}  // namespace bff::runtime
