// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "auth/form.hpp"
#include "e2e/identity/relying_party.hpp"
#include "support/http.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

constexpr const char* kBye = "http://127.0.0.1:1/bye";

// A client's end of back-channel logout. As a gateway may, it asks for the keys before it answers.
class Listener {
 public:
  Listener() {
    server_.Post("/logout", [this](const httplib::Request& request, httplib::Response& response) {
      if (provider != nullptr) response.status = get(provider->port(), "/keys").status;
      const std::lock_guard lock{mutex_};
      tokens_.push_back(request.get_param_value("logout_token"));
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { server_.listen_after_bind(); }};
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Listener() {
    server_.stop();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/logout"; }
  std::vector<std::string> tokens() const {
    const std::lock_guard lock{mutex_};
    return tokens_;
  }

  const DemoIdentity* provider = nullptr;

 private:
  httplib::Server server_;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> tokens_;
  std::thread thread_;
};

class Logout : public testing::Test {
 protected:
  Logout() { listener_.provider = &provider_; }

  std::string end_session(const std::string& target, const std::string& client = "web") const {
    return provider_.issuer() + "/end_session?" +
           auth::form_encode(
               {{"client_id", client}, {"post_logout_redirect_uri", target}, {"state", "s"}});
  }
  // The button of the page that asks.
  static std::string confirmation(const Browser::Page& page) {
    const std::string button = "name=\"confirmation\" value=\"";
    const auto begin = page.answer.body.find(button) + button.size();
    return page.answer.body.substr(begin, page.answer.body.find('"', begin) - begin);
  }

  Listener listener_;
  DemoIdentity provider_{
      {RelyingParty::client("web", R"(,"backchannel_logout_uri":")" + listener_.url() +
                                       R"(","post_logout_redirect_uris":[")" + kBye + R"("])"),
       RelyingParty::client("app", R"(,"backchannel_logout_uri":"http://127.0.0.1:1/gone")")}};
  RelyingParty party_{provider_};
  Browser browser_;
};

TEST_F(Logout, IsAskedForThenToldToClientsAndEndsTheLogin) {
  const auto id =
      party_.verify(json_of(party_.redeem(party_.log_in(browser_, 7)))["id_token"], "web");
  const auto question = browser_.get(end_session(kBye));
  EXPECT_EQ(question.answer.status, 200);
  EXPECT_THAT(question.answer.body, HasSubstr("User 7 is logged in."));
  EXPECT_EQ(party_.pass(browser_).answer.status, 303) << "nothing has happened yet";
  EXPECT_THAT(listener_.tokens(), testing::IsEmpty());

  const auto done = browser_.submit(question, {{"confirmation", confirmation(question)}});
  EXPECT_EQ(done.location(), std::string{kBye} + "?state=s");
  EXPECT_EQ(party_.pass(browser_).answer.status, 200) << "the login page";
  EXPECT_THAT(browser_.cookies, testing::IsEmpty());

  ASSERT_THAT(listener_.tokens(), testing::SizeIs(1));
  const auto token = listener_.tokens()[0];
  const auto keys = auth::parse_key_set(get(provider_.port(), "/keys").body);
  const auto claims = auth::verify_signature(token, **keys);
  ASSERT_TRUE(claims.has_value()) << claims.error().internal;
  const auto json = nlohmann::json::parse(*claims);
  EXPECT_EQ(json["iss"], provider_.issuer());
  EXPECT_EQ(json["aud"], "web");
  EXPECT_EQ(json["sub"], "7");
  EXPECT_EQ(json["sid"], id->claims.at("sid"));
  EXPECT_EQ(json["events"].dump(), R"({"http://schemas.openid.net/event/backchannel-logout":{}})");
  EXPECT_FALSE(json.contains("nonce"));
}

TEST_F(Logout, EndsThoughAClientDoesNotAnswer) {
  RelyingParty app{provider_, "app"};
  app.log_in(browser_, 7);
  party_.pass(browser_);
  const auto question = browser_.get(end_session(kBye));
  browser_.submit(question, {{"confirmation", confirmation(question)}});
  EXPECT_THAT(listener_.tokens(), testing::SizeIs(1));
  EXPECT_TRUE(provider_.process().await_line([](const std::string& line) {
    return line.find("http://127.0.0.1:1/gone was not told of a logout") != std::string::npos;
  }));
}

TEST_F(Logout, SendsNobodyToAnUnknownPlace) {
  party_.log_in(browser_, 7);
  for (const auto& url : {end_session("http://evil.example/"), end_session(kBye, "app"),
                          end_session(kBye, ""), end_session(kBye, "nobody")}) {
    const auto page = browser_.get(url);
    EXPECT_EQ(page.answer.status, 400);
    EXPECT_FALSE(page.answer.has_header("location"));
  }
}

TEST_F(Logout, IsNotDoneForAnotherSite) {
  party_.log_in(browser_, 7);
  for (const char* confirmation : {"", "guessed"}) {
    const auto page =
        browser_.post(provider_.issuer() + "/end_session", {{"confirmation", confirmation}});
    EXPECT_EQ(page.answer.status, 200);
  }
  EXPECT_EQ(party_.pass(browser_).answer.status, 303) << "still logged in";
}

TEST_F(Logout, OfNobodyGoesOn) {
  EXPECT_EQ(browser_.get(end_session(kBye)).location(), std::string{kBye} + "?state=s");
  EXPECT_THAT(browser_.get(provider_.issuer() + "/end_session").answer.body,
              HasSubstr("You are logged out"));
}

}  // namespace
}  // namespace bff::test
