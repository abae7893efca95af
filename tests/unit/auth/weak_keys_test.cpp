// SPDX-License-Identifier: Apache-2.0
#include "auth/weak_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/openssl.hpp"
#include "auth/public_key.hpp"

namespace bff::auth {
namespace {

using BigContext = std::unique_ptr<BN_CTX, Freed<BN_CTX_free>>;

// A number of ROCA's form, k · M + (65537^a mod M), M the product of the primes up to 167.
BigNumber roca_number(unsigned power, unsigned factor) {
  const BigContext context{BN_CTX_new()};
  BigNumber product{BN_new()}, exponent{BN_new()}, base{BN_new()}, result{BN_new()};
  BN_one(product.get());
  for (unsigned n = 2; n <= 167; ++n) {
    bool prime = true;
    for (unsigned d = 2; d * d <= n; ++d) prime = prime && n % d != 0;
    if (prime) BN_mul_word(product.get(), n);
  }
  BN_set_word(base.get(), 65537);
  BN_set_word(exponent.get(), power);
  BN_mod_exp(result.get(), base.get(), exponent.get(), product.get(), context.get());
  BN_mul_word(product.get(), factor);
  BN_add(result.get(), result.get(), product.get());
  return result;
}

TEST(WeakKeys, KnowsModuliOfTheRocaGenerator) {
  EXPECT_TRUE(has_roca_fingerprint(*roca_number(1, 1)));
  EXPECT_TRUE(has_roca_fingerprint(*roca_number(123456789, 987654321)));
  BigNumber off = roca_number(123456789, 987654321);
  BN_add_word(off.get(), 2);
  EXPECT_FALSE(has_roca_fingerprint(*off));
}

TEST(WeakKeys, LetsEverySoundModulusPass) {
  BigNumber modulus{BN_new()};
  for (int i = 0; i < 1000; ++i) {
    BN_rand(modulus.get(), 2048, BN_RAND_TOP_TWO, BN_RAND_BOTTOM_ODD);
    EXPECT_FALSE(has_roca_fingerprint(*modulus));
  }
}

TEST(WeakKeys, KnowsPointsOfSmallOrderWhateverTheirSign) {
  std::string zero(32, '\0'),
      one = zero, minus_one(32, '\xff'),
      order_eight =
          "\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0"
          "\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05";
  one[0] = 1;
  minus_one[0] = '\xec';
  minus_one[31] = '\x7f';
  for (std::string point : {zero, one, minus_one, order_eight}) {
    EXPECT_TRUE(has_small_order(point));
    point[31] = static_cast<char>(point[31] | 0x80);
    EXPECT_TRUE(has_small_order(point));
    EXPECT_THAT(PublicKey::ed25519(point).error().internal, testing::HasSubstr("small order"));
  }
  one[0] = 2;
  EXPECT_FALSE(has_small_order(one));
}

}  // namespace
}  // namespace bff::auth
