// SPDX-License-Identifier: Apache-2.0
#include "faults/clients.hpp"

#include <iostream>
#include <memory>

#include "faults/shop_model.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;
constexpr auto kGivesUp = 60s;  // far beyond what the judge accepts

Screen drawn_screen(bool web, Dice& dice) {
  const bool home = !dice.one_in(4);
  if (web) return home ? Screen::web_home : Screen::web_user;
  return home ? Screen::mobile_home : Screen::mobile_orders;
}

Judge::Case ask(const Court& court, Connection& connection, Screen screen, int user,
                std::optional<Answer>& answer) {
  Judge::Case asked{.screen = screen, .user = user, .sent = Clock::now()};
  answer = connection.send(court.world.request(screen, user)) ? connection.receive(kGivesUp)
                                                              : std::nullopt;
  asked.received = Clock::now();
  return asked;
}

}  // namespace

bool Court::hear(const Judge::Case& asked, const std::optional<Answer>& answer) const {
  const auto view = timeline.at(asked.sent, asked.received);
  const Verdict verdict = judge.judge(asked, view, answer);
  tally.add(asked, view, verdict, answer);
  if (verdict.outcome == Verdict::Outcome::wrong && answer && tally.wrong() <= Tally::kWrongShown) {
    std::cout << "  faults before " + answer->header("x-request-id") + ": " +
                     timeline.before(asked.received) + "\n";
    std::this_thread::sleep_for(200ms);  // the log is written by a thread of its own
    for (const auto& line : world.gateway(asked.screen).log_lines(answer->header("x-request-id")))
      std::cout << "  the log of " + answer->header("x-request-id") + ": " + line + "\n";
  }
  return verdict.outcome == Verdict::Outcome::right;
}

void Clients::ask_everything(int connections, int users) {
  std::vector<std::thread> threads;
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([this, i, connections, users] {
      std::unique_ptr<Connection> web, mobile;
      for (int user = 1 + i; user <= users; user += connections) {
        for (int screen = 0; screen < kScreens; ++screen) {
          const auto wanted = static_cast<Screen>(screen);
          std::optional<Answer> answer;
          // Opened when it is needed: one that says nothing for a second is closed.
          auto& connection = info(wanted).client == "web" ? web : mobile;
          if (!connection)
            connection = std::make_unique<Connection>(court_.world.gateway(wanted).port());
          const auto asked = ask(court_, *connection, wanted, user, answer);
          court_.hear(asked, answer);
          if (!answer) return;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

void Clients::start(int web, int mobile, std::chrono::milliseconds think) {
  for (int i = 0; i < web + mobile; ++i) {
    threads_.emplace_back(
        [this, is_web = i < web, think, dice = Dice{seed_ * 1000 + static_cast<std::uint64_t>(i)}] {
          keep_asking(is_web, dice, think);
        });
  }
}

void Clients::keep_asking(bool web, Dice dice, std::chrono::milliseconds think) {
  std::unique_ptr<Connection> connection;
  const auto port = (web ? court_.world.web() : court_.world.mobile()).port();
  while (!stopped_) {
    if (!connection || dice.one_in(100)) connection = std::make_unique<Connection>(port);
    const Screen screen = drawn_screen(web, dice);
    const int user = static_cast<int>(1 + dice.roll(kUsers));
    std::optional<Answer> answer;
    const auto asked = ask(court_, *connection, screen, user, answer);
    if (!court_.hear(asked, answer)) last_disturbed_ = asked.received.time_since_epoch().count();
    if (!answer) connection.reset();
    std::this_thread::sleep_for(std::chrono::milliseconds{dice.roll(think.count() + 1)});
  }
}

void Clients::stop() {
  stopped_ = true;
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace bff::faults
