// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace bff::faults {

// A gateway's executable, its output in a file: a long run's access log is no thing for memory.
class GatewayProcess {
 public:
  // `folder`: where gateway.yaml is and the log will be. Ready when constructed.
  GatewayProcess(const std::string& client, const std::filesystem::path& folder);

  std::uint16_t port() const noexcept { return port_; }
  pid_t pid() const noexcept { return process_->pid(); }

  struct Use {
    long fds = 0, threads = 0, resident = 0;  // the last in KiB
  };
  Use use() const;

  // Lines of the log that hold `text`.
  std::vector<std::string> log_lines(const std::string& text) const;
  // SIGTERM; the exit status, or -1 when it does not end in time.
  int stop();

 private:
  std::filesystem::path log_;
  std::unique_ptr<test::Process> process_;
  std::uint16_t port_ = 0;
};

// Threads that serve: each keeps one connection to every endpoint.
inline constexpr int kWorkers = 2;
// `timeouts.write` of the files below.
inline constexpr std::chrono::seconds kWriteTimeout{2};

// Copies of a gateway's own files into `folder`, over other upstreams: deadlines and timeouts of
// its routes `stretch` times as long, and short timeouts for clients that keep it waiting.
// `upstreams`: for users, orders and catalog the list of endpoints ("127.0.0.1:1, 127.0.0.1:2").
void write_gateway_files(const std::string& client, const std::filesystem::path& folder,
                         const std::vector<std::string>& upstreams, const std::string& key_set,
                         int stretch);

}  // namespace bff::faults
