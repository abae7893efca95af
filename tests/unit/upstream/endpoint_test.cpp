// SPDX-License-Identifier: Apache-2.0
// Endpoints that are names, with a resolver that says what the test has it say.
#include "upstream/endpoint.hpp"

#include <gmock/gmock.h>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "answer_hello.hpp"
#include "client_fixture.hpp"
#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using test::ScriptedServer;
using testing::HasSubstr;
namespace h2 = test::h2;
using boost::asio::ip::address_v4;

struct Dns {
  boost::system::error_code error;
  Addresses addresses;
  bool silent = false;
  int lookups = 0;
  std::string host;
};

class ScriptedResolver final : public Resolver {
 public:
  ScriptedResolver(boost::asio::io_context& loop, Dns& dns) : loop_(loop), dns_(dns) {}
  void resolve(const std::string& host, std::uint16_t, Handler done) override {
    ++dns_.lookups;
    dns_.host = host;
    if (dns_.silent) return;
    boost::asio::post(loop_, [done = std::move(done), error = dns_.error,
                              addresses = dns_.addresses] { done(error, addresses); });
  }

 private:
  boost::asio::io_context& loop_;
  Dns& dns_;
};

struct Named : ClientTest {
  Dns dns;
  ScriptedServer first{loop, h2::settings(), answer_hello},
      second{loop, h2::settings(), answer_hello};

  void SetUp() override {
    config.max_backoff = 20ms;
    make_client({"users.internal:50051"}, std::make_unique<ScriptedResolver>(loop, dns));
  }
  void TearDown() override {
    client.reset();
    settle();
  }

  static boost::asio::ip::tcp::endpoint address(const ScriptedServer& server) {
    return {address_v4::loopback(), server.port()};
  }
  static int calls(const ScriptedServer& server) {
    int count = 0;
    for (const auto& connection : server.connections()) count += connection->count(h2::kHeaders);
    return count;
  }
};

TEST_F(Named, ResolvesItsNameAtTheFirstCall) {
  dns.addresses = {address(first)};
  settle();
  EXPECT_EQ(dns.lookups, 0);
  EXPECT_EQ(call("/a.B/C").code, code::kOk);
  EXPECT_EQ(dns.host, "users.internal");
  EXPECT_EQ(dns.lookups, 1);
}

TEST_F(Named, ConnectsToEveryAddressAndGoesRoundThem) {
  dns.addresses = {address(first), address(second), address(first)};
  ASSERT_TRUE(run_until([&] {
    call("/a.B/C");
    return calls(first) > 0 && calls(second) > 0;
  }));
  const int before = calls(first) - calls(second);
  for (int i = 0; i < 6; ++i) ASSERT_EQ(call("/a.B/C").code, code::kOk);
  EXPECT_EQ(calls(first) - calls(second), before);
  EXPECT_EQ(first.connections().size(), 1U);
}

TEST_F(Named, ResolvesAnewWhenAConnectionIsLost) {
  dns.addresses = {address(first)};
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  dns.addresses = {address(second)};
  first.connections()[0]->close();
  ASSERT_TRUE(run_until([&] { return second.connections().size() == 1; }));
  EXPECT_EQ(call("/a.B/C").code, code::kOk);
  EXPECT_EQ(calls(second), 1);
  EXPECT_EQ(first.connections().size(), 1U);
}

TEST_F(Named, FailsCallsWhenDnsFailsAndSaysSo) {
  dns.error = boost::asio::error::host_not_found;
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.unprocessed);
  EXPECT_THAT(outcome.message, HasSubstr("DNS: cannot resolve 'users.internal'"));
}

TEST_F(Named, FailsCallsWhenTheNameHasNoAddressAndSaysSo) {
  EXPECT_THAT(call("/a.B/C").message, HasSubstr("DNS: 'users.internal' has no address"));
}

TEST_F(Named, GivesUpALookupThatIsNotAnswered) {
  config.connect_timeout = 10ms;
  make_client({"users.internal:50051"}, std::make_unique<ScriptedResolver>(loop, dns));
  dns.silent = true;
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_THAT(outcome.message, HasSubstr("DNS"));
}

TEST_F(Named, AsksAgainUntilDnsAnswers) {
  dns.error = boost::asio::error::host_not_found_try_again;
  ASSERT_EQ(call("/a.B/C").code, code::kUnavailable);
  dns.error = {};
  dns.addresses = {address(first)};
  ASSERT_TRUE(run_until([&] { return !first.connections().empty(); }));
  EXPECT_EQ(call("/a.B/C").code, code::kOk);
}

TEST_F(Named, KeepsItsLastAddressesWhenDnsFailsLater) {
  dns.addresses = {address(first)};
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  for (const bool empty : {true, false}) {
    dns.addresses.clear();
    if (!empty) dns.error = boost::asio::error::host_not_found;
    const auto before = first.connections().size();
    first.connections().back()->close();
    ASSERT_TRUE(run_until([&] { return first.connections().size() == before + 1; }));
    ASSERT_TRUE(run_until([&] { return call("/a.B/C").code == code::kOk; }));
  }
}

TEST_F(Named, UsesABoundedNumberOfAThousandAddresses) {
  ScriptedServer everywhere{loop, h2::settings(), answer_hello, address_v4::any()};
  for (std::uint32_t i = 1; i <= 1000; ++i) {
    dns.addresses.push_back({address_v4{(127U << 24) + i}, everywhere.port()});
  }
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  ASSERT_TRUE(
      run_until([&] { return everywhere.connections().size() == Endpoint::kMaxAddresses; }));
  // Each takes its turn, and there are no others.
  for (std::size_t i = 0; i < 2 * Endpoint::kMaxAddresses; ++i) call("/a.B/C");
  EXPECT_EQ(everywhere.connections().size(), Endpoint::kMaxAddresses);
  client.reset();
}

TEST_F(Named, LeavesAnAddressThatDnsNoLongerListsOnlyWhenItsConnectionIsLost) {
  dns.addresses = {address(first), address(second)};
  ASSERT_TRUE(run_until([&] {
    call("/a.B/C");
    return calls(first) > 0 && calls(second) > 0;
  }));
  dns.addresses = {address(second)};
  second.connections()[0]->close();
  ASSERT_TRUE(run_until([&] { return second.connections().size() == 2; }));
  const int before = calls(first);
  ASSERT_TRUE(run_until([&] {
    call("/a.B/C");
    return calls(first) > before;
  }));
  first.connections()[0]->close();
  const int lookups = dns.lookups;
  ASSERT_TRUE(run_until([&] { return dns.lookups > lookups; }));
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  EXPECT_EQ(first.connections().size(), 1U);
}

TEST_F(Named, PassesOverAnAnswerThatComesAfterItsEnd) {
  dns.addresses = {address(first)};
  const auto started = start("/a.B/C");
  client.reset();
  ASSERT_TRUE(run_until_done({started}));
  settle();
  EXPECT_TRUE(first.connections().empty());
}

TEST(SystemResolver, ResolvesAnAddressLiteralOnItsThread) {
  boost::asio::io_context loop;
  const auto resolver = make_system_resolver(loop);
  Addresses found;
  resolver->resolve("127.0.0.1", 50051, [&](boost::system::error_code error, Addresses addresses) {
    EXPECT_FALSE(error);
    found = std::move(addresses);
  });
  EXPECT_TRUE(found.empty());
  loop.run();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].port(), 50051);
}

}  // namespace
}  // namespace bff::upstream
