// SPDX-License-Identifier: Apache-2.0
#include "support/redis_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace bff::test {
namespace {

// Free a moment ago: redis-server cannot choose one itself.
std::uint16_t free_port() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  const bool good = bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                    getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(probe);
  if (!good) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

// It is the server where it is called so. Debian's redis-tools has it as redis-check-rdb only: the
// package with the right name starts a service, which a test has no business to do.
const char* program() {
  for (const char* const path : {"/usr/bin/redis-server", "/usr/bin/redis-check-rdb"}) {
    if (access(path, X_OK) == 0) return path;
  }
  return nullptr;
}

}  // namespace

bool RedisServer::is_installed() { return program() != nullptr; }

RedisServer::RedisServer(Setup setup) : setup_(std::move(setup)) {
  std::filesystem::create_symlink(program(), folder_ / "redis-server");
  for (int attempt = 0; attempt < 10; ++attempt) {
    port_ = free_port();
    if (try_start()) return;
  }
  throw std::runtime_error("redis-server does not start:\n" + process_->output());
}

void RedisServer::kill() {
  process_->signal(SIGKILL);
  process_->wait();
}

void RedisServer::start() {
  if (!try_start()) throw std::runtime_error("redis-server does not start:\n" + process_->output());
}

void RedisServer::hold() const { process_->signal(SIGSTOP); }
void RedisServer::go_on() const { process_->signal(SIGCONT); }

bool RedisServer::try_start() {
  const std::string port = std::to_string(port_);
  std::string lines = "bind 127.0.0.1\nsave \"\"\nappendfsync always\n";
  lines += "dir " + folder_.path().string() + "\n";
  lines += setup_.persistent ? "appendonly yes\n" : "appendonly no\n";
  if (setup_.tls) {
    lines += "port 0\ntls-port " + port + "\ntls-cert-file " + setup_.tls->certificate +
             "\ntls-key-file " + setup_.tls->key + "\ntls-ca-cert-file " + setup_.tls->certificate +
             "\ntls-auth-clients no\n";
  } else {
    lines += "port " + port + "\n";
  }
  const auto file = folder_.write("redis.conf", lines + setup_.more);
  process_ = std::make_unique<Process>(
      std::vector<std::string>{(folder_ / "redis-server").string(), file.string()});
  return process_
      ->await_line([](const std::string& line) { return line.find("Ready to acc") != line.npos; })
      .has_value();
}

}  // namespace bff::test
