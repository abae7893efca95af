// SPDX-License-Identifier: Apache-2.0
#include "upstream/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <future>
#include <thread>

#include "support/test_ca.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// A server on a free port of loopback until the end of its scope.
class Running {
 public:
  explicit Running(std::unique_ptr<httplib::Server> server) : server_(std::move(server)) {
    server_->Get("/ok", [](const httplib::Request& request, httplib::Response& response) {
      response.set_content("hello " + request.get_header_value("host"), "Text/Plain; charset=x");
    });
    server_->Post("/echo", [](const httplib::Request& request, httplib::Response& response) {
      response.status = 201;
      response.set_content(request.body, request.get_header_value("content-type"));
    });
    server_->Get("/moved", [](const httplib::Request&, httplib::Response& response) {
      response.set_redirect("/ok");
    });
    server_->Get("/large", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(std::string(5000, 'x'), "text/plain");
    });
    server_->Get("/hangs", [this](const httplib::Request&, httplib::Response&) {
      released_.get_future().wait();
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { server_->listen_after_bind(); }};
    while (!server_->is_running()) std::this_thread::yield();
  }
  ~Running() {
    released_.set_value();
    server_->stop();
    thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  std::string at(const std::string& scheme_and_host, const std::string& path) const {
    return scheme_and_host + ":" + std::to_string(port_) + path;
  }
  int port() const { return port_; }

 private:
  std::promise<void> released_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
  int port_ = 0;
};

HttpRequest get(const std::string& url) {
  HttpRequest request;
  EXPECT_EQ(parse_url(url, request.url), "") << url;
  return request;
}

Result<HttpAnswer> ask(HttpRequest request, HttpTerms terms = {}) {
  boost::asio::io_context loop;
  const auto client = make_http_client(loop, std::move(terms));
  std::optional<Result<HttpAnswer>> answer;
  client->send(std::move(request), [&](Result<HttpAnswer> result) {
    EXPECT_FALSE(answer) << "told twice";
    answer = std::move(result);
  });
  EXPECT_FALSE(answer) << "told within send()";
  loop.run();
  if (answer) return *answer;
  ADD_FAILURE() << "nothing was told";
  return Error{};
}

std::string refusal(const Result<HttpAnswer>& answer) {
  return answer ? "status " + std::to_string(answer->status) : answer.error().internal;
}

std::unique_ptr<httplib::Server> tls_server(const bff::test::TestCa::Server& files) {
  return std::make_unique<httplib::SSLServer>(files.certificate.c_str(), files.key.c_str());
}

TEST(HttpClient, AsksAndIsAnswered) {
  const Running server{std::make_unique<httplib::Server>()};
  const auto answer = ask(get(server.at("http://127.0.0.1", "/ok")));
  ASSERT_TRUE(answer) << refusal(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->content_type, "text/plain");
  EXPECT_EQ(answer->body, "hello 127.0.0.1:" + std::to_string(server.port()));

  auto post = get(server.at("http://127.0.0.1", "/echo"));
  post.method = "POST";
  post.headers = {{"content-type", "application/x-www-form-urlencoded"}};
  post.body = "a=1&b=2";
  const auto echoed = ask(post);
  ASSERT_TRUE(echoed) << refusal(echoed);
  EXPECT_EQ(echoed->status, 201);
  EXPECT_EQ(echoed->content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(echoed->body, "a=1&b=2");
}

TEST(HttpClient, FollowsNoRedirect) {
  const Running server{std::make_unique<httplib::Server>()};
  EXPECT_EQ(refusal(ask(get(server.at("http://127.0.0.1", "/moved")))), "status 302");
}

TEST(HttpClient, TakesNoMoreThanItMay) {
  const Running server{std::make_unique<httplib::Server>()};
  const auto large = get(server.at("http://127.0.0.1", "/large"));
  EXPECT_EQ(refusal(ask(large, {.max_answer = 5000})), "status 200");
  EXPECT_THAT(refusal(ask(large, {.max_answer = 4999})), HasSubstr("body limit exceeded"));
}

TEST(HttpClient, WaitsNoLongerThanItMay) {
  const Running server{std::make_unique<httplib::Server>()};
  const auto late = ask(get(server.at("http://127.0.0.1", "/hangs")), {.whole = 50ms});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::upstream_timeout);
  EXPECT_THAT(refusal(late), HasSubstr("no answer within 50 ms"));
}

TEST(HttpClient, SaysWhyThereIsNoConnection) {
  // Port 9 of loopback is discard's, and nobody serves it.
  const auto refused = ask(get("http://127.0.0.1:9/keys"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::upstream_unavailable);
  EXPECT_EQ(refusal(refused), "http://127.0.0.1:9/keys: no connection: Connection refused");
}

TEST(HttpClient, VerifiesCertificatesAndHostNames) {
  const bff::test::TestCa ca;
  const auto by_address = [&] {
    const Running server{tls_server(ca.server("IP:127.0.0.1"))};
    const auto ok = get(server.at("https://127.0.0.1", "/ok"));
    EXPECT_EQ(refusal(ask(ok, {.ca_file = ca.file()})), "status 200");
    EXPECT_THAT(refusal(ask(ok)), HasSubstr("certificate"));
    const bff::test::TestCa stranger;
    EXPECT_THAT(refusal(ask(ok, {.ca_file = stranger.file()})), HasSubstr("certificate"));
    EXPECT_THAT(refusal(ask(get(server.at("https://localhost", "/ok")), {.ca_file = ca.file()})),
                HasSubstr("verify failed"))
        << "a certificate for another name";
    EXPECT_NE(refusal(ask(get(server.at("http://127.0.0.1", "/ok")))), "status 200")
        << "there is no answer without TLS";
  };
  by_address();
  const Running server{tls_server(ca.server("DNS:localhost"))};
  EXPECT_EQ(refusal(ask(get(server.at("https://localhost", "/ok")), {.ca_file = ca.file()})),
            "status 200");
}

TEST(HttpClient, TellsNothingOnceItIsGone) {
  const Running server{std::make_unique<httplib::Server>()};
  boost::asio::io_context loop;
  auto client = make_http_client(loop, {});
  client->send(get(server.at("http://127.0.0.1", "/hangs")),
               [](Result<HttpAnswer>) { ADD_FAILURE() << "told"; });
  loop.poll();
  client.reset();
  loop.run();
}

TEST(HttpClient, ChecksFilesOfCertificates) {
  const bff::test::TestCa ca;
  EXPECT_EQ(check_ca_file(ca.file()), "");
  EXPECT_NE(check_ca_file(ca.file() + ".none"), "");
}

}  // namespace
}  // namespace bff::upstream
