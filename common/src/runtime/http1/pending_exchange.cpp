// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/pending_exchange.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace bff::runtime::http1 {

PendingExchange::PendingExchange(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)) {}

PendingExchange::~PendingExchange() {
  if (stage_ == Stage::open) connection_->abandon();
  if (stage_ == Stage::begun) connection_->cut();
}

Connection::Parts* PendingExchange::parts() {
  return stage_ == Stage::ended || connection_->closed_ ? nullptr : &connection_->open_parts();
}

const Request& PendingExchange::request() const noexcept { return connection_->reader_.request(); }

std::string_view PendingExchange::peer() const noexcept { return connection_->peer_; }

void PendingExchange::respond(Response response) {
  if (stage_ != Stage::open) return;
  stage_ = Stage::ended;
  connection_->respond(std::move(response));
}

void PendingExchange::on_disconnect(std::function<void()> handler) {
  if (stage_ != Stage::ended) connection_->on_disconnect(std::move(handler));
}

void PendingExchange::begin(Response head) {
  if (stage_ != Stage::open) return;
  stage_ = Stage::begun;
  connection_->begin_answer(head);
}

bool PendingExchange::write(std::string_view bytes) {
  return stage_ == Stage::begun && connection_->write(bytes);
}

std::size_t PendingExchange::unsent() const noexcept {
  return stage_ == Stage::begun && !connection_->closed_ ? connection_->output_.size() : 0;
}

void PendingExchange::on_writable(std::function<void()> handler) {
  if (auto* parts = this->parts()) parts->on_writable = std::move(handler);
}

void PendingExchange::end() {
  if (stage_ != Stage::begun) return;
  stage_ = Stage::ended;
  connection_->end();
}

void PendingExchange::cut() {
  const Stage stage = std::exchange(stage_, Stage::ended);
  if (stage == Stage::open) connection_->abandon();
  if (stage == Stage::begun) connection_->cut();
}

void PendingExchange::on_drain(std::function<void()> handler) {
  auto* parts = this->parts();
  if (parts == nullptr) return;
  parts->on_drain = std::move(handler);
  if (!connection_->draining_) return;
  boost::asio::post(connection_->socket_.get_executor(),
                    [connection = connection_] { connection->tell_drain(); });
}

void PendingExchange::on_content(std::function<void(std::string_view bytes, bool last)> part,
                                 std::function<void(const Error&)> failed) {
  auto* parts = this->parts();
  if (parts == nullptr) return;
  parts->on_content = std::move(part);
  parts->on_failed = std::move(failed);
  connection_->invite_content();
}

void PendingExchange::pause_content() {
  if (auto* parts = this->parts()) parts->paused = true;
}

void PendingExchange::resume_content() {
  auto* parts = this->parts();
  if (parts == nullptr) return;
  parts->paused = false;
  connection_->later();
}

void PendingExchange::upgrade(std::string headers) {
  if (stage_ != Stage::open) return;
  stage_ = Stage::begun;
  connection_->upgrade(std::move(headers));
}

}  // namespace bff::runtime::http1
