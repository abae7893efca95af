// SPDX-License-Identifier: Apache-2.0
// A client's token, from the Authorization header to its claims, and an issuer's key set. The
// input is read as each of them: a header value, base64url, JSON, a key set, a token; and where it
// is two lines, as the header and the claims of a token that is signed here with the right key, so
// that what is behind the signature is reached.
#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "auth/base64url.hpp"
#include "auth/discovery.hpp"
#include "auth/dpop.hpp"
#include "auth/jws.hpp"
#include "auth/strict_json.hpp"
#include "auth/verifier.hpp"
#include "base/url.hpp"
#include "fuzz/target.hpp"

using namespace bff;
using fuzz::require;

namespace {

// 2024-07-03T09:20:00Z
constexpr std::chrono::system_clock::time_point kNow{std::chrono::seconds{1720000000}};

std::string base64url(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += kAlphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += kAlphabet[bits << (6 - count) & 63];
  return text;
}

// An Ed25519 key that is the same in every run, so that an input means the same.
struct Issuer {
  EVP_PKEY* key = nullptr;
  std::unique_ptr<auth::Verifier> verifier;

  Issuer() {
    unsigned char secret[32], open[32];
    for (unsigned char i = 0; i < 32; ++i) secret[i] = i;
    key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret, sizeof secret);
    std::size_t size = sizeof open;
    require(key != nullptr && EVP_PKEY_get_raw_public_key(key, open, &size) == 1, "a key is made");
    auto keys =
        auth::parse_key_set(R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"d","x":")" +
                            base64url({reinterpret_cast<const char*>(open), size}) + "\"}]}");
    require(keys.has_value(), "its key set holds");
    verifier = std::make_unique<auth::Verifier>(std::vector<auth::IssuerRules>{
        {.issuer = "https://id.example", .audiences = {"shop"}, .keys = *keys}});
  }

  std::string sign(std::string_view header, std::string_view claims) const {
    const std::string text = base64url(header) + '.' + base64url(claims);
    unsigned char signature[64];
    std::size_t size = sizeof signature;
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const bool good =
        EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key) == 1 &&
        EVP_DigestSign(context, signature, &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
    EVP_MD_CTX_free(context);
    require(good, "a token is signed");
    return text + '.' + base64url({reinterpret_cast<const char*>(signature), size});
  }
};

const Issuer& issuer() {
  static const Issuer one;
  return one;
}

void check_json(std::string_view text) {
  const auto ours = auth::parse_strict_json(text, 32);
  if (!ours) {
    require(!ours.error().internal.empty(), "a refusal says why");
    return;
  }
  const auto reference = nlohmann::json::parse(text, nullptr, false);
  require(!reference.is_discarded(), "what is accepted is JSON", text);
  require(reference.is_object() == ours->is_object() && reference.is_array() == ours->is_list() &&
              reference.is_string() == ours->is_text(),
          "of the same kind", text);
  require(reference.is_structured() == false ||
              reference.size() == ours->items.size() + ours->members.size(),
          "and with as many members", text);
}

void check_url(std::string_view text) {
  Url url, again;
  if (!parse_url(text, url).empty()) return;
  require(parse_url(url.text(), again).empty(), "a URL that was read can be read again", text);
  require(again.text() == url.text(), "and is the same", text);
}

void check_proof(std::string_view jwt) {
  const Url url;
  const auto proof = auth::check_proof(
      jwt, {.method = "GET", .url = url, .token = "t", .now = kNow, .leeway = {}});
  if (proof) return;
  require(proof.error().code == Errc::invalid_token, "a refused proof is a 401");
  require(!proof.error().internal.empty(), "and says why in the log");
}

void check_token(std::string_view token) {
  auth::TokenCache cache(4);
  const auto principal = issuer().verifier->verify(token, kNow);
  const auto cached = cache.verify(*issuer().verifier, token, kNow);
  require(principal.has_value() == cached.has_value(), "the cache judges as the verifier does");
  if (!principal) {
    require(principal.error().code == Errc::invalid_token, "a refusal is a 401");
    require(!principal.error().internal.empty(), "and says why in the log");
    return;
  }
  require(principal->issuer == "https://id.example", "accepted is the issuer's own");
  require(principal->expires + std::chrono::seconds(30) > kNow, "and not what has expired");
  require(cache.verify(*issuer().verifier, token, kNow).has_value(), "and it is remembered");
  // No other text is the same token.
  std::string forged(token);
  const std::size_t at = token.find('.') / 2;
  forged[at] = forged[at] == 'A' ? 'B' : 'A';
  require(!issuer().verifier->verify(forged, kNow), "a forged header is refused", forged);
  forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  require(!issuer().verifier->verify(forged, kNow), "so is a forged signature", forged);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact exact(fuzz::text_of(data, size));
  const std::string_view input = exact.view();
  if (const auto credentials = auth::read_credentials(input)) check_token(credentials->token);
  if (const auto bytes = auth::decode_base64url(input)) {
    require(base64url(*bytes) == input, "there is one text for each byte string", input);
  }
  check_json(input);
  if (const auto keys = auth::parse_key_set(input)) {
    auth::usable_keys(**keys);
  } else {
    require(!keys.error().internal.empty(), "a refused key set says why");
  }
  if (const auto uri = auth::jwks_uri_of(input, "https://id.example"); !uri) {
    require(!uri.error().internal.empty(), "a refused description says why");
  }
  check_url(input);
  check_proof(input);
  check_token(input);
  const std::size_t line = input.find('\n');
  if (line != std::string_view::npos) {
    check_token(issuer().sign(input.substr(0, line), input.substr(line + 1)));
  }
  return 0;
}
