// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <string>
#include <utility>

#include "upstream/http_client.hpp"

namespace bff::test {

// What was asked for over HTTP, which the test answers when it likes.
struct AskedHttp {
  upstream::HttpRequest request;
  upstream::HttpClient::Done done;

  void answer(int status, std::string body) {
    done(upstream::HttpAnswer{
        .status = status, .content_type = "application/json", .body = std::move(body)});
  }
  void fail() { done(Error{.code = Errc::upstream_unavailable, .internal = "cannot connect"}); }
};

class ScriptedHttp final : public upstream::HttpClient {
 public:
  explicit ScriptedHttp(std::deque<AskedHttp>& asked) : asked_(asked) {}
  void send(upstream::HttpRequest request, Done done) override {
    asked_.push_back({std::move(request), std::move(done)});
  }

 private:
  std::deque<AskedHttp>& asked_;
};

}  // namespace bff::test
