// SPDX-License-Identifier: Apache-2.0
// The examples of RFC 7520 (cookbook), RFC 7517, RFC 7797 and RFC 8037.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/verifier.hpp"
#include "conformance/jose/vectors.hpp"

namespace bff::auth {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Cookbook : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_vectors()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
  }

  static Result<std::shared_ptr<const KeySet>> set_of(const json& jwk) {
    return parse_key_set(json{{"keys", {jwk}}}.dump());
  }

  static Result<std::string> verify(const json& example) {
    const auto keys = set_of(public_part(example["input"]["key"]));
    if (!keys) return keys.error();
    return verify_signature(example["output"]["compact"].get<std::string>(), **keys);
  }

  static std::string refusal(const json& example) {
    const auto payload = verify(example);
    return payload ? "accepted" : payload.error().internal;
  }
};

TEST_F(Cookbook, VerifiesRs256) {
  const json example = vectors("cookbook/jws/4_1.rsa_v15_signature.json");
  ASSERT_EQ(example["input"]["alg"], "RS256");
  const auto payload = verify(example);
  ASSERT_TRUE(payload) << payload.error().internal;
  EXPECT_EQ(*payload, example["input"]["payload"]);
}

TEST_F(Cookbook, VerifiesEdDsa) {
  const json example = vectors("cookbook/curve25519/jws.json");
  ASSERT_EQ(example["input"]["alg"], "EdDSA");
  const auto payload = verify(example);
  ASSERT_TRUE(payload) << payload.error().internal;
  EXPECT_EQ(*payload, example["input"]["payload"]);
}

TEST_F(Cookbook, VerifiesPs384AndEs512) {
  for (const auto& [file, algorithm] :
       {std::pair{"cookbook/jws/4_2.rsa-pss_signature.json", "PS384"},
        std::pair{"cookbook/jws/4_3.ecdsa_signature.json", "ES512"}}) {
    const json example = vectors(file);
    ASSERT_EQ(example["input"]["alg"], algorithm);
    const auto payload = verify(example);
    ASSERT_TRUE(payload) << payload.error().internal;
    EXPECT_EQ(*payload, example["input"]["payload"]);
  }
}

TEST_F(Cookbook, RefusesSymmetricKeys) {
  EXPECT_THAT(refusal(vectors("cookbook/jws/4_4.hmac-sha2_integrity_protection.json")),
              HasSubstr("is secret"));
  EXPECT_THAT(refusal(vectors("cookbook/jws/4_5.signature_with_detached_content.json")),
              HasSubstr("is secret"));
}

TEST_F(Cookbook, RefusesTheJsonSerialisationsAndUnencodedPayloads) {
  const auto rsa =
      set_of(public_part(vectors("cookbook/jws/4_1.rsa_v15_signature.json")["input"]["key"]));
  ASSERT_TRUE(rsa);
  for (const char* path : {"cookbook/jws/4_1.rsa_v15_signature.json",
                           "cookbook/jws/4_6.protecting_specific_header_fields.json",
                           "cookbook/jws/4_7.protecting_content_only.json",
                           "cookbook/jws/4_8.multiple_signatures.json"}) {
    const json output = vectors(path)["output"];
    for (const char* form : {"json", "json_flat"})
      if (output.contains(form)) {
        EXPECT_FALSE(verify_signature(output[form].dump(), **rsa)) << path << ' ' << form;
      }
  }
  for (const char* path : {"cookbook/rfc7797/4.2.hmac-sha2_b64_false.json",
                           "cookbook/rfc7797/hmac-sha2_b64_false.json"}) {
    const json output = vectors(path)["output"];
    for (const auto& [form, token] : output.items())
      EXPECT_FALSE(
          verify_signature(token.is_string() ? token.get<std::string>() : token.dump(), **rsa))
          << path << ' ' << form;
  }
}

TEST_F(Cookbook, RefusesEncryptedTokens) {
  const json example = vectors("cookbook/curve25519/ecdh-es.json");
  const auto keys = set_of(public_part(vectors("cookbook/curve25519/jws.json")["input"]["key"]));
  ASSERT_TRUE(keys);
  const auto payload = verify_signature(example["output"]["compact"].get<std::string>(), **keys);
  ASSERT_FALSE(payload);
  EXPECT_THAT(payload.error().internal, HasSubstr("not of three parts"));
}

TEST_F(Cookbook, ReadsItsKeys) {
  struct Row {
    const char* file;
    bool accepted;
    std::size_t usable;
  };
  for (const Row& row :
       {Row{"3_1.ec_public_key.json", true, 0},  // P-521, which is not among the usual ones
        Row{"3_2.ec_private_key.json", false, 0}, Row{"3_3.rsa_public_key.json", true, 1},
        Row{"3_4.rsa_private_key.json", false, 0},
        Row{"3_5.symmetric_key_mac_computation.json", false, 0},
        Row{"3_6.symmetric_key_encryption.json", false, 0}}) {
    SCOPED_TRACE(row.file);
    const auto keys = set_of(vectors(std::string{"cookbook/jwk/"} + row.file));
    ASSERT_EQ(keys.has_value(), row.accepted);
    if (keys) {
      EXPECT_EQ(usable_keys(**keys), row.usable);
    }
  }
}

}  // namespace
}  // namespace bff::auth
