// SPDX-License-Identifier: Apache-2.0
// bench-open-loop PORT PATH RATE SECONDS CONNECTIONS TOKENS: requests at a fixed rate, whatever
// the answers do. A latency counts from the moment when the request was due, so that a server
// that stalls is not spared the requests that had to wait (h2load counts from the sending, and
// each of its connections waits for its own answer). Prints the figures as a line of JSON.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

struct Connection {
  int socket = -1;
  bool busy = false;
  Clock::time_point due;
  std::string received;
};

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "bench-open-loop: %s\n", why.c_str());
  std::exit(1);
}

int connect_to(int port) {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
    give_up("cannot connect to port " + std::to_string(port));
  const int on = 1;
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return made;
}

// Whether the answer is complete; all that are measured send its length.
bool complete(const std::string& received) {
  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string::npos) return false;
  for (std::size_t at = received.find("\r\n"); at < head; at = received.find("\r\n", at + 2)) {
    constexpr std::string_view kName = "content-length:";
    const std::size_t line = at + 2;
    bool same = true;
    for (std::size_t i = 0; same && i < kName.size(); ++i)
      same = (received[line + i] | ' ') == kName[i] || received[line + i] == kName[i];
    if (same)
      return received.size() >=
             head + 4 + std::strtoul(received.c_str() + line + kName.size(), nullptr, 10);
  }
  give_up("an answer has no content-length");
}

class Load {
 public:
  Load(int port, std::vector<std::string> requests, double rate, std::size_t connections)
      : requests_(std::move(requests)), gap_(1e9 / rate), all_(connections) {
    for (Connection& connection : all_) {
      connection.socket = connect_to(port);
      watch(connection.socket, &connection);
      idle_.push_back(&connection);
    }
    // epoll_wait counts in milliseconds, which is longer than the gap: a timer wakes it.
    watch(timer_, nullptr);
  }

  void run(double seconds) {
    start_ = Clock::now();
    const auto total = static_cast<std::size_t>(seconds * 1e9 / gap_);
    latencies_.reserve(total);
    const auto end = start_ + nanoseconds(static_cast<long long>((seconds + 5) * 1e9));
    while (latencies_.size() + errors_ < total && Clock::now() < end) {
      while (due_ < total && !idle_.empty() && due_at(due_) <= Clock::now()) send_next();
      if (due_ < total && !idle_.empty()) set_timer();
      read_answers();
    }
    errors_ += total - latencies_.size() - errors_;
    seconds_ = std::chrono::duration<double>(Clock::now() - start_).count();
  }

  void print() {
    std::sort(latencies_.begin(), latencies_.end());
    const auto at = [this](double share) {
      return latencies_.empty() ? 0LL
                                : latencies_[static_cast<std::size_t>(
                                      share * static_cast<double>(latencies_.size() - 1))];
    };
    std::printf(
        "{\"requests\":%zu,\"seconds\":%.6f,\"errors\":%zu,\"p50_us\":%lld,\"p99_us\":%lld}\n",
        latencies_.size(), seconds_, errors_, at(0.5), at(0.99));
  }

 private:
  void watch(int fd, Connection* connection) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = connection;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }
  Clock::time_point due_at(std::size_t request) const {
    return start_ + nanoseconds(static_cast<long long>(static_cast<double>(request) * gap_));
  }
  void set_timer() {
    const auto at = duration_cast<nanoseconds>(due_at(due_).time_since_epoch()).count();
    itimerspec when{};
    when.it_value.tv_sec = at / 1'000'000'000;
    when.it_value.tv_nsec = at % 1'000'000'000;
    timerfd_settime(timer_, TFD_TIMER_ABSTIME, &when, nullptr);
  }
  void send_next() {
    Connection& connection = *idle_.back();
    idle_.pop_back();
    connection.due = due_at(due_);
    connection.busy = true;
    const std::string& request = requests_[due_++ % requests_.size()];
    if (send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
      give_up("a request could not be sent");
  }
  void read_answers() {
    std::array<epoll_event, 64> events;
    const int ready = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1000);
    for (int i = 0; i < ready; ++i) {
      auto* connection = static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (connection != nullptr) {
        read_from(*connection);
      } else {
        std::uint64_t expirations;
        if (read(timer_, &expirations, sizeof expirations) < 0) give_up("the timer failed");
      }
    }
  }
  void read_from(Connection& connection) {
    std::array<char, 65536> bytes;
    const ssize_t size = recv(connection.socket, bytes.data(), bytes.size(), 0);
    if (size <= 0 || !connection.busy) give_up("the server closed a connection");
    connection.received.append(bytes.data(), static_cast<std::size_t>(size));
    if (!complete(connection.received)) return;
    if (connection.received.starts_with("HTTP/1.1 200 "))
      latencies_.push_back(duration_cast<microseconds>(Clock::now() - connection.due).count());
    else
      ++errors_;
    connection.received.clear();
    connection.busy = false;
    idle_.push_back(&connection);
  }

  std::vector<std::string> requests_;
  double gap_;  // nanoseconds
  std::vector<Connection> all_;
  std::vector<Connection*> idle_;
  int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  int timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  Clock::time_point start_;
  std::size_t due_ = 0, errors_ = 0;
  std::vector<long long> latencies_;
  double seconds_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) give_up("usage: bench-open-loop PORT PATH RATE SECONDS CONNECTIONS TOKENS");
  std::vector<std::string> requests;
  std::ifstream tokens(argv[6]);
  for (std::string token; std::getline(tokens, token);)
    requests.push_back(std::string("GET ") + argv[2] +
                       " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n\r\n");
  if (requests.empty()) give_up(std::string("no tokens in ") + argv[6]);
  Load load(std::atoi(argv[1]), std::move(requests), std::atof(argv[3]),
            static_cast<std::size_t>(std::atol(argv[5])));
  load.run(std::atof(argv[4]));
  load.print();
}
