// SPDX-License-Identifier: Apache-2.0
// The script demo/token, run as a user does, and judged by the gateway's own verifier.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <string>

#include "auth/verifier.hpp"

namespace demo {
namespace {

namespace fs = std::filesystem;
using bff::auth::Principal;
using bff::auth::Verifier;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

struct Outcome {
  int status;
  std::string output;
};

class Token : public testing::Test {
 protected:
  Token() {
    std::string name = testing::TempDir() + "bff-token-XXXXXX";
    home_ = mkdtemp(name.data());
  }
  ~Token() override { fs::remove_all(home_); }

  // Standard output and error together.
  Outcome run(const std::string& arguments) const {
    const std::string command = "BFF_DEMO_HOME='" + home_.string() +
                                "' " BFF_SOURCE_DIR "/demo/token " + arguments + " 2>&1";
    std::FILE* const pipe = popen(command.c_str(), "r");
    Outcome result{};
    std::array<char, 4096> piece;
    while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), pipe))
      result.output.append(piece.data(), size);
    result.status = WEXITSTATUS(pclose(pipe));
    return result;
  }

  std::string read(const char* file) const {
    std::ostringstream text;
    text << std::ifstream{home_ / file}.rdbuf();
    return text.str();
  }

  // By the key set that the script wrote.
  bff::Result<Principal> verify(std::string token,
                                std::chrono::seconds later = std::chrono::seconds{0}) const {
    if (!token.empty() && token.back() == '\n') token.pop_back();
    const auto keys = bff::auth::parse_key_set(read("keys.json"));
    if (!keys) return keys.error();
    const Verifier verifier{{{.issuer = "https://id.example",
                              .audiences = {"shop"},
                              .leeway = std::chrono::seconds{0},
                              .keys = *keys}}};
    return verifier.verify(token, std::chrono::system_clock::now() + later);
  }

  fs::path home_;
};

TEST_F(Token, IsOneThatTheGatewayAccepts) {
  const Outcome minted = run("42");
  ASSERT_EQ(minted.status, 0) << minted.output;
  const auto principal = verify(minted.output);
  ASSERT_TRUE(principal) << principal.error().internal;
  EXPECT_EQ(principal->subject, "42");
  EXPECT_THAT(principal->scopes, ElementsAre("profile.read", "orders.read"));
}

TEST_F(Token, HasTheScopesAndTheLifetimeAskedFor) {
  const Outcome minted = run("7 --scopes 'a b.c' --lifetime 10m");
  const auto principal = verify(minted.output, std::chrono::seconds{300});
  ASSERT_TRUE(principal) << principal.error().internal;
  EXPECT_THAT(principal->scopes, ElementsAre("a", "b.c"));
  EXPECT_FALSE(verify(minted.output, std::chrono::seconds{601}));
  EXPECT_THAT(verify(run("7 --scopes ''").output)->scopes, IsEmpty());
}

TEST_F(Token, IsSignedByTheSameKeyEveryTime) {
  const std::string first = run("1").output;
  const std::string keys = read("keys.json");
  const std::string second = run("2").output;
  EXPECT_EQ(read("keys.json"), keys);
  EXPECT_TRUE(verify(first));
  EXPECT_TRUE(verify(second));
}

TEST_F(Token, KeyIsReadableByItsOwnerOnly) {
  ASSERT_EQ(run("--keys-only").output, "");
  EXPECT_EQ(fs::status(home_ / "key.pem").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THAT(read("key.pem"), StartsWith("-----BEGIN PRIVATE KEY-----"));
}

TEST_F(Token, KeysSurviveThatSeveralFirstRunsHappenAtOnce) {
  std::array<std::future<Outcome>, 4> runs;
  for (auto& each : runs) each = std::async(std::launch::async, [this] { return run("42"); });
  for (auto& each : runs) EXPECT_TRUE(verify(each.get().output));
  EXPECT_EQ(std::distance(fs::directory_iterator{home_}, {}), 2) << "nothing else is left behind";
}

TEST_F(Token, KeySetIsMadeAgainWhenItIsLost) {
  const std::string before = run("42").output;
  fs::remove(home_ / "keys.json");
  run("--keys-only");
  EXPECT_TRUE(verify(before));
}

TEST_F(Token, RefusesWhatItCannotPutIntoAToken) {
  for (const auto& [arguments, said] : {std::pair{"", "usage:"},
                                        {"ada", "'ada' is no user's number"},
                                        {"0", "'0' is no"},
                                        {"-1", "no option '-1'"},
                                        {"042", "'042' is no"},
                                        {"1 2", "one user only"},
                                        {"9999999999999999999", "is no user's number"},
                                        {"1 --lifetime 1d", "'1d' is no time"},
                                        {"1 --lifetime 0s", "'0s' is no time"},
                                        {"1 --lifetime", "--lifetime wants a value"},
                                        {"1 --scopes 'a\"b'", "are no scopes"},
                                        {"1 --scopes 'a  b'", "are no scopes"},
                                        {"1 --scope a", "no option '--scope'"},
                                        {"--keys-only 1", "takes no user"}}) {
    const Outcome refused = run(arguments);
    EXPECT_EQ(refused.status, 2) << arguments;
    EXPECT_THAT(refused.output, HasSubstr(said)) << arguments;
  }
  EXPECT_TRUE(fs::is_empty(home_)) << "and makes no key for it";
}

}  // namespace
}  // namespace demo
