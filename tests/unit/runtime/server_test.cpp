// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/server.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/system/system_error.hpp>

#include "loopback.hpp"
#include "usual_requests.hpp"

namespace bff::runtime::http1 {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

bool ready(const std::future<void>& future) {
  return future.wait_for(20s) == std::future_status::ready;
}

TEST(Server, NamesTheAddressThatItCannotBind) {
  boost::asio::io_context loop;
  ConnectionQuota quota(1, 1);
  const tcp::endpoint elsewhere(boost::asio::ip::make_address("192.0.2.1"), 8080);
  try {
    Server server(loop, elsewhere, {}, quota, {});
    FAIL() << "192.0.2.1 is an address of documentation";
  } catch (const boost::system::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot listen on 192.0.2.1:8080"));
  }
}

TEST(Server, SharesItsAddressWithOtherWorkers) {
  Loopback first;
  boost::asio::io_context loop;
  ConnectionQuota quota(1, 1);
  const Server second(loop, first.server().local_endpoint(), {}, quota, {});
  EXPECT_EQ(second.local_endpoint(), first.server().local_endpoint());
}

TEST(Server, RefusesConnectionsBeyondTheQuota) {
  Loopback loopback({.total = 2});
  Client first(loopback.port()), second(loopback.port());
  for (Client* client : {&first, &second}) {
    client->send(kGet);
    EXPECT_EQ(body_of(client->response()), "GET /a ");
  }
  EXPECT_EQ(loopback.server().connections(), 2u);
  Client third(loopback.port());
  EXPECT_EQ(third.rest(), "");
  EXPECT_EQ(loopback.server().refused(), 1u);
}

TEST(Server, TakesConnectionsAgainWhenOthersHaveGone) {
  Loopback loopback({.per_address = 1});
  {
    Client first(loopback.port());
    first.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    first.rest();
  }
  // The first one's place is free once the server has seen its end, which no answer tells.
  while (loopback.quota().open() > 0) std::this_thread::yield();
  Client second(loopback.port());
  second.send(kGet);
  EXPECT_EQ(body_of(second.response()), "GET /a ");
}

// What a reload brings holds for clients that are connected already.
TEST(Server, AsksAboutTheHeadsThatCome) {
  constexpr std::string_view kPost = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  Loopback loopback;
  Client client(loopback.port());
  int asked = 0;
  const auto answered = [&] {
    client.send(kPost);
    return body_of(client.response());
  };
  EXPECT_EQ(answered(), "POST /a hi");
  loopback.run([&] {
    loopback.server().ask([&](const Request&) {
      ++asked;
      return ContentTerms{};
    });
  });
  EXPECT_EQ(answered(), "POST /a hi");
  EXPECT_EQ(asked, 1);
  loopback.run([&] { loopback.server().ask(nullptr); });
  EXPECT_EQ(answered(), "POST /a hi");
  EXPECT_EQ(asked, 1);
}

// Lowers the limit of open files to what is open now, so that nothing more can be opened.
class NoMoreFiles {
 public:
  NoMoreFiles() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest_free = ::fcntl(0, F_DUPFD_CLOEXEC, 0);
    ::close(lowest_free);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(lowest_free);
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~NoMoreFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(Server, SurvivesWantOfFileDescriptors) {
  Loopback loopback;
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto endpoint = loopback.server().local_endpoint();
  std::uint64_t pauses = 0;
  {
    const NoMoreFiles limit;
    ASSERT_EQ(::connect(client, endpoint.data(), static_cast<socklen_t>(endpoint.size())), 0);
    while ((pauses = loopback.server().accept_pauses()) < 2) std::this_thread::yield();
    EXPECT_LE(pauses, 3u);  // it waits in between
  }
  ASSERT_EQ(::send(client, kGet.data(), kGet.size(), 0), static_cast<ssize_t>(kGet.size()));
  char answer[1024];
  EXPECT_GT(::recv(client, answer, sizeof answer, 0), 0);
  ::close(client);
}

TEST(Server, DrainsAtOnceWithoutConnections) {
  Loopback loopback;
  EXPECT_TRUE(ready(loopback.drain()));
  EXPECT_ANY_THROW(Client(loopback.port()));
}

TEST(Server, ClosesIdleConnectionsWhenItDrains) {
  Loopback loopback;
  Client client(loopback.port());
  client.send(kGet);
  client.response();
  const auto drained = loopback.drain();
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(ready(drained));
  EXPECT_EQ(loopback.quota().open(), 0u);
}

TEST(Server, FinishesTheRequestUnderWayWhenItDrains) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  const auto exchange = held.next();
  const auto drained = loopback.drain();
  EXPECT_EQ(drained.wait_for(0s), std::future_status::timeout);
  loopback.run([&] { exchange->respond({.body = "done"}); });
  EXPECT_THAT(client.rest(), AllOf(HasSubstr("\r\nconnection: close\r\n"), EndsWith("done")));
  client.close();
  EXPECT_TRUE(ready(drained));
}

TEST(Server, FinishesARequestThatHasBegunWhenItDrains) {
  Loopback loopback;
  Client client(loopback.port());
  client.send(std::string(kGet) + "GET /b HTTP/1.1\r\n");
  client.response();
  const auto drained = loopback.drain();
  client.send("Host: a\r\n\r\n");
  EXPECT_THAT(client.rest(), AllOf(HasSubstr("\r\nconnection: close\r\n"), EndsWith("GET /b ")));
  client.close();
  EXPECT_TRUE(ready(drained));
}

TEST(Server, ServesWhatTheKernelHasAcceptedBeforeItDrains) {
  Loopback loopback;
  std::promise<void> resume;
  // The loop is kept busy while a client connects and sends, so that drain() comes first.
  boost::asio::post(loopback.loop(), [&] { resume.get_future().wait(); });
  Client client(loopback.port());
  client.send(kGet);
  auto drained = std::make_shared<std::promise<void>>();
  boost::asio::post(loopback.loop(), [&loopback, drained] {
    loopback.server().drain([drained] { drained->set_value(); });
  });
  resume.set_value();
  EXPECT_THAT(client.rest(), EndsWith("GET /a "));
  client.close();
  EXPECT_TRUE(ready(drained->get_future()));
}

TEST(Server, AbortClosesEverythingAndTellsRequestsUnderWay) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  auto exchange = held.next();
  std::promise<void> told;
  loopback.run([&] {
    exchange->on_disconnect([&told] { told.set_value(); });
    loopback.server().abort();
  });
  EXPECT_TRUE(ready(told.get_future()));
  EXPECT_EQ(loopback.server().connections(), 0u);
  loopback.run([&] { exchange.reset(); });  // which is the loop's to let go
  client.rest();
}

TEST(Server, CanEndBeforeItsConnectionsAndRequests) {
  Held held;
  boost::asio::io_context loop;
  ConnectionQuota quota(10, 10);
  auto server =
      std::make_unique<Server>(loop, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0),
                               ServerConfig{}, quota, Callbacks{.on_request = held.handler()});
  server->start();
  Client client(server->local_endpoint().port());
  client.send(kGet);
  while (server->connections() == 0) loop.run_one();
  loop.run_one();
  auto exchange = held.next();
  server.reset();
  EXPECT_EQ(quota.open(), 0u);
  exchange->respond({.body = "nobody is there"});
  exchange.reset();
  loop.run();
  EXPECT_EQ(client.rest(), "");
}

}  // namespace
}  // namespace bff::runtime::http1
