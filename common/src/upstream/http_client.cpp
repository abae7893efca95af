// SPDX-License-Identifier: Apache-2.0
#include "upstream/http_client.hpp"

#include <algorithm>
#include <optional>

#include <boost/asio/connect.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "upstream/tls_client.hpp"

namespace bff::upstream {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::uint32_t kMaxHead = 16 * 1024;  // bytes

std::string media_type(std::string_view content_type) {
  std::string type{content_type.substr(0, content_type.find(';'))};
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
  for (char& c : type)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return type;
}

// One request and its answer. Keeps itself alive while anything of it is under way.
class Fetch : public std::enable_shared_from_this<Fetch> {
 public:
  Fetch(asio::io_context& loop, asio::ssl::context& context, const HttpTerms& terms,
        HttpRequest request, HttpClient::Done done)
      : terms_(terms),
        url_(std::move(request.url)),
        done_(std::move(done)),
        resolver_(loop),
        socket_(loop),
        timer_(loop) {
    if (url_.secure) tls_.emplace(socket_, context);
    request_.version(11);
    request_.method_string(request.method);
    request_.target(url_.target);
    request_.set(http::field::host, url_.authority());
    request_.set(http::field::user_agent, "bff");
    request_.set(http::field::accept_encoding, "identity");
    request_.set(http::field::connection, "close");
    for (const auto& [name, value] : request.headers) request_.set(name, value);
    request_.body() = std::move(request.body);
    request_.prepare_payload();
    parser_.header_limit(kMaxHead);
    parser_.body_limit(terms_.max_answer);
  }

  void start() {
    limit(terms_.connect, "no connection");
    // An address is not looked up: that would take a thread, which then stays.
    error_code is_name;
    const auto address = asio::ip::make_address(url_.host, is_name);
    if (!is_name) {
      return connect(
          tcp::resolver::results_type::create(tcp::endpoint{address, url_.port}, url_.host, ""));
    }
    resolver_.async_resolve(
        url_.host, std::to_string(url_.port), tcp::resolver::numeric_service,
        [self = shared_from_this()](error_code error, const tcp::resolver::results_type& found) {
          if (self->failed(error, "the host's name is not found")) return;
          self->connect(found);
        });
  }

  // Nobody waits any more.
  void cancel() {
    done_ = nullptr;
    close();
  }

 private:
  void connect(const tcp::resolver::results_type& found) {
    asio::async_connect(socket_, found,
                        [self = shared_from_this()](error_code refused, const tcp::endpoint&) {
                          if (self->failed(refused, "no connection")) return;
                          self->on_connected();
                        });
  }

  void on_connected() {
    if (!tls_) return write(socket_);
    if (!expect_server(*tls_, url_.host))
      return finish(unavailable("TLS does not take the host's name"));
    tls_->async_handshake(asio::ssl::stream_base::client,
                          [self = shared_from_this()](error_code error) {
                            if (self->failed(error, handshake_fault(*self->tls_))) return;
                            self->write(*self->tls_);
                          });
  }

  template <class Stream>
  void write(Stream& stream) {
    limit(terms_.whole, "no answer");
    http::async_write(stream, request_,
                      [self = shared_from_this(), &stream](error_code error, std::size_t) {
                        if (self->failed(error, "the connection broke")) return;
                        self->read(stream);
                      });
  }

  template <class Stream>
  void read(Stream& stream) {
    http::async_read(
        stream, buffer_, parser_, [self = shared_from_this()](error_code error, std::size_t) {
          if (self->failed(error, "no whole answer came")) return;
          auto& answer = self->parser_.get();
          self->finish(HttpAnswer{.status = static_cast<int>(answer.result_int()),
                                  .content_type = media_type(answer[http::field::content_type]),
                                  .body = std::move(answer.body())});
        });
  }

  static Error unavailable(std::string why) {
    return {.code = Errc::upstream_unavailable, .internal = std::move(why)};
  }

  bool failed(error_code error, const char* what) {
    if (!done_) return true;
    if (error) finish(unavailable(std::string{what} + ": " + error.message()));
    return static_cast<bool>(error);
  }

  void limit(std::chrono::milliseconds time, const char* what) {
    timer_.expires_at(started_ + time);
    timer_.async_wait([self = shared_from_this(), time, what](error_code aborted) {
      if (aborted) return;
      self->finish(
          Error{.code = Errc::upstream_timeout,
                .internal = std::string{what} + " within " + std::to_string(time.count()) + " ms"});
    });
  }

  void finish(Result<HttpAnswer> result) {
    close();
    if (!done_) return;
    const auto done = std::move(done_);
    done_ = nullptr;
    if (!result) {
      Error error = result.error();
      error.internal = url_.text() + ": " + error.internal;
      return done(std::move(error));
    }
    done(std::move(result));
  }

  void close() {
    error_code ignored;
    timer_.cancel();
    resolver_.cancel();
    socket_.close(ignored);
  }

  const HttpTerms terms_;
  Url url_;
  HttpClient::Done done_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  tcp::resolver resolver_;
  tcp::socket socket_;
  std::optional<TlsStream> tls_;
  asio::steady_timer timer_;
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
  boost::beast::flat_buffer buffer_{kMaxHead};
};

class BeastClient final : public HttpClient {
 public:
  BeastClient(asio::io_context& loop, HttpTerms terms) : loop_(loop), terms_(std::move(terms)) {}
  ~BeastClient() override {
    for (const auto& open : open_)
      if (const auto fetch = open.lock()) fetch->cancel();
  }
  BeastClient(const BeastClient&) = delete;
  BeastClient& operator=(const BeastClient&) = delete;

  void send(HttpRequest request, Done done) override {
    std::erase_if(open_, [](const auto& open) { return open.expired(); });
    const auto fetch =
        std::make_shared<Fetch>(loop_, context_, terms_, std::move(request), std::move(done));
    open_.push_back(fetch);
    fetch->start();
  }

 private:
  asio::io_context& loop_;
  HttpTerms terms_;
  error_code untrusting_;  // check_ca_file() has told it
  asio::ssl::context context_ = make_tls_context(terms_.ca_file, untrusting_);
  std::vector<std::weak_ptr<Fetch>> open_;
};

}  // namespace

std::string check_ca_file(const std::string& file) {
  error_code error;
  make_tls_context(file, error);
  return error ? error.message() : "";
}

std::unique_ptr<HttpClient> make_http_client(asio::io_context& loop, HttpTerms terms) {
  return std::make_unique<BeastClient>(loop, std::move(terms));
}

}  // namespace bff::upstream
