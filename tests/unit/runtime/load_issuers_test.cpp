// SPDX-License-Identifier: Apache-2.0
#include "runtime/load_issuers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/introspection.hpp"
#include "runtime/load_introspection.hpp"
#include "support/temp_folder.hpp"

namespace bff::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kKeys =
    R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";

class LoadIssuers : public testing::Test {
 protected:
  config::Issuer issuer() const {
    config::Issuer made;
    made.issuer = "https://id.example";
    made.audiences = {"shop"};
    return made;
  }
  std::optional<auth::Verifier> load(config::Issuer one) {
    config::Auth auth;
    auth.issuers.push_back(std::move(one));
    sources.clear();
    files.clear();
    problems = {};
    return load_issuers(auth, sources, files, problems);
  }

  bff::test::TempFolder folder;
  std::vector<KeySource> sources;
  std::vector<KeyFile> files;
  Diagnostics problems;
};

TEST_F(LoadIssuers, MakesRulesOfTheConfiguration) {
  auto one = issuer();
  one.jwks_file = folder.write("keys.json", kKeys);
  one.algorithms = {"EdDSA", "PS256"};
  one.types = {"application/AT+JWT"};
  one.parties = {"web"};
  one.max_age = std::chrono::hours{1};
  one.dpop = config::Issuer::Dpop::optional;
  const auto verifier = load(one);
  ASSERT_TRUE(verifier) << problems.text();
  EXPECT_THAT(sources, IsEmpty());
  const auth::IssuerRules& rules = verifier->issuers().at(0);
  EXPECT_THAT(rules.algorithms,
              testing::ElementsAre(auth::Algorithm::eddsa, auth::Algorithm::ps256));
  EXPECT_THAT(rules.types, testing::ElementsAre("at+jwt"));
  EXPECT_THAT(rules.parties, testing::ElementsAre("web"));
  EXPECT_EQ(rules.max_age, std::chrono::hours{1});
  EXPECT_EQ(rules.dpop, auth::Dpop::optional);
  EXPECT_NE(rules.keys, nullptr);
}

TEST_F(LoadIssuers, LeavesKeysThatAreFetchedForLater) {
  auto one = issuer();
  Url url;
  ASSERT_EQ(parse_url("https://id.example/keys", url), "");
  one.jwks_url = url;
  const auto by_url = load(one);
  ASSERT_TRUE(by_url) << problems.text();
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(by_url->issuers().at(0).source, sources[0].id);
  EXPECT_EQ(sources[0].url.text(), "https://id.example/keys");
  EXPECT_FALSE(sources[0].discovery);
  const std::string id = sources[0].id;
  one.refresh = std::chrono::minutes{1};
  ASSERT_TRUE(load(one));
  EXPECT_EQ(sources[0].id, id) << "other times, the same keys";
  std::swap(one.jwks_url, one.discovery);
  ASSERT_TRUE(load(one));
  EXPECT_TRUE(sources[0].discovery);
  EXPECT_NE(sources[0].id, id);
}

// What a worker serves, with the keys of a file that has become another.
TEST_F(LoadIssuers, ReadsFilesAnew) {
  auto one = issuer();
  one.jwks_file = folder.write("keys.json", kKeys);
  ASSERT_TRUE(load(one)) << problems.text();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].event, "issuer_keys");
  EXPECT_EQ(files[0].path, one.jwks_file);
  EXPECT_EQ(files[0].stamp, stamp_of(one.jwks_file));
  EXPECT_FALSE(files[0].read("{")) << "the old ones stay";
  EXPECT_FALSE(files[0].read(R"({"keys":[]})"));
  const auto change = files[0].read(kKeys);
  ASSERT_TRUE(change) << change.error().internal;
  EXPECT_EQ(change->keys, 1u);
  one = issuer();
  one.algorithms = {"HS256"};
  one.secret_file = folder.write("secret", std::string(32, 'x'));
  ASSERT_TRUE(load(one)) << problems.text();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].event, "issuer_secret");
  EXPECT_FALSE(files[0].read("short"));
  EXPECT_TRUE(files[0].read(std::string(32, 'y')));
}

TEST_F(LoadIssuers, ReportsKeysThatProtectNothing) {
  const auto refused = [this](const config::Issuer& one) {
    EXPECT_FALSE(load(one));
    return problems.text();
  };
  auto one = issuer();
  one.jwks_file = folder.path() / "none.json";
  EXPECT_THAT(refused(one), HasSubstr("BFF140"));
  one.jwks_file = folder.write("keys.json", kKeys);
  one.algorithms = {"RS256"};
  EXPECT_THAT(refused(one), HasSubstr("BFF144"));
  one = issuer();
  one.algorithms = {"HS256", "HS512"};
  one.secret_file = folder.path() / "none";
  EXPECT_THAT(refused(one), HasSubstr("BFF140"));
  one.secret_file = folder.write("secret", std::string(63, 'x') + "\n");
  EXPECT_THAT(refused(one), HasSubstr("it holds 504 bits; HS512 needs 512"));
  one.secret_file = folder.write("secret", std::string(64, 'x') + "\n");
  EXPECT_TRUE(load(one)) << problems.text();
  one = issuer();
  one.discovery = Url{};
  one.ca = folder.write("ca.pem", "no certificate");
  EXPECT_THAT(refused(one), HasSubstr("BFF146"));
}

TEST_F(LoadIssuers, ReadsAsWhomIssuersAreAsked) {
  auto one = issuer();
  config::Introspection asked{.discovery = Url{},
                              .client_id = "gw",
                              .client_secret_file = folder.write("secret", "s&cret\r\n"),
                              .always = true};
  const auto introspection = [&] {
    one.introspection = std::make_shared<const config::Introspection>(asked);
    config::Auth auth{.issuers = {one}};
    problems = {};
    return load_introspection(auth, load(one), problems);
  };
  const auto made = introspection();
  ASSERT_EQ(made.size(), 1U) << problems.text();
  EXPECT_EQ(made[0].client_secret, "s&cret");
  EXPECT_TRUE(made[0].discovery);
  EXPECT_TRUE(made[0].rules.asking.alone);
  EXPECT_EQ(made[0].rules.asking.source, made[0].id);
  one.audiences.emplace_back("other");
  EXPECT_NE(introspection().at(0).id, made[0].id) << "answers were judged by other rules";
  one.ca = folder.write("ca.pem", "no certificate");
  EXPECT_THAT(introspection(), IsEmpty());
  EXPECT_THAT(problems.text(), HasSubstr("BFF146"));
  one.ca.clear();
  for (const auto& [file, code] :
       {std::pair{folder.path() / "none", "BFF140"}, {folder.write("empty", "\n"), "BFF141"}}) {
    asked.client_secret_file = file;
    EXPECT_THAT(introspection(), IsEmpty());
    EXPECT_THAT(problems.text(), HasSubstr(code));
  }
}

}  // namespace
}  // namespace bff::runtime
