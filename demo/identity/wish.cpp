// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/wish.hpp"

#include <algorithm>
#include <charconv>

namespace demo::identity {
namespace {

constexpr std::size_t kChallenge = 43;  // a SHA-256 in base64url

[[noreturn]] void refuse(const char* code, const std::string& why) {
  throw Refused{400, code, why};
}

void check_scope(const Client& client, const std::string& scope) {
  if (client.scope.empty()) return;
  for (const std::string& word : words(scope))
    if (!has_word(client.scope, word)) refuse("invalid_scope", "this client may not have " + word);
}

std::optional<std::int64_t> read_max_age(const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::int64_t age = -1;  // seconds
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, age);
  if (read.ec != std::errc{} || read.ptr != end || age < 0 || age > 1'000'000'000)
    refuse("invalid_request", "max_age is no number of seconds");
  return age;
}

}  // namespace

Wish read_sender(const ClientList& clients, const Request& request) {
  Wish wish{.client_id = request.parameter("client_id"),
            .redirect_uri = request.parameter("redirect_uri")};
  const auto client = clients.find(wish.client_id);
  if (!client) refuse("invalid_client", "There is no client '" + wish.client_id + "'.");
  const auto& known = client->redirect_uris;
  if (std::find(known.begin(), known.end(), wish.redirect_uri) == known.end())
    refuse("invalid_request", "The redirect_uri '" + wish.redirect_uri + "' is none of client '" +
                                  wish.client_id + "', to which it must be equal to the byte.");
  wish.state = request.parameter("state");
  return wish;
}

void read_wish(const ClientList& clients, const Request& request, Wish& wish) {
  if (request.parameter("response_type") != "code")
    refuse("unsupported_response_type", "response_type must be code");
  for (const char* const name : {"request", "registration"})
    if (!request.parameter(name).empty())
      refuse(name == std::string_view{"request"} ? "request_not_supported"
                                                 : "registration_not_supported",
             "this provider takes no such parameter");
  const std::string mode = request.parameter("response_mode");
  if (!mode.empty() && mode != "query") refuse("invalid_request", "response_mode must be query");
  wish.challenge = request.parameter("code_challenge");
  if (request.parameter("code_challenge_method") != "S256" || wish.challenge.size() != kChallenge)
    refuse("invalid_request", "PKCE by S256 is wanted: code_challenge and code_challenge_method");
  wish.scope = request.parameter("scope");
  check_scope(*clients.find(wish.client_id), wish.scope);
  wish.nonce = request.parameter("nonce");
  wish.acr_values = request.parameter("acr_values");
  wish.login_hint = request.parameter("login_hint");
  wish.max_age = read_max_age(request.parameter("max_age"));
  wish.prompt = request.parameter("prompt");
  if (has_word(wish.prompt, "none") && words(wish.prompt).size() > 1)
    refuse("invalid_request", "prompt=none goes with no other");
}

}  // namespace demo::identity
