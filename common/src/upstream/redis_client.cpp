// SPDX-License-Identifier: Apache-2.0
#include "upstream/redis_client.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "upstream/backoff.hpp"
#include "upstream/milliseconds.hpp"
#include "upstream/redis_pipeline.hpp"
#include "upstream/redis_transport.hpp"

namespace bff::upstream {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

constexpr std::chrono::milliseconds kMostPause = 1s;  // between attempts to connect
// Of silence, before the server is asked whether it is there: what lies between may forget a
// connection without a word, and that is to be known before a command needs it.
constexpr std::chrono::milliseconds kSilence = 15s;

Error unavailable(const std::string& why) {
  return {.code = Errc::upstream_unavailable, .internal = why};
}

// What a client is, held by itself while a handler of a command runs that may end it.
class Link : public std::enable_shared_from_this<Link> {
 public:
  Link(asio::io_context& loop, RedisTerms terms, OnRedisChange on_change)
      : loop_(loop),
        terms_(std::move(terms)),
        on_change_(std::move(on_change)),
        timer_(loop),
        pause_(loop) {
    if (terms_.secure) tls_ = make_tls_context(terms_.ca_file, untrusting_);
  }

  void connect() {
    const std::weak_ptr<Link> weak = weak_from_this();
    const auto held = [weak](auto use) {
      if (const auto self = weak.lock()) use(*self);
    };
    transport_ = std::make_shared<RedisTransport>(
        loop_, tls_, terms_,
        RedisTransport::Events{.on_open = [held] { held([](Link& self) { self.greet(); }); },
                               .on_bytes =
                                   [held](std::string_view bytes) {
                                     held([bytes](Link& self) { self.on_bytes(bytes); });
                                   },
                               .on_written =
                                   [held] {
                                     held([](Link& self) {
                                       self.writing_ = false;
                                       self.write();
                                     });
                                   },
                               .on_lost =
                                   [held](const std::string& why) {
                                     held([&why](Link& self) { self.on_lost(why); });
                                   }});
    transport_->open();
  }

  void send(const RedisCommand& command, RedisClient::Done done) {
    std::string why = why_;
    if (why.empty()) {
      if (pipeline_.push(command, Clock::now() + terms_.timeout, done)) {
        write();
        return arm();
      }
      why = "too many commands wait for Redis";
    }
    asio::post(loop_, [self = shared_from_this(), done = std::move(done), why] {
      if (!self->closed_) done(unavailable(why));
    });
  }

  void close() {
    closed_ = true;
    timer_.cancel();
    pause_.cancel();
    if (transport_) transport_->close();
    pipeline_.clear();
    greeting_.clear();
  }

 private:
  // Who comes to it, and which part of it is meant. PING tells whether it is ready: a server that
  // has just started refuses that until it has read its data.
  void greet() {
    const auto until = Clock::now() + terms_.connect;
    const auto ask = [&](const RedisCommand& command, bool last) {
      greeting_.push(command, until, [this, last](const Result<RedisReply>& reply) {
        if (!reply) {
          if (refusal_.empty()) refusal_ = reply.error().internal;
        } else if (last && reply->text != "PONG") {
          refusal_ = "what listens there is no Redis server";
        } else if (last && refusal_.empty()) {
          on_greeted();
        }
      });
    };
    refusal_.clear();
    if (!terms_.username.empty()) {
      ask({"AUTH", terms_.username, terms_.password}, false);
    } else if (!terms_.password.empty()) {
      ask({"AUTH", terms_.password}, false);
    }
    if (terms_.database != 0) ask({"SELECT", std::to_string(terms_.database)}, false);
    ask({"PING"}, true);
    writing_ = true;
    transport_->write(greeting_.take());
    arm();
  }

  void on_greeted() {
    open_ = true;
    opened_ = heard_ = Clock::now();
    tell("");
    write();
  }

  void on_bytes(std::string_view bytes) {
    heard_ = Clock::now();
    const std::string wrong = open_ ? pipeline_.read(bytes) : greeting_.read(bytes);
    if (closed_) return;
    if (!wrong.empty() || !refusal_.empty()) return lose(refusal_.empty() ? wrong : refusal_);
    arm();
  }

  void write() {
    if (!open_ || writing_ || closed_) return;
    std::string bytes = pipeline_.take();
    if (bytes.empty()) return;
    writing_ = true;
    transport_->write(std::move(bytes));
  }

  void lose(const std::string& why) {
    transport_->close();
    on_lost(why);
  }

  void on_lost(const std::string& why) {
    const bool was_open = std::exchange(open_, false);
    writing_ = false;
    greeting_ = {};
    Backoff::Pause pause{};
    if (was_open) {
      const auto lived =
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - opened_);
      pause = backoff_.after_loss(lived, random());
    } else {
      pause = {.wait = backoff_.after_failure(random()), .quick = false};
    }
    // While it is believed to be well, commands wait for the next connection.
    if (!pause.quick) tell(why);
    pipeline_.fail(unavailable(why));
    if (closed_) return;
    arm();
    pause_.expires_after(pause.wait);
    pause_.async_wait([self = shared_from_this()](error_code aborted) {
      if (!aborted && !self->closed_) self->connect();
    });
  }

  void tell(const std::string& why) {
    const bool changed = why_.empty() != why.empty() || !told_;
    why_ = why;
    told_ = true;
    if (changed && on_change_) on_change_(why);
  }

  // One timer for what is due first: the end of a command's time, or of a silence.
  void arm() {
    auto next = pipeline_.next();
    if (open_) next = std::min(next, heard_ + kSilence);
    if (!open_) next = std::min(next, greeting_.next());
    if (next == armed_) return;
    armed_ = next;
    if (next == Clock::time_point::max()) {
      timer_.cancel();
      return;
    }
    timer_.expires_at(next);
    timer_.async_wait([self = shared_from_this()](error_code aborted) {
      if (aborted || self->closed_) return;
      self->armed_ = Clock::time_point::max();
      self->on_due(Clock::now());
    });
  }

  void on_due(Clock::time_point now) {
    const std::string late = "no answer of Redis within ";
    if (!greeting_.expire(now, {})) return lose(late + in_milliseconds(terms_.connect));
    const bool in_time = pipeline_.expire(now, unavailable(late + in_milliseconds(terms_.timeout)));
    if (closed_) return;
    if (!in_time) return lose(late + in_milliseconds(terms_.timeout));
    if (open_ && heard_ + kSilence <= now) {
      heard_ = now;
      send({"PING"}, [](const Result<RedisReply>&) {});
    }
    arm();
  }

  double random() { return std::uniform_real_distribution<double>{0, 1}(random_); }

  asio::io_context& loop_;
  const RedisTerms terms_;
  const OnRedisChange on_change_;
  error_code untrusting_;  // check_ca_file() has told it
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  std::shared_ptr<RedisTransport> transport_;
  RedisPipeline greeting_, pipeline_;
  std::string refusal_;  // of the greeting
  std::string why_;      // no command is taken; empty: they are, or may wait
  bool told_ = false, open_ = false, writing_ = false, closed_ = false;
  Clock::time_point opened_{}, heard_{}, armed_ = Clock::time_point::max();
  Backoff backoff_{kMostPause};
  std::minstd_rand random_{std::random_device{}()};
  asio::steady_timer timer_, pause_;
};

class LinkedClient final : public RedisClient {
 public:
  explicit LinkedClient(std::shared_ptr<Link> link) : link_(std::move(link)) { link_->connect(); }
  ~LinkedClient() override { link_->close(); }
  LinkedClient(const LinkedClient&) = delete;
  LinkedClient& operator=(const LinkedClient&) = delete;

  void send(RedisCommand command, Done done) override { link_->send(command, std::move(done)); }

 private:
  std::shared_ptr<Link> link_;
};

}  // namespace

std::unique_ptr<RedisClient> make_redis_client(asio::io_context& loop, RedisTerms terms,
                                               OnRedisChange on_change) {
  return std::make_unique<LinkedClient>(
      std::make_shared<Link>(loop, std::move(terms), std::move(on_change)));
}

}  // namespace bff::upstream
