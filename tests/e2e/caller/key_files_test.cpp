// SPDX-License-Identifier: Apache-2.0
// Files of keys that become others while the gateway serves.
#include <gmock/gmock.h>

#include <thread>

#include "e2e/caller/caller_world.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

class KeyFiles : public CallerWorld {
 protected:
  // In one step, as tools do that put files in place.
  void replace(const std::string& text) {
    std::filesystem::rename(folder.write("new.json", text), keys_file);
  }
  int status(const std::string& token) const { return get("/look", bearer(token)).status; }
};

// First both keys are told, then the new one signs, then the old one goes: as a rotation should be.
TEST_F(KeyFiles, AreReadAnewWithoutARefusal) {
  start();
  const auto second = auth::SigningKey::p256();
  const std::string old_jwk = key.jwk(R"("kid":"a")"), new_jwk = second.jwk(R"("kid":"b")");
  const auto signed_by = [](const auth::SigningKey& by, const std::string& id) {
    const auto plain = token_of(by);
    const auto claims = plain.substr(plain.find('.') + 1);
    const auto message = auth::base64url(R"({"alg":"ES256","kid":")" + id + R"("})") + "." +
                         claims.substr(0, claims.find('.'));
    return message + "." + auth::base64url(by.sign(message));
  };
  const std::string old_token = signed_by(key, "a"), new_token = signed_by(second, "b");
  replace(auth::key_set_of({old_jwk}));
  gateway->event("issuer_keys");
  ASSERT_EQ(status(old_token), 200);
  EXPECT_EQ(status(new_token), 401);

  std::atomic<bool> stop{false};
  std::atomic<int> answered{0}, refused{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back([&] {
      httplib::Client client{"127.0.0.1", gateway->port()};
      client.set_keep_alive(true);
      while (!stop || answered + refused < 200) {
        const auto answer = client.Get("/look", bearer(old_token));
        ++(answer && answer->status == 200 ? answered : refused);
      }
    });
  }
  replace(auth::key_set_of({old_jwk, new_jwk}));
  EXPECT_EQ(gateway->event("issuer_keys")["keys"], 2);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(status(new_token), 200) << "on either worker";
  stop = true;
  for (auto& client : clients) client.join();
  EXPECT_EQ(refused, 0) << "of " << answered;

  replace(auth::key_set_of({new_jwk}));
  gateway->event("issuer_keys");
  // Though it was verified before, and is remembered.
  for (int i = 0; i < 8; ++i) EXPECT_EQ(status(old_token), 401);
  EXPECT_EQ(status(new_token), 200);
}

TEST_F(KeyFiles, ServeOnWhenTheyAreSpoilt) {
  start();
  ASSERT_EQ(status(token()), 200);
  folder.write("keys.json", "{");
  const auto event = gateway->event("issuer_keys_refused");
  EXPECT_THAT(event["file"].get<std::string>(), HasSubstr("keys.json"));
  EXPECT_NE(event["why"], "");
  EXPECT_EQ(status(token()), 200);
  std::filesystem::remove(keys_file);
  gateway->event("issuer_keys_refused");
  EXPECT_EQ(status(token()), 200);
}

}  // namespace
}  // namespace bff::test
