// SPDX-License-Identifier: Apache-2.0
#include "one_request.hpp"

#include <gtest/gtest.h>

namespace bff::runtime::http1 {

OneRequest::OneRequest(std::string_view request, ContentTerms terms, const ServerConfig& config)
    : loopback({.config = config,
                .on_request = held.handler(),
                .on_head = [terms](const Request&) { return terms; }}),
      client(loopback.port()) {
  client.send(request);
  exchange = held.next();
}

OneRequest::~OneRequest() {
  loopback.run([this] { exchange.reset(); });
}

void OneRequest::gather() {
  run([this](Exchange& one) {
    one.on_content(
        [this](std::string_view bytes, bool is_last) {
          EXPECT_FALSE(last || error);
          content += bytes;
          last = is_last;
        },
        [this](const Error& why) { error = why; });
  });
}

bool OneRequest::has(std::string_view bytes) {
  return loopback.eventually([&] { return content == bytes; });
}

bool OneRequest::is_whole() {
  return loopback.eventually([&] { return last; });
}

std::optional<Errc> OneRequest::failure() {
  loopback.eventually([&] { return error.has_value(); });
  return loopback.run([&] { return error ? std::optional(error->code) : std::nullopt; });
}

}  // namespace bff::runtime::http1
