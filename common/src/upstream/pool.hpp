// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "upstream/h2_connection.hpp"

namespace bff::upstream {

// What endpoints and peers tell the client that they belong to, and what they have from it.
class Pool {
 public:
  virtual ~Pool() = default;
  virtual boost::asio::io_context& loop() noexcept = 0;
  virtual const UpstreamConfig& config() const noexcept = 0;
  virtual double random() = 0;  // uniform in [0, 1)

  // Between these two the connection takes calls.
  virtual void on_ready(H2Connection& connection) = 0;
  virtual void on_unready(H2Connection& connection) = 0;
  virtual void on_room() = 0;
  virtual void on_concluded(std::shared_ptr<H2Stream> stream) = 0;
  // An attempt failed or a connection was lost: calls that wait may have nothing to wait for.
  virtual void on_setback(const std::string& reason) = 0;
};

}  // namespace bff::upstream
