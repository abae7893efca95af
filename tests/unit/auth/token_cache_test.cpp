// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/verifier.hpp"
#include "unit/auth/token_maker.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

// One key and no RSA: the cache does not care.
class TokenCacheTest : public testing::Test {
 protected:
  std::string token(std::string_view claims) const {
    return key_.token(R"({"alg":"EdDSA"})", R"({"iss":"i","aud":"a",)" + std::string{claims} + "}");
  }
  Verifier verifier(const SigningKey& key) const {
    return Verifier{{{.issuer = "i",
                      .audiences = {"a"},
                      .leeway = seconds{0},
                      .keys = *parse_key_set(key_set_of({key.jwk()}))}}};
  }

  const SigningKey key_ = SigningKey::ed25519();
  const Verifier verifier_ = verifier(key_);
  // Accepts nothing: what it lets pass came from the cache.
  const Verifier nothing_{{}};
  const std::chrono::system_clock::time_point now_{seconds{1000}};
};

TEST_F(TokenCacheTest, RemembersAVerifiedToken) {
  TokenCache cache;
  const std::string good = token(R"("sub":"42","exp":2000)");
  const auto first = cache.verify(verifier_, good, now_);
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)->principal.subject, "42");
  const auto again = cache.verify(nothing_, good, now_);
  ASSERT_TRUE(again);
  EXPECT_EQ(*first, *again) << "the same object";
}

TEST_F(TokenCacheTest, ForgetsATokenThatHasExpired) {
  TokenCache cache;
  const std::string good = token(R"("exp":2000)");
  ASSERT_TRUE(cache.verify(verifier_, good, now_));
  EXPECT_TRUE(cache.verify(nothing_, good, now_ + seconds{999}));
  const auto expired = cache.verify(verifier_, good, now_ + seconds{1000});
  ASSERT_FALSE(expired);
  EXPECT_EQ(status_of(expired.error()), 401);
  EXPECT_EQ(expired.error().detail, "The token has expired");
  EXPECT_FALSE(cache.verify(nothing_, good, now_)) << "gone, even when the clock goes back";
}

TEST_F(TokenCacheTest, ChecksTheBeginningAgainWhenTheClockGoesBack) {
  TokenCache cache;
  const std::string good = token(R"("exp":2000,"nbf":900)");
  ASSERT_TRUE(cache.verify(verifier_, good, now_));
  EXPECT_FALSE(cache.verify(verifier_, good, now_ - seconds{101}));
  EXPECT_TRUE(cache.verify(nothing_, good, now_)) << "remembered still";
}

TEST_F(TokenCacheTest, KnowsATokenByAllOfItsBytes) {
  TokenCache cache;
  std::string good = token(R"("exp":2000)");
  ASSERT_TRUE(cache.verify(verifier_, good, now_));
  // The same header and claims under another signature.
  char& letter = good[good.size() - 10];
  letter = letter == 'A' ? 'B' : 'A';
  const auto forged = cache.verify(verifier_, good, now_);
  ASSERT_FALSE(forged);
  EXPECT_THAT(forged.error().internal, HasSubstr("signature does not verify"));
}

TEST_F(TokenCacheTest, DoesNotRememberWhatWasRefused) {
  TokenCache cache;
  const std::string good = token(R"("exp":2000)");
  EXPECT_FALSE(cache.verify(verifier(SigningKey::ed25519()), good, now_));
  EXPECT_FALSE(cache.verify(nothing_, good, now_));
  EXPECT_TRUE(cache.verify(verifier_, good, now_));
}

TEST_F(TokenCacheTest, LetsTheOldestGoWhenItIsFull) {
  TokenCache cache{2};
  const std::string a = token(R"("sub":"a","exp":2000)"), b = token(R"("sub":"b","exp":2000)"),
                    c = token(R"("sub":"c","exp":2000)");
  ASSERT_TRUE(cache.verify(verifier_, a, now_));
  ASSERT_TRUE(cache.verify(verifier_, b, now_));
  ASSERT_TRUE(cache.verify(verifier_, c, now_));
  EXPECT_FALSE(cache.verify(nothing_, a, now_));
  EXPECT_TRUE(cache.verify(nothing_, b, now_));
  EXPECT_TRUE(cache.verify(nothing_, c, now_));
}

TEST_F(TokenCacheTest, LetsTheOldestGoWhenItHoldsTooManyBytes) {
  const std::string a = token(R"("sub":"a","exp":2000)"), b = token(R"("sub":"b","exp":2000)");
  TokenCache cache{10, a.size() + b.size() - 1};
  ASSERT_TRUE(cache.verify(verifier_, a, now_));
  ASSERT_TRUE(cache.verify(verifier_, b, now_));
  EXPECT_FALSE(cache.verify(nothing_, a, now_));
  EXPECT_TRUE(cache.verify(nothing_, b, now_));
}

TEST_F(TokenCacheTest, KeepsPrincipalsAliveForWhoHoldsThem) {
  std::shared_ptr<const Verified> held;
  {
    TokenCache cache{1};
    held = *cache.verify(verifier_, token(R"("sub":"a","exp":2000)"), now_);
    ASSERT_TRUE(cache.verify(verifier_, token(R"("sub":"b","exp":2000)"), now_));
  }
  EXPECT_EQ(held->principal.subject, "a");
}

TEST_F(TokenCacheTest, WorksWithoutRoom) {
  TokenCache cache{0};
  const std::string good = token(R"("exp":2000)");
  EXPECT_TRUE(cache.verify(verifier_, good, now_));
  EXPECT_FALSE(cache.verify(nothing_, good, now_));
}

TEST_F(TokenCacheTest, ForgetsWhatTheKeysThatHaveGoneVerified) {
  const auto slot = std::make_shared<KeySlot>();
  slot->keys = *parse_key_set(key_set_of({key_.jwk()}));
  const Verifier changing{{{.issuer = "i", .audiences = {"a"}, .slot = slot}}};
  TokenCache cache;
  const std::string good = token(R"("exp":2000)");
  ASSERT_TRUE(cache.verify(changing, good, now_));
  EXPECT_TRUE(cache.verify(nothing_, good, now_)) << "remembered while the keys stay";

  slot->keys = *parse_key_set(key_set_of({key_.jwk(), SigningKey::p256().jwk()}));
  EXPECT_TRUE(cache.verify(changing, good, now_)) << "its key has stayed";

  slot->keys = *parse_key_set(key_set_of({SigningKey::ed25519().jwk()}));
  EXPECT_FALSE(cache.verify(changing, good, now_));
  slot->keys = nullptr;
  EXPECT_FALSE(cache.verify(changing, good, now_));
  EXPECT_FALSE(cache.verify(nothing_, good, now_)) << "and nothing is left of it";
}

TEST_F(TokenCacheTest, RefusesHugeTokensBeforeItHashesThem) {
  TokenCache cache;
  EXPECT_THAT(cache.verify(verifier_, std::string(1 << 20, '.'), now_).error().internal,
              HasSubstr("longer than 16 KiB"));
}

}  // namespace
}  // namespace bff::auth
