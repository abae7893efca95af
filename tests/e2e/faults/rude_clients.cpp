// SPDX-License-Identifier: Apache-2.0
#include "faults/rude_clients.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

#include "faults/shop_model.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;

// The gateways' `timeouts` here are 1 s for a head or a body: enough more for a busy machine, and
// far less than what they would be without (10 s, 30 s).
constexpr auto kHeadTimeout = 1s, kPatience = 9s;

bool says(test::Process& process, const char* what, std::chrono::milliseconds limit) {
  return process.await_line([&](const std::string& line) { return line.starts_with(what); }, limit)
      .has_value();
}

bool is_problem(const Answer& answer, int status) {
  return answer.status == status && answer.header("content-type") == "application/problem+json" &&
         answer.header("connection") == "close";
}

}  // namespace

int RudeClients::make_a_round() {
  send_half("GET /v1/ho", "half a request line");
  send_half("GET /v1/home HTTP/1.1\r\nhost: bff\r\nauthoriz", "half a head");
  send_half("GET /v1/home HTTP/1.1\r\nhost: bff\r\ncontent-length: 10\r\n\r\nabc", "half a body");
  for (int i = 0; i < 5; ++i) send_garbage();
  for (int i = 0; i < 20; ++i) hang_up();
  pipeline(Screen::web_home, 40, 0);
  pipeline(Screen::mobile_orders, 40, 0);
  pipeline(Screen::web_user, 40, 4096);
  return 31;
}

void RudeClients::send_half(const std::string& bytes, const std::string& what) {
  Connection connection{court_.world.web().port()};
  const auto begin = Clock::now();
  connection.send(bytes);
  const auto answer = connection.receive(kHeadTimeout + kPatience);
  const auto took = (Clock::now() - begin) / 1ms;
  if (!answer || !is_problem(*answer, 408))
    return court_.tally.fail(what + " and then silence: no 408 after " + std::to_string(took) +
                             " ms" + (answer ? ", but " + answer->head : ""));
  if (took < kHeadTimeout / 1ms)
    court_.tally.fail(what + ": a 408 after only " + std::to_string(took) + " ms");
  if (!connection.closes(kPatience)) court_.tally.fail(what + ": not closed after its 408");
}

// Whatever it is, the answer is a problem or none, and the connection ends.
void RudeClients::send_garbage() {
  std::string bytes;
  switch (dice_.roll(5)) {
    case 0:
      bytes = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
      break;
    case 1:
      bytes = std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + "\r\n\r\n";
      break;
    case 2:
      bytes = "GET /v1/home HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n";
      break;
    case 3:
      bytes = "GET /v1/home HTTP/1.1\r\nhost: a\r\nx: " + std::string(100'000, 'x') + "\r\n\r\n";
      break;
    default:
      for (int i = 0; i < 500; ++i) bytes += static_cast<char>(dice_.roll(256));
      bytes += "\r\n\r\n";
  }
  Connection connection{court_.world.mobile().port()};
  connection.send(bytes);
  const auto answer = connection.receive(kPatience);
  if (answer && (answer->status < 400 || !is_problem(*answer, answer->status)))
    court_.tally.fail("garbage was answered with " + answer->head);
  if (!connection.closes(kPatience)) court_.tally.fail("garbage: the connection stays open");
}

void RudeClients::hang_up() {
  Connection connection{court_.world.web().port()};
  for (int i = 0, count = static_cast<int>(1 + dice_.roll(8)); i < count; ++i)
    connection.send(
        court_.world.request(Screen::web_home, static_cast<int>(1 + dice_.roll(kUsers))));
  if (dice_.one_in(2)) connection.receive(std::chrono::milliseconds{dice_.roll(5)});
  connection.reset();
}

// Requests of different users in one go: the answers come in their order, each right.
void RudeClients::pipeline(Screen screen, int count, int receive_buffer) {
  Connection connection{court_.world.gateway(screen).port(), receive_buffer};
  std::vector<int> users;
  std::string requests;
  for (int i = 0; i < count; ++i) {
    users.push_back(static_cast<int>(1 + dice_.roll(kUsers)));
    requests += court_.world.request(screen, users.back());
  }
  Judge::Case asked{.screen = screen, .sent = Clock::now()};
  if (!connection.send(requests)) return court_.tally.fail("a pipeline was not taken");
  for (; asked.before < count; ++asked.before) {
    const auto answer = connection.receive(60s);
    asked.user = users[static_cast<std::size_t>(asked.before)];
    asked.received = Clock::now();
    court_.hear(asked, answer);
    if (!answer) return;
  }
}

void RudeClients::leave_while_calls_wait(int count) {
  const std::string gone = R"("status":499)";
  const auto gone_before = court_.world.web().log_lines(gone).size();
  for (int i = 0; i < court_.world.endpoints(); ++i) court_.world.node(kUsersService, i).kill();
  auto& node = court_.world.node(kUsersService, 0);
  node.start({"--latency", "600000", "--log-calls"});
  for (int user = 1; user <= count; ++user) {
    const auto leaver = wait_for_a_call(user, node.process());
    if (!leaver) return court_.tally.fail("a call did not come to its service");
    leaver->reset();
    if (!says(node.process(), "cancelled users GetUser", kPatience))
      return court_.tally.fail("the call of a client that left was not cancelled");
  }
  const auto end = Clock::now() + kPatience;  // the log is written by a thread of its own
  std::size_t logged = 0;
  while (logged < static_cast<std::size_t>(count) && Clock::now() < end) {
    std::this_thread::sleep_for(20ms);
    logged = court_.world.web().log_lines(gone).size() - gone_before;
  }
  if (logged != static_cast<std::size_t>(count))
    court_.tally.fail("of " + std::to_string(count) + " clients that left, " +
                      std::to_string(logged) + " are in the log with 499");
  std::cout << count << " clients left while their calls waited: all calls were cancelled\n";
  for (int i = 0; i < court_.world.endpoints(); ++i) {
    if (i == 0) node.kill();
    court_.world.node(kUsersService, i).start();
  }
  if (!court_.world.await_connections(kPatience))
    court_.tally.fail("the gateways are not connected with a service that is back");
}

// A client whose call has come to the service; while the gateway is not connected with it yet, its
// requests are answered with a 503.
std::unique_ptr<Connection> RudeClients::wait_for_a_call(int user, test::Process& service) {
  const auto end = Clock::now() + kPatience;
  while (Clock::now() < end) {
    auto client = std::make_unique<Connection>(court_.world.web().port());
    client->send(court_.world.request(Screen::web_user, user));
    do {
      if (says(service, "call users GetUser", 50ms)) return client;
    } while (Clock::now() < end && !client->receive(0ms));
  }
  return nullptr;
}

}  // namespace bff::faults
