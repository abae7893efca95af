// SPDX-License-Identifier: Apache-2.0
// An access token, RS256 by a key of 2048 bits, as an identity provider makes it: seen for the
// first time, and again. Beside it what OpenSSL alone takes for its signature.
#include <benchmark/benchmark.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <string>

#include "auth/verifier.hpp"
#include "unit/auth/token_maker.hpp"

namespace bff::bench {
namespace {

constexpr std::string_view kClaims =
    R"({"iss":"https://id.example","aud":["shop","account"],"azp":"bff-web","sub":"42",)"
    R"("client_id":"bff-web","iat":1719999700,"exp":1720000600,"auth_time":1719990000,"acr":"1",)"
    R"("jti":"0f8fad5b-d9cb-469f-a165-70867728950e","sid":"7c9e6679-7425-40de-944b-e07fc1f90ae7",)"
    R"("typ":"Bearer","scope":"openid profile.read orders.read"})";

const std::string& token() {
  static const std::string made =
      auth::TokenWorld::get().rsa.token(auth::TokenWorld::kRsaHeader, kClaims);
  return made;
}

void openssl(benchmark::State& state) {
  const std::string der = auth::TokenWorld::get().rsa.der();
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auth::EvpKey key{d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))};
  const std::string text = token().substr(0, token().rfind('.'));
  const std::string signature = auth::TokenWorld::get().rsa.sign(text);
  const auto* const signature_bytes = reinterpret_cast<const unsigned char*>(signature.data());
  const auto* const text_bytes = reinterpret_cast<const unsigned char*>(text.data());
  for (auto _ : state) {
    const auth::EvpDigestContext context{EVP_MD_CTX_new()};
    if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
        EVP_DigestVerify(context.get(), signature_bytes, signature.size(), text_bytes,
                         text.size()) != 1)
      std::abort();
  }
}
BENCHMARK(openssl)->Name("token/openssl");

void seen_first(benchmark::State& state) {
  const auth::Verifier verifier = auth::TokenWorld::get().verifier();
  for (auto _ : state) {
    auto verified = verifier.verify_window(token(), auth::TokenWorld::get().now);
    if (!verified) std::abort();
    benchmark::DoNotOptimize(verified);
  }
}
BENCHMARK(seen_first)->Name("token/new");

void seen_again(benchmark::State& state) {
  const auth::Verifier verifier = auth::TokenWorld::get().verifier();
  auth::TokenCache cache;
  for (auto _ : state) {
    auto verified = cache.verify(verifier, token(), auth::TokenWorld::get().now);
    if (!verified) std::abort();
    benchmark::DoNotOptimize(verified);
  }
}
BENCHMARK(seen_again)->Name("token/repeated");

}  // namespace
}  // namespace bff::bench
