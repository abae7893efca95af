// SPDX-License-Identifier: Apache-2.0
// Tricks with a token's claims, under a signature that holds.
#include <gtest/gtest.h>

#include "unit/auth/forgery.hpp"

namespace bff::auth {
namespace {

using namespace std::string_literals;
using World = TokenWorld;

const Forgery kForgedClaims[] = {
    // Claims that read in two ways, or are no claims
    {"a payload that is no JSON", "claims: not JSON",
     [](const World& w) { return with_claims(w, "hello"); }},
    {"an empty payload", "claims: not JSON", [](const World& w) { return with_claims(w, ""); }},
    {"a payload that is a list", "claims: no object",
     [](const World& w) { return with_claims(w, '[' + std::string{w.kClaims} + ']'); }},
    {"a payload that is a token", "claims: not JSON",
     [](const World& w) { return with_claims(w, w.ed_token()); }},
    {"sub twice", "'sub' stands twice",
     [](const World& w) { return with_claim(w, R"("sub":"42")", R"("sub":"42","sub":"1")"); }},
    {"exp twice", "'exp' stands twice",
     [](const World& w) { return with_claim(w, R"("sub")", R"("exp":1,"sub")"); }},
    {"iss twice", "'iss' stands twice",
     [](const World& w) { return with_claim(w, R"("sub")", R"("iss":"x","sub")"); }},
    {"twice, within a claim", "'a' stands twice",
     [](const World& w) { return with_claim(w, R"("sub")", R"("x":{"a":1,"a":2},"sub")"); }},
    {"claims 5 deep", "claims: nested",
     [](const World& w) { return with_claim(w, R"("sub")", R"("x":[[[[]]]],"sub")"); }},
    {"claims 5,000 deep", "claims: nested",
     [](const World& w) {
       return with_claim(w, R"("sub")", R"("x":)" + std::string(5000, '[') + R"(,"sub")");
     }},
    {"UTF-8 that is none", "claims: not JSON",
     [](const World& w) { return with_claim(w, "42", "4\xff"); }},
    {"overlong UTF-8", "claims: not JSON",
     [](const World& w) { return with_claim(w, "42", "\xc0\xb4"); }},
    {"a lone surrogate", "claims: not JSON",
     [](const World& w) { return with_claim(w, "42", "\\ud800"); }},
    {"claims with a NUL behind them", "claims: holds a NUL",
     [](const World& w) { return with_claims(w, std::string{w.kClaims} + "\0{}"s); }},

    // Claims that do not hold
    {"iss of another", "'iss' is no configured issuer",
     [](const World& w) { return with_claim(w, "https://id.example", "https://id.example.evil"); }},
    {"iss with a slash behind it", "'iss' is no configured issuer",
     [](const World& w) { return with_claim(w, "https://id.example", "https://id.example/"); }},
    {"iss a list", "'iss' is missing or no text",
     [](const World& w) {
       return with_claim(w, R"("https://id.example")", R"(["https://id.example"])");
     }},
    {"iss missing", "'iss' is missing or no text",
     [](const World& w) { return with_claim(w, R"("iss":"https://id.example",)", ""); }},
    {"aud of another", "'aud' holds none",
     [](const World& w) { return with_claim(w, R"("shop")", R"("shop2")"); }},
    {"aud a list without ours", "'aud' holds none",
     [](const World& w) { return with_claim(w, R"("shop")", R"(["a","b"])"); }},
    {"aud a list of lists", "'aud' holds none",
     [](const World& w) { return with_claim(w, R"("shop")", R"([["shop"]])"); }},
    {"aud missing", "'aud' holds none",
     [](const World& w) { return with_claim(w, R"("aud":"shop",)", ""); }},
    {"exp past", "expired",
     [](const World& w) { return with_claim(w, "1720000600", "1719999969"); }},
    {"exp missing", "'exp' is missing",
     [](const World& w) { return with_claim(w, R"("exp":1720000600,)", ""); }},
    {"exp null", "'exp' is no date",
     [](const World& w) { return with_claim(w, "1720000600", "null"); }},
    {"exp a text", "'exp' is no date",
     [](const World& w) { return with_claim(w, "1720000600", R"("1720000600")"); }},
    {"exp NaN", "claims: not JSON",
     [](const World& w) { return with_claim(w, "1720000600", "NaN"); }},
    {"exp beyond a double", "claims: not JSON",
     [](const World& w) { return with_claim(w, "1720000600", "1e999"); }},
    {"exp beyond all times", "'exp' is no date",
     [](const World& w) { return with_claim(w, "1720000600", "1e300"); }},
    {"exp that wraps around 64 bits", "'exp' is no date",
     [](const World& w) { return with_claim(w, "1720000600", "18446744075429552216"); }},
    {"exp negative", "'exp' is no date",
     [](const World& w) { return with_claim(w, "1720000600", "-1720000600"); }},
    {"exp in milliseconds", "'exp' is no date",
     [](const World& w) { return with_claim(w, "1720000600", "1720000600000"); }},
    {"nbf to come", "'nbf' or 'iat' is in the future",
     [](const World& w) { return with_claim(w, R"("sub")", R"("nbf":1720000031,"sub")"); }},
    {"nbf a text", "'nbf' is no date",
     [](const World& w) { return with_claim(w, R"("sub")", R"("nbf":"0","sub")"); }},
    {"iat to come", "'nbf' or 'iat' is in the future",
     [](const World& w) { return with_claim(w, R"("sub")", R"("iat":1720000031,"sub")"); }},
    {"sub a number", "'sub' is no text",
     [](const World& w) { return with_claim(w, R"("42")", "42"); }},
    {"scope a list", "'scope' is no text",
     [](const World& w) {
       return with_claim(w, R"("profile.read orders.read")", R"(["profile.read"])");
     }},
};

TEST(ForgedClaims, AreAllRefusedForTheirOwnReason) { expect_refused(kForgedClaims); }

}  // namespace
}  // namespace bff::auth
