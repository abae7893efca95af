// SPDX-License-Identifier: Apache-2.0
// What `check` says where the gateway could not tell services of callers as it is told to.
#include <gmock/gmock.h>

#include "auth/token_signer.hpp"
#include "e2e/caller/caller_world.hpp"

namespace bff::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class CallerSetup : public CallerWorld {
 protected:
  std::string signing(const std::string& more = "") {
    return check({.caller = "{ token: { mint: { audience: orders } } }",
                  .auth = "  signing: { keys_file: signing.json, issuer: https://b.example" + more +
                          " }\n"});
  }
  std::string exchange() {
    return check({.caller = "{ token: { exchange: { issuer: https://id.example, client_id: "
                            "gw, client_secret_file: secret, audience: orders } } }"});
  }
};

TEST_F(CallerSetup, WantsAKeyToSignWith) {
  EXPECT_THAT(signing(), AllOf(HasSubstr("gateway.yaml:"), HasSubstr("BFF166"),
                               HasSubstr("No such file"), HasSubstr("signing-key")));
  for (const std::string spoilt : {std::string{"{"}, std::string{R"({"keys":[]})"},
                                   // A public key signs nothing.
                                   auth::key_set_of({key.jwk()})}) {
    folder.write("signing.json", spoilt);
    EXPECT_THAT(signing(), HasSubstr("BFF166")) << spoilt;
  }
  folder.write("signing.json", auth::make_signing_key(auth::Algorithm::es256));
  EXPECT_THAT(signing(), Not(HasSubstr("error")));
}

TEST_F(CallerSetup, WantsTheSecretOfTheClient) {
  EXPECT_THAT(exchange(), AllOf(HasSubstr("gateway.yaml:"), HasSubstr("BFF167"),
                                HasSubstr("/secret'"), HasSubstr("No such file")));
  for (const std::string spoilt : {"", "\n", "two\nlines\n"}) {
    folder.write("secret", spoilt);
    EXPECT_THAT(exchange(), AllOf(HasSubstr("BFF167"), Not(HasSubstr("two")))) << spoilt;
  }
  folder.write("secret", "s3cret\n");
  EXPECT_THAT(exchange(), Not(HasSubstr("error")));
}

TEST_F(CallerSetup, WantsAPathOfItsOwnForThePublicKeys) {
  folder.write("signing.json", auth::make_signing_key(auth::Algorithm::es256));
  EXPECT_THAT(signing(", jwks: clients"), Not(HasSubstr("error")));
  folder.write(
      "routes/b.yaml",
      "version: bff/v1\nroutes:\n"
      "  - { id: shadow, http: \"GET /.well-known/{file}\", auth: public, calls: { look: { "
      "rpc: mirror.v1.Mirror/Look } }, shape: { metadata: $look.metadata } }\n");
  EXPECT_THAT(signing(", jwks: clients"),
              AllOf(HasSubstr("gateway.yaml:"), HasSubstr("BFF168"), HasSubstr("'shadow'"),
                    HasSubstr("/.well-known/jwks.json")));
  EXPECT_THAT(signing(), Not(HasSubstr("error")))
      << "at the admin endpoint they are in nobody's way";
}

}  // namespace
}  // namespace bff::test
