// SPDX-License-Identifier: Apache-2.0
#include "upstream/redis_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "support/redis_server.hpp"
#include "support/run_until.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using bff::test::RedisServer;
using bff::test::run_until;
using bff::test::TestCa;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using tcp = boost::asio::ip::tcp;

// A client and its loop. No command of it ends by its time unless a test says so.
class Asking {
 public:
  explicit Asking(RedisTerms terms)
      : client_(make_redis_client(loop_, std::move(terms),
                                  [this](const std::string& why) { changes_.push_back(why); })) {}

  Result<RedisReply> ask(RedisCommand command) {
    std::optional<Result<RedisReply>> answer;
    client_->send(std::move(command), [&](Result<RedisReply> result) {
      EXPECT_FALSE(answer) << "told twice";
      answer = std::move(result);
    });
    EXPECT_FALSE(answer) << "told within send()";
    run_until(loop_, [&] { return answer.has_value(); });
    return answer ? *answer : Error{};
  }
  // The reply's text, or why there is none.
  std::string text(RedisCommand command) {
    const auto reply = ask(std::move(command));
    if (reply) return reply->text;
    EXPECT_EQ(reply.error().code, Errc::upstream_unavailable);
    return reply.error().internal;
  }
  void until_it_answers() {
    run_until(loop_, [&] { return text({"PING"}) == "PONG"; });
  }

  boost::asio::io_context& loop() { return loop_; }
  std::unique_ptr<RedisClient>& client() { return client_; }
  const std::vector<std::string>& changes() const { return changes_; }

 private:
  boost::asio::io_context loop_;
  std::vector<std::string> changes_;
  std::unique_ptr<RedisClient> client_;
};

RedisTerms terms_of(std::uint16_t port) {
  return {.host = "127.0.0.1", .port = port, .secure = false, .connect = 20s, .timeout = 20s};
}

class RedisClientTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::is_installed()) GTEST_SKIP() << RedisServer::kMissing;
  }
};

TEST_F(RedisClientTest, AsksAndIsAnswered) {
  const RedisServer server;
  Asking redis{terms_of(server.port())};
  const std::string bytes{"a\0\r\n$5", 6};
  EXPECT_EQ(redis.text({"SET", "k", bytes}), "OK");
  EXPECT_EQ(redis.text({"GET", "k"}), bytes);
  EXPECT_EQ(redis.ask({"GET", "none"})->kind, RedisReply::Kind::nil);
  EXPECT_EQ(redis.ask({"STRLEN", "k"})->integer, 6);
  const auto list = redis.ask({"MGET", "k", "none"});
  ASSERT_EQ(list->list.size(), 2U);
  EXPECT_EQ(list->list[0].text, bytes);
  EXPECT_EQ(list->list[1].kind, RedisReply::Kind::nil);
  EXPECT_EQ(redis.text({"SET", "large", std::string(300'000, 'x')}), "OK");
  EXPECT_EQ(redis.text({"GET", "large"}).size(), 300'000U);
  EXPECT_THAT(redis.changes(), ElementsAre(""));
}

TEST_F(RedisClientTest, AnswersInOrderWhateverIsUnderWay) {
  const RedisServer server;
  Asking redis{terms_of(server.port())};
  std::vector<std::int64_t> numbers;
  for (int i = 0; i < 3'000; ++i) {
    redis.client()->send({"INCR", "n"}, [&](const Result<RedisReply>& reply) {
      numbers.push_back(reply ? reply->integer : -1);
    });
  }
  run_until(redis.loop(), [&] { return numbers.size() == 3'000; });
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_EQ(numbers[i], static_cast<std::int64_t>(i) + 1);
  }
}

TEST_F(RedisClientTest, SaysWhatRedisRefuses) {
  const RedisServer server;
  Asking redis{terms_of(server.port())};
  EXPECT_THAT(
      redis.text({"NONSENSE", "secret"}),
      AllOf(HasSubstr("Redis says ERR unknown command 'NONSENSE'"), Not(HasSubstr("secret"))));
  redis.ask({"SET", "k", "1"});
  EXPECT_THAT(redis.text({"LPUSH", "k", "1"}), HasSubstr("Redis says WRONGTYPE"));
  EXPECT_EQ(redis.text({"PING"}), "PONG") << "the connection is of use still";
}

TEST_F(RedisClientTest, SaysWhoItIsAndWhichDatabaseIsMeant) {
  const RedisServer server{
      {.more = "requirepass everybody\nuser bff on >secret ~bff:* +@all\ndatabases 4\n"}};
  auto terms = terms_of(server.port());
  terms.password = "everybody";
  terms.database = 3;
  Asking any{terms};
  EXPECT_EQ(any.text({"SET", "bff:k", "1"}), "OK");
  terms.username = "bff";
  terms.password = "secret";
  Asking named{terms};
  EXPECT_EQ(named.text({"GET", "bff:k"}), "1");
  EXPECT_THAT(named.text({"GET", "k"}), HasSubstr("Redis says NOPERM"));
  terms.password = "hunter2";
  Asking wrong{terms};
  EXPECT_THAT(wrong.text({"PING"}),
              AllOf(HasSubstr("Redis says WRONGPASS"), Not(HasSubstr("hunter2"))));
  terms.username = terms.password = "";
  EXPECT_THAT(Asking{terms}.text({"PING"}), HasSubstr("Redis says NOAUTH"));
  terms = terms_of(server.port());
  terms.password = "everybody";
  terms.database = 4;
  EXPECT_THAT(Asking{terms}.text({"PING"}), HasSubstr("Redis says ERR DB index is out of range"));
}

TEST_F(RedisClientTest, FailsWhatIsUnderWayAndComesBack) {
  RedisServer server;
  Asking redis{terms_of(server.port())};
  redis.until_it_answers();
  std::optional<Result<RedisReply>> blocked;
  redis.client()->send({"BLPOP", "never", "0"},
                       [&](Result<RedisReply> reply) { blocked = std::move(reply); });
  redis.loop().run_one_for(10ms);
  server.kill();
  run_until(redis.loop(), [&] { return blocked.has_value(); });
  ASSERT_FALSE(*blocked);
  EXPECT_EQ(blocked->error().code, Errc::upstream_unavailable);
  run_until(redis.loop(), [&] { return redis.changes().size() == 2; });
  EXPECT_THAT(redis.text({"PING"}), HasSubstr("127.0.0.1:")) << "and at once";
  server.start();
  redis.until_it_answers();
  ASSERT_EQ(redis.changes().size(), 3U);
  EXPECT_EQ(redis.changes()[2], "");
}

TEST_F(RedisClientTest, GivesAServerUpThatDoesNotAnswer) {
  const RedisServer server;
  auto terms = terms_of(server.port());
  Asking patient{terms};
  patient.until_it_answers();
  terms.timeout = 30ms;
  terms.connect = 300ms;
  Asking redis{terms};
  redis.until_it_answers();
  server.hold();
  EXPECT_EQ(redis.text({"PING"}), "no answer of Redis within 30 ms");
  run_until(redis.loop(), [&] { return redis.changes().back() != ""; });
  server.go_on();
  redis.until_it_answers();
  EXPECT_EQ(patient.text({"PING"}), "PONG");
}

TEST_F(RedisClientTest, VerifiesCertificatesAndHostNames) {
  const TestCa ca, stranger;
  const RedisServer server{{.tls = ca.server("IP:127.0.0.1")}};
  auto terms = terms_of(server.port());
  EXPECT_NE(Asking{terms}.text({"PING"}), "PONG") << "there is no answer without TLS";
  terms.secure = true;
  EXPECT_THAT(Asking{terms}.text({"PING"}), HasSubstr("certificate"));
  terms.ca_file = stranger.file();
  EXPECT_THAT(Asking{terms}.text({"PING"}), HasSubstr("certificate")) << "of somebody else";
  terms.ca_file = ca.file();
  EXPECT_EQ(Asking{terms}.text({"PING"}), "PONG");
  terms.host = "localhost";
  EXPECT_THAT(Asking{terms}.text({"PING"}), HasSubstr("verify failed")) << "it is another name";
}

// Takes connections on the test's loop, and answers what comes over the n-th as it is told to;
// nothing: it hangs up.
class FakeServer {
 public:
  using Answer = std::function<std::optional<std::string>(int n, const std::string& bytes)>;

  FakeServer(boost::asio::io_context& loop, Answer answer)
      : answer_(std::move(answer)), acceptor_(loop, {boost::asio::ip::address_v4::loopback(), 0}) {
    accept();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  struct Connection {
    explicit Connection(tcp::socket accepted) : socket(std::move(accepted)) {}
    tcp::socket socket;
    std::array<char, 4096> buffer{};
  };
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (error) return;
      read(std::make_shared<Connection>(std::move(socket)), count_++);
      accept();
    });
  }
  void read(const std::shared_ptr<Connection>& from, int n) {
    from->socket.async_read_some(
        boost::asio::buffer(from->buffer),
        [this, from, n](boost::system::error_code error, std::size_t size) {
          if (error) return;
          const auto answer = answer_(n, {from->buffer.data(), size});
          if (!answer) return;
          boost::asio::write(from->socket, boost::asio::buffer(*answer));
          read(from, n);
        });
  }

  Answer answer_;
  tcp::acceptor acceptor_;
  int count_ = 0;
};

TEST(RedisClient, NeverSendsACommandAgain) {
  boost::asio::io_context loop;
  std::multiset<std::string> came;
  FakeServer server{loop, [&](int n, const std::string& bytes) -> std::optional<std::string> {
                      came.insert(bytes.substr(bytes.find('$') + 4));
                      if (bytes.find("PING") != bytes.npos) return "+PONG\r\n";
                      if (n == 0) return std::nullopt;
                      return ":7\r\n";
                    }};
  const auto client = make_redis_client(loop, terms_of(server.port()));
  std::vector<std::string> told;
  const auto tell = [&](const Result<RedisReply>& reply) {
    told.push_back(reply ? std::to_string(reply->integer) : reply.error().internal);
  };
  client->send({"INCR", "n"}, tell);
  run_until(loop, [&] { return told.size() == 1; });
  EXPECT_THAT(told[0], HasSubstr("the connection broke"));
  client->send({"GET", "n"}, tell);  // waits for the connection that is made at once
  run_until(loop, [&] { return told.size() == 2; });
  EXPECT_EQ(told[1], "7");
  EXPECT_THAT(came,
              ElementsAre("GET\r\n$1\r\nn\r\n", "INCR\r\n$1\r\nn\r\n", "PING\r\n", "PING\r\n"));
}

TEST(RedisClient, TellsWhatIsNoRedis) {
  boost::asio::io_context loop;
  const auto first_of = [&](const std::string& answer) {
    const FakeServer server{loop, [&](int, const std::string&) { return answer; }};
    const auto client = make_redis_client(loop, terms_of(server.port()));
    std::string why;
    client->send({"PING"}, [&](const Result<RedisReply>& reply) {
      why = reply ? "answered" : reply.error().internal;
    });
    run_until(loop, [&] { return !why.empty(); });
    return why;
  };
  EXPECT_EQ(first_of("+OK\r\n"), "what listens there is no Redis server");
  EXPECT_THAT(first_of("HTTP/1.1 400 Bad Request\r\n\r\n"), HasSubstr("no answer of Redis"));
  EXPECT_THAT(first_of("-LOADING Redis is loading\r\n"), HasSubstr("Redis says LOADING"));
}

TEST(RedisClient, SaysWhyThereIsNoConnection) {
  // Port 9 of loopback is discard's, and nobody serves it.
  EXPECT_EQ(Asking{terms_of(9)}.text({"PING"}), "127.0.0.1:9: no connection: Connection refused");
  auto terms = terms_of(9);
  terms.host = "nowhere.invalid";
  EXPECT_THAT(Asking{terms}.text({"PING"}), HasSubstr("the host's name is not found"));
}

TEST(RedisClient, TellsNothingOnceItIsGone) {
  boost::asio::io_context loop;
  std::unique_ptr<RedisClient> client;
  const FakeServer server{loop, [&](int, const std::string&) { return "+PONG\r\n"; }};
  client = make_redis_client(loop, terms_of(server.port()));
  int told = 0;
  for (int i = 0; i < 3; ++i) {
    client->send({"PING"}, [&](const Result<RedisReply>&) {
      ++told;
      client.reset();  // the others are not told any more
    });
  }
  run_until(loop, [&] { return told > 0; });
  loop.poll();
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace bff::upstream
