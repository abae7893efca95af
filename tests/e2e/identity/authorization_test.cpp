// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "auth/form.hpp"
#include "e2e/identity/relying_party.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Authorization : public testing::Test {
 protected:
  // An authorization request that holds, with other values of these parameters; an empty one leaves
  // it out.
  Browser::Page ask(std::map<std::string, std::string> changes) {
    std::map<std::string, std::string> all{{"response_type", "code"},
                                           {"client_id", "web"},
                                           {"redirect_uri", RelyingParty::kCallback},
                                           {"scope", "openid"},
                                           {"state", "s&t"},
                                           {"code_challenge", std::string(43, 'a')},
                                           {"code_challenge_method", "S256"}};
    changes.merge(all);
    auth::FormFields fields;
    for (const auto& [name, value] : changes) fields.emplace_back(name, value);
    return browser_.get(provider_.issuer() + "/authorize?" + auth::form_encode(fields));
  }

  DemoIdentity provider_{{RelyingParty::client("web", R"(,"scope":"openid offline_access")"),
                          RelyingParty::client("app")}};
  Browser browser_;
};

class Login : public testing::Test {
 protected:
  DemoIdentity provider_{{RelyingParty::client("web"), RelyingParty::client("app")}};
  RelyingParty party_{provider_};
  Browser browser_;
};

TEST_F(Login, IsByAPageThatListsUsers) {
  const auto page = browser_.get(party_.authorization_url());
  EXPECT_EQ(page.answer.status, 200);
  EXPECT_THAT(page.answer.get_header_value("content-type"), StartsWith("text/html"));
  EXPECT_EQ(page.answer.get_header_value("cache-control"), "no-store");
  EXPECT_THAT(page.answer.body, HasSubstr("<button name=\"user\" value=\"1\">"));
  const auto callback = browser_.submit(page, {{"user", "7"}});
  EXPECT_EQ(callback.answer.status, 303);
  EXPECT_THAT(callback.location(), StartsWith(std::string{RelyingParty::kCallback} + "?code="));
  EXPECT_EQ(value_of(callback, "state"), party_.attempt.state);
  EXPECT_EQ(value_of(callback, "iss"), provider_.issuer());
  EXPECT_THAT(callback.answer.get_header_value("set-cookie"),
              HasSubstr("; Path=/; HttpOnly; SameSite=Lax"));
  EXPECT_EQ(browser_.submit(page, {{"user", "8"}}).answer.status, 400) << "a page is answered once";
}

TEST_F(Login, IsRememberedByTheBrowser) {
  EXPECT_EQ(value_of(party_.pass(browser_, {.prompt = "none"}), "error"), "login_required");
  party_.log_in(browser_, 3);
  EXPECT_NE(value_of(party_.pass(browser_), "code"), "");
  RelyingParty another{provider_, "app"};
  EXPECT_NE(value_of(another.pass(browser_, {.prompt = "none"}), "code"), "");
  Browser elsewhere;
  EXPECT_EQ(party_.pass(elsewhere).answer.status, 200) << "the login page";
}

TEST_F(Login, IsAskedForAnewWhereTheClientWantsIt) {
  party_.log_in(browser_, 3);
  EXPECT_EQ(party_.pass(browser_, {.prompt = "login"}).answer.status, 200);
  EXPECT_EQ(party_.pass(browser_, {.max_age = "0"}).answer.status, 200);
  EXPECT_EQ(party_.pass(browser_, {.max_age = "600"}).answer.status, 303);
  EXPECT_EQ(party_.pass(browser_, {.acr_values = "gold silver"}).answer.status, 200);
  party_.log_in(browser_, 3, {.acr_values = "gold silver"});
  EXPECT_EQ(party_.pass(browser_, {.acr_values = "gold"}).answer.status, 303);
  EXPECT_THAT(party_.pass(browser_, {.prompt = "login", .login_hint = "\"77"}).answer.body,
              HasSubstr("value=\"&quot;77\""));
}

// A cookie that was in the browser before is not the one of the login.
TEST_F(Login, GivesTheBrowserANewCookie) {
  const std::pair<std::string, std::string> name{"127.0.0.1", "demo-identity"};
  browser_.cookies[name] = "planted";
  party_.log_in(browser_, 3);
  const auto first = browser_.cookies[name];
  EXPECT_NE(first, "planted");
  party_.log_in(browser_, 3, {.prompt = "login"});
  EXPECT_NE(browser_.cookies[name], first);
  Browser thief;
  thief.cookies[name] = first;
  EXPECT_EQ(party_.pass(thief).answer.status, 200) << "the login page";
}

TEST_F(Authorization, SendsNobodyToAnUnknownPlace) {
  for (const auto& changes : std::vector<std::map<std::string, std::string>>{
           {{"client_id", "nobody"}},
           {{"redirect_uri", "http://127.0.0.1:1/auth/callback/"}},
           {{"redirect_uri", "http://127.0.0.1:1/auth/callback?x=1"}},
           {{"redirect_uri", ""}},
           {{"redirect_uri", "http://evil.example/\"><script>"}}}) {
    const auto page = ask(changes);
    EXPECT_EQ(page.answer.status, 400);
    EXPECT_FALSE(page.answer.has_header("location"));
    EXPECT_THAT(page.answer.body, Not(HasSubstr("<script>")));
  }
}

TEST_F(Authorization, TellsTheClientOfItsMistakes) {
  const std::vector<std::pair<std::map<std::string, std::string>, std::string>> mistakes{
      {{{"response_type", "token"}}, "unsupported_response_type"},
      {{{"response_mode", "fragment"}}, "invalid_request"},
      {{{"code_challenge", ""}}, "invalid_request"},
      {{{"code_challenge_method", ""}}, "invalid_request"},
      {{{"code_challenge_method", "plain"}}, "invalid_request"},
      {{{"code_challenge", "short"}}, "invalid_request"},
      {{{"scope", "openid admin"}}, "invalid_scope"},
      {{{"max_age", "-1"}}, "invalid_request"},
      {{{"prompt", "none login"}}, "invalid_request"},
      {{{"request", "e30."}}, "request_not_supported"},
  };
  for (const auto& [changes, error] : mistakes) {
    const auto page = ask(changes);
    EXPECT_EQ(value_of(page, "error"), error) << changes.begin()->first;
    EXPECT_EQ(value_of(page, "state"), "s&t");
    EXPECT_EQ(value_of(page, "iss"), provider_.issuer());
    EXPECT_EQ(value_of(page, "code"), "");
  }
  EXPECT_EQ(browser_.get(ask({}).url + "&scope=profile").query().count("error"), 1u) << "twice";
}

TEST_F(Login, CanBePushedAheadOnce) {
  const auto url = party_.authorization_url();
  const auto parameters = url.substr(url.find('?') + 1);
  const auto pushed = party_.post("/par", parameters);
  ASSERT_EQ(pushed.status, 201) << pushed.body;
  const std::string uri = json_of(pushed)["request_uri"];
  const auto query = "&" + auth::form_encode({{"request_uri", uri}});
  const auto authorize = provider_.issuer() + "/authorize?client_id=web" + query;
  const auto callback = browser_.submit(browser_.get(authorize), {{"user", "5"}});
  EXPECT_EQ(party_.redeem(callback).status, 200);
  EXPECT_EQ(browser_.get(authorize).answer.status, 400) << "used";

  const std::string again = json_of(party_.post("/par", parameters))["request_uri"];
  EXPECT_EQ(browser_
                .get(provider_.issuer() + "/authorize?client_id=app&" +
                     auth::form_encode({{"request_uri", again}}))
                .answer.status,
            400)
      << "another client's";
  EXPECT_EQ(json_of(party_.post("/par", parameters + query))["error"], "invalid_request");
  EXPECT_EQ(json_of(RelyingParty(provider_, "app").post("/par", "redirect_uri=http://x"))["error"],
            "invalid_request");
}

// So that a test can start it before it knows where its client will be.
TEST(ClientsInAFile, AreReadAnew) {
  const TempFolder folder;
  const auto file = folder.write("clients.json", "[]");
  const DemoIdentity provider{{"@" + file.string()}};
  RelyingParty party{provider};
  Browser browser;
  EXPECT_EQ(party.pass(browser).answer.status, 400);
  folder.write("clients.json", "[" + RelyingParty::client("web") + "]");
  EXPECT_EQ(party.pass(browser).answer.status, 200);
  folder.write("clients.json", "{");
  EXPECT_THAT(party.pass(browser).answer.body, HasSubstr("clients.json is none: "));
}

TEST(Flags, ThatAreWrongAreExplained) {
  for (const auto& [flags, reason] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--client", R"({"client_id":"x"})"}, "redirect_uris is missing"},
           {{"--client", R"({"clientid":"x"})"}, "there is no member 'clientid'"},
           {{"--client", "@/nowhere"}, "the file cannot be opened"},
           {{"--key", "/nowhere"}, "cannot open the key file '/nowhere'"},
           {{"--listen", "9000"}, "is no HOST:PORT"},
           {{"--listen", "192.0.2.1:9000"}, "none of this machine"}}) {
    std::vector<std::string> command{BFF_BINARY_DIR "/demo/identity/demo-identity"};
    command.insert(command.end(), flags.begin(), flags.end());
    Process process{command};
    EXPECT_EQ(process.wait(), 1);
    EXPECT_THAT(process.output(), HasSubstr(reason));
  }
}

}  // namespace
}  // namespace bff::test
