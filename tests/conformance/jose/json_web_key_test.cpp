// SPDX-License-Identifier: Apache-2.0
// Wycheproof's 26 cases about key sets.
#include <gtest/gtest.h>

#include "auth/verifier.hpp"
#include "conformance/jose/vectors.hpp"

namespace bff::auth {
namespace {

using nlohmann::json;

// Cases that the suite accepts and this gateway refuses: keyed hashes are no algorithm of ours.
bool is_keyed_hash(const json& group) {
  for (const json& key : group["private"]["keys"])
    if (key["kty"] != "oct") return false;
  return true;
}

TEST(JsonWebKey, CasesEndAsTheyShould) {
  if (!has_vectors()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
  const json suite = vectors("json_web_key_test.json");
  int cases = 0, verified = 0;
  for (const json& group : suite["testGroups"]) {
    const json& keys = group.contains("public") ? group["public"] : group["private"];
    const auto set = parse_key_set(keys.dump());
    for (const json& test : group["tests"]) {
      SCOPED_TRACE(test["tcId"].dump() + ' ' + test["comment"].get<std::string>());
      const bool accepted =
          set && verify_signature(test["jws"].get<std::string>(), **set).has_value();
      EXPECT_EQ(accepted, test["result"] == "valid" && !is_keyed_hash(group));
      ++cases;
      verified += accepted;
    }
  }
  EXPECT_EQ(cases, suite["numberOfTests"]);
  EXPECT_EQ(verified, 1) << "the RS256 case; the other valid ones are keyed hashes";
}

}  // namespace
}  // namespace bff::auth
