// SPDX-License-Identifier: Apache-2.0
// Tokens that services get: the caller's own, one that is exchanged for it, one of the gateway's.
#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "auth/base64url.hpp"
#include "auth/token_signer.hpp"
#include "auth/verifier.hpp"
#include "e2e/caller/caller_world.hpp"

namespace bff::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class CallerTokens : public CallerWorld {
 protected:
  static constexpr std::string_view kBearer = "authorization=Bearer ";
  // The token that the service gets.
  std::string sent(const std::string& caller, const std::string& path = "/look") const {
    const auto lines = told(path, bearer(caller));
    if (lines.size() != 1 || !lines[0].starts_with(kBearer)) return testing::PrintToString(lines);
    return lines[0].substr(kBearer.size());
  }
  void sign_with(const std::string& keys) {
    std::filesystem::rename(folder.write("new.json", keys), folder.path() / "signing.json");
  }
  static Result<auth::Principal> read(const std::string& token, const std::string& keys) {
    const auth::Verifier verifier{{{.issuer = "https://bff.internal",
                                    .audiences = {"orders"},
                                    .keys = *auth::parse_key_set(keys)}}};
    return verifier.verify(token, std::chrono::system_clock::now());
  }
};

TEST_F(CallerTokens, AreTheCallersOwnWherePassed) {
  start({.caller = "{ token: pass }"});
  const auto own = token();
  EXPECT_EQ(sent(own), own);
  EXPECT_EQ(sent(own, "/exposed/look"), own);
  EXPECT_EQ(sent(own, "/open"), own);
  EXPECT_THAT(told("/open"), IsEmpty());
}

const std::string kMint = "{ token: { mint: { audience: orders, claims: [tenant] } } }";
std::string signing(const std::string& more = "") {
  return "  claims: { tenant: string }\n"
         "  signing: { keys_file: signing.json, issuer: https://bff.internal" +
         more + " }\n";
}

TEST_F(CallerTokens, AreMadeByTheGateway) {
  sign_with(auth::make_signing_key(auth::Algorithm::es256));
  start({.caller = kMint, .auth = signing()});
  const auto one = sent(token(R"("tenant":"acme")"));
  const auto answer = request(gateway->admin_port(), "GET", "/jwks.json");
  EXPECT_EQ(answer.status, 200);
  const auto known = read(one, answer.body);
  ASSERT_TRUE(known) << known.error().internal;
  EXPECT_EQ(known->subject, "41");
  EXPECT_EQ(*known->claim("tenant"), "acme");
  EXPECT_EQ(*known->claim("idp"), "https://id.example");
  EXPECT_THAT(told("/open"), IsEmpty()) << "nobody asks";
  EXPECT_EQ(get("/.well-known/jwks.json").status, 404) << "it is for operators";

  // By another key from now on, which both are told of.
  const auto next = auth::make_signing_key(auth::Algorithm::eddsa);
  sign_with(next.substr(0, next.rfind("]}")) + "," +
            read_file(folder.path() / "signing.json").substr(sizeof "{\"keys\":[" - 1));
  EXPECT_EQ(gateway->event("signing_keys")["keys"], 2);
  const auto keys = request(gateway->admin_port(), "GET", "/jwks.json").body;
  EXPECT_TRUE(read(one, keys)) << "still";
  for (int i = 0; i < 4; ++i) {
    const auto another = sent(token(R"("tenant":"acme")"));
    EXPECT_THAT(another, StartsWith(auth::base64url(R"({"alg":"EdDSA")").substr(0, 18)));
    EXPECT_TRUE(read(another, keys));
  }
  folder.write("signing.json", "{}");
  gateway->event("signing_keys_refused");
  EXPECT_TRUE(read(sent(token()), keys)) << "the keys that were good stay";
}

TEST_F(CallerTokens, AreMadeOnceForACallerAndAService) {
  sign_with(auth::make_signing_key(auth::Algorithm::eddsa));
  start({.caller = kMint, .auth = signing(", jwks: clients")});
  const auto own = token();
  std::set<std::string> made;
  for (int i = 0; i < 10; ++i) made.insert(sent(own));
  EXPECT_LE(made.size(), 2u) << "one a worker";
  EXPECT_NE(sent(own), sent(token(R"("tenant":"b")")));
  const auto keys = get("/.well-known/jwks.json");
  EXPECT_EQ(keys.status, 200);
  EXPECT_EQ(keys.get_header_value("content-type"), "application/jwk-set+json");
  EXPECT_TRUE(read(*made.begin(), keys.body));
  EXPECT_EQ(request(gateway->port(), "HEAD", "/.well-known/jwks.json").status, 200);
  EXPECT_EQ(request(gateway->admin_port(), "GET", "/jwks.json").status, 404);
}

// OpenSSL's own command line has the last word.
TEST_F(CallerTokens, AreVerifiedByOpenSsl) {
  Process make({GatewaySetup{}.executable, "signing-key", "--alg", "EdDSA"});
  ASSERT_EQ(make.wait(), 0) << make.output();
  sign_with(make.output());
  start({.caller = kMint, .auth = signing()});
  const auto made = sent(token());
  const auto keys = nlohmann::json::parse(request(gateway->admin_port(), "GET", "/jwks.json").body);
  const auto x = auth::decode_base64url(keys["keys"][0]["x"].get<std::string>());
  // RFC 8410 §4: SubjectPublicKeyInfo of Ed25519 is these bytes and the key.
  const std::string prefix{"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12};
  const auto dot = made.rfind('.');
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  folder.write("key.der", prefix + *x);
  folder.write("message", made.substr(0, dot));
  folder.write("signature", *auth::decode_base64url(made.substr(dot + 1)));
  Process verify({"openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey",
                  path("key.der"), "-in", path("message"), "-sigfile", path("signature")});
  EXPECT_EQ(verify.wait(), 0) << verify.output();
}

// A token endpoint on loopback.
class Exchanger {
 public:
  Exchanger() {
    server_.Post("/token", [this](const httplib::Request& request, httplib::Response& response) {
      ++asked;
      const std::lock_guard lock{mutex_};
      last = request;
      response.status = status;
      response.set_content(status == 200
                               ? R"({"access_token":"for-orders-)" + std::to_string(asked) +
                                     R"(","token_type":"Bearer","expires_in":300})"
                               : R"({"error":")" + error + "\"}",
                           "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { server_.listen_after_bind(); }};
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Exchanger() {
    server_.stop();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/token"; }
  void refuse(int with, const std::string& word) {
    const std::lock_guard lock{mutex_};
    status = with;
    error = word;
  }
  httplib::Request last_request() {
    const std::lock_guard lock{mutex_};
    return last;
  }

  std::atomic<int> asked{0};

 private:
  std::mutex mutex_;
  int status = 200;
  std::string error;
  httplib::Request last;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

class ExchangedTokens : public CallerTokens {
 protected:
  std::string exchange(const std::string& url, const std::string& more = "") const {
    return "{ token: { exchange: { url: \"" + url +
           "\", client_id: bff-web, client_secret_file: secret, audience: orders, scope: [a, b]" +
           more + " } } }";
  }
  void SetUp() override { folder.write("secret", "s1\n"); }

  Exchanger provider;
};

TEST_F(ExchangedTokens, AreAskedForOnce) {
  start({.caller = exchange(provider.url())});
  const auto own = token();
  std::vector<std::thread> clients;
  std::atomic<int> good{0};
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] { good += sent(own) == "for-orders-1" ? 1 : 0; });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(good, 8);
  EXPECT_EQ(provider.asked, 1);
  EXPECT_EQ(sent(own, "/exposed/look"), "for-orders-1");
  EXPECT_EQ(sent(own, "/watch"), "for-orders-1");
  EXPECT_EQ(sent(token(R"("x":1)")), "for-orders-2") << "another caller";
  const auto asked = provider.last_request();
  EXPECT_EQ(asked.get_param_value("audience"), "orders");
  EXPECT_EQ(asked.get_param_value("scope"), "a b");
  EXPECT_EQ(asked.get_header_value("authorization"), "Basic YmZmLXdlYjpzMQ==");
  EXPECT_THAT(told("/open"), IsEmpty()) << "nobody asks";
  EXPECT_EQ(provider.asked, 2);

  folder.write("secret", "s2\n");
  gateway->event("client_secret");
  EXPECT_EQ(sent(token(R"("x":2)")), "for-orders-3");
  EXPECT_EQ(provider.last_request().get_header_value("authorization"), "Basic YmZmLXdlYjpzMg==");
  EXPECT_THAT(request(gateway->admin_port(), "GET", "/metrics").body,
              HasSubstr("\nbff_token_exchanges_total{result=\"ok\"} 3\n"));
}

TEST_F(ExchangedTokens, FailTheCallThatWantsThem) {
  start({.caller = exchange(provider.url())});
  const auto problem = [&](const std::string& path, const std::string& caller) {
    const auto answer = get(path, bearer(caller));
    return std::to_string(answer.status) + " " + json_of(answer).value("type", "");
  };
  provider.refuse(400, "invalid_grant");
  for (const std::string path : {"/look", "/exposed/look", "/watch", "/exposed/watch"})
    EXPECT_EQ(problem(path, token()), "403 urn:bff:forbidden") << path;
  const auto calls = gateway->access_line("/look")["calls"];
  EXPECT_EQ(calls[0]["upstream"], "mirror");
  EXPECT_THAT(calls[0]["message"].get<std::string>(), HasSubstr("invalid_grant"));
  provider.refuse(401, "invalid_client");
  EXPECT_EQ(problem("/look", token(R"("x":1)")), "502 urn:bff:upstream-error");
  provider.refuse(503, "");
  EXPECT_EQ(problem("/look", token(R"("x":2)")), "503 urn:bff:upstream-unavailable");
}

TEST_F(ExchangedTokens, AreNotNeededWhereTheRouteLivesWithout) {
  start({.caller = exchange("http://127.0.0.1:1/token"), .call = ", on_error: as_null"});
  const auto answer = get("/look", bearer(token()));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer)["metadata"], nullptr);
}

}  // namespace
}  // namespace bff::test
