// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "base/url.hpp"
#include "bff/error.hpp"

namespace bff::upstream {

struct HttpRequest {
  std::string method = "GET";
  Url url;
  // Besides `host`, `user-agent`, `accept-encoding: identity` and `content-length`.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpAnswer {
  int status = 0;
  std::string content_type;  // without parameters, in lower case
  std::string body;
};

// Requests to identity providers and the like: few, small, never on the way of a request that is
// answered without them. Tests bring one of their own.
class HttpClient {
 public:
  // An answer of whatever status, or upstream_unavailable or upstream_timeout, whose `internal`
  // says what went wrong.
  using Done = std::function<void(Result<HttpAnswer>)>;
  virtual ~HttpClient() = default;
  // Calls `done` once from the loop, never from within send(); not at all once destroyed.
  virtual void send(HttpRequest request, Done done) = 0;
};

struct HttpTerms {
  std::chrono::milliseconds connect{5'000};  // look-up of the name, TCP and TLS
  std::chrono::milliseconds whole{10'000};
  std::size_t max_answer = std::size_t{1} << 20;  // bytes of the body
  std::string ca_file;  // certificates that are trusted; empty: those of the system
};

// "" when a file of certificates can be used, else the reason.
std::string check_ca_file(const std::string& file);

// HTTP/1.1 over a connection of its own for each request; TLS 1.2 or later, with the server's
// certificate and host name verified: there is no way to switch that off. No redirect is followed
// and nothing is decompressed. Precondition: check_ca_file().
std::unique_ptr<HttpClient> make_http_client(boost::asio::io_context& loop, HttpTerms terms);

}  // namespace bff::upstream
