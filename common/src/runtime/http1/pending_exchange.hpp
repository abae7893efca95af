// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>

#include "runtime/http1/connection.hpp"

namespace bff::runtime::http1 {

// The request that its connection is at. A connection has at most one at a time.
class PendingExchange final : public Exchange {
 public:
  explicit PendingExchange(std::shared_ptr<Connection> connection);
  ~PendingExchange() override;

  const Request& request() const noexcept override;
  std::string_view peer() const noexcept override;
  void respond(Response response) override;
  void on_disconnect(std::function<void()> handler) override;

  void begin(Response head) override;
  bool write(std::string_view bytes) override;
  std::size_t unsent() const noexcept override;
  void on_writable(std::function<void()> handler) override;
  void end() override;
  void cut() override;
  void on_drain(std::function<void()> handler) override;

  void on_content(std::function<void(std::string_view bytes, bool last)> part,
                  std::function<void(const Error&)> failed) override;
  void pause_content() override;
  void resume_content() override;

  void upgrade(std::string headers) override;

 private:
  enum class Stage : std::uint8_t { open, begun, ended };

  // Parts that may be changed; null once the answer has ended or the client has gone.
  Connection::Parts* parts();

  std::shared_ptr<Connection> connection_;
  Stage stage_ = Stage::open;
};

}  // namespace bff::runtime::http1
