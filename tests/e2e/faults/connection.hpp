// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "faults/screens.hpp"

namespace bff::faults {

struct Answer {
  int status = 0;
  std::string head;  // the lines of the head, as they came
  std::string body;
  std::string header(std::string_view name) const;  // lower case, as the gateway writes it
};

// A keep-alive connection to a gateway that blocks, and reads what it is told to and no more.
class Connection {
 public:
  // `receive_buffer`: of the socket, 0 for the system's own choice.
  explicit Connection(std::uint16_t port, int receive_buffer = 0);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::uint16_t local_port() const;

  bool send(std::string_view bytes);  // false: the peer has gone
  // The next answer, or nullopt when the connection ended, or nothing came for `limit`.
  std::optional<Answer> receive(std::chrono::milliseconds limit);
  // Whether the peer closes within `limit`; what comes before is read and dropped.
  bool closes(std::chrono::milliseconds limit);
  void reset();  // RST: gone without a word
  void end();    // both ways; a send() of another thread returns

 private:
  // Bytes, or nothing at the end or after `limit`.
  bool read_more(std::chrono::milliseconds limit);

  int socket_ = -1;
  std::string pending_;
};

// A GET of the screen for `user`, whose token it carries.
std::string request_of(Screen screen, int user, const std::string& token);

}  // namespace bff::faults
