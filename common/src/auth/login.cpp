// SPDX-License-Identifier: Apache-2.0
#include "auth/login.hpp"

#include <openssl/evp.h>

#include <charconv>

#include <nlohmann/json.hpp>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"
#include "auth/form.hpp"
#include "auth/random.hpp"
#include "auth/strict_json.hpp"
#include "base/unix_time.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;

constexpr int kTokenAnswerDepth = 8;
constexpr std::size_t kMaxAnswer = std::size_t{256} * 1024;
constexpr std::int64_t kLongest = 10 * 365 * 86'400LL;  // seconds

std::string random_text() { return encode_base64url(random_bytes(32)); }

// Only what RFC 6749 §5.2 lets an error be, so that nothing else reaches the log.
std::string error_word(const JsonValue& answer) {
  std::string word = answer.text_of("error");
  const bool good = word.size() <= 64 &&
                    word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  return good ? word : "";
}

std::optional<seconds> lifetime(const JsonValue& answer) {
  const JsonValue* const value = answer.member("expires_in");
  if (value == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto read = std::from_chars(value->text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < 0 || number > kLongest) {
    return std::nullopt;
  }
  return seconds{number};
}

Error refused(Errc code, std::string why) {
  return {.code = code, .internal = "the token endpoint " + std::move(why)};
}

}  // namespace

LoginAttempt begin_login(std::string return_to, LoginAttempt::Time now) {
  return {.state = random_text(),
          .nonce = random_text(),
          .verifier = random_text(),
          .return_to = std::move(return_to),
          .begun = now};
}

std::string to_text(const LoginAttempt& attempt) {
  return nlohmann::json::array({attempt.state, attempt.nonce, attempt.verifier, attempt.return_to,
                                unix_seconds(attempt.begun)})
      .dump();
}

std::optional<LoginAttempt> read_login_attempt(std::string_view text, LoginAttempt::Time now) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array() || json.size() != 5 || !json[4].is_number_integer()) return std::nullopt;
  for (std::size_t i = 0; i < 4; ++i) {
    if (!json[i].is_string()) return std::nullopt;
  }
  LoginAttempt attempt{.state = json[0],
                       .nonce = json[1],
                       .verifier = json[2],
                       .return_to = json[3],
                       .begun = LoginAttempt::Time{seconds{json[4].get<std::int64_t>()}}};
  if (now >= attempt.begun + LoginAttempt::kLife) return std::nullopt;
  return attempt;
}

std::string authorization_query(const LoginClient& client, const LoginAttempt& attempt,
                                const LoginWish& wish) {
  const std::string challenge = encode_base64url(sha256(attempt.verifier));
  return form_encode({{"response_type", "code"},
                      {"client_id", client.client_id},
                      {"redirect_uri", client.redirect_uri},
                      {"scope", client.scope},
                      {"state", attempt.state},
                      {"nonce", attempt.nonce},
                      {"code_challenge", challenge},
                      {"code_challenge_method", "S256"},
                      {"acr_values", wish.acr_values},
                      {"max_age", wish.max_age},
                      {"prompt", wish.prompt},
                      {"login_hint", wish.login_hint}});
}

Result<TokenSet> read_token_answer(int status, std::string_view body) {
  const std::string said = "answered " + std::to_string(status);
  if (body.size() > kMaxAnswer) return refused(Errc::upstream_error, said + ", too much");
  const auto answer = parse_strict_json(body, kTokenAnswerDepth);
  if (!answer || !answer->is_object()) return refused(Errc::upstream_error, said + ", no JSON");
  if (status != 200) {
    const std::string word = error_word(*answer);
    return refused(word == "invalid_grant" ? Errc::invalid_token : Errc::upstream_error,
                   said + (word.empty() ? "" : ": " + word));
  }
  TokenSet tokens{.access_token = answer->text_of("access_token"),
                  .refresh_token = answer->text_of("refresh_token"),
                  .id_token = answer->text_of("id_token"),
                  .expires_in = lifetime(*answer),
                  .scope = answer->text_of("scope")};
  if (tokens.access_token.empty()) return refused(Errc::upstream_error, "gave no access token");
  return tokens;
}

std::string code_grant(const LoginClient& client, const LoginAttempt& attempt,
                       std::string_view code) {
  return form_encode({{"grant_type", "authorization_code"},
                      {"code", code},
                      {"redirect_uri", client.redirect_uri},
                      {"code_verifier", attempt.verifier}});
}

std::string refresh_grant(std::string_view refresh_token) {
  return form_encode({{"grant_type", "refresh_token"}, {"refresh_token", refresh_token}});
}

std::string basic_credentials(std::string_view client_id, std::string_view secret) {
  const std::string both = form_encode(client_id) + ":" + form_encode(secret);
  std::string text(4 * ((both.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(both.data()),
                                   static_cast<int>(both.size()));
  text.resize(static_cast<std::size_t>(size));
  return "Basic " + text;
}

}  // namespace bff::auth
