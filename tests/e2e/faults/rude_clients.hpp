// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "faults/clients.hpp"

namespace bff::faults {

// Clients that misbehave, while the others are judged as ever. What the gateway owes them is
// judged too, in so far as it owes them anything.
class RudeClients {
 public:
  RudeClients(const Court& court, std::uint64_t seed) : court_(court), dice_(seed) {}

  // One after another: half requests, garbage, hang-ups, pipelines. Returns how many it was.
  int make_a_round();

  // `count` clients leave while their calls wait: every call is cancelled at its service. Nobody
  // else may ask meanwhile.
  void leave_while_calls_wait(int count);

 private:
  void send_half(const std::string& bytes, const std::string& what);
  void send_garbage();
  void hang_up();
  std::unique_ptr<Connection> wait_for_a_call(int user, test::Process& service);
  void pipeline(Screen screen, int count, int receive_buffer);

  const Court& court_;
  Dice dice_;
};

}  // namespace bff::faults
