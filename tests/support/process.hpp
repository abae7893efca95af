// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace bff::test {

using Seconds = std::chrono::duration<double>;

// A child process whose output is read line by line; killed and reaped by the destructor.
class Process {
 public:
  // `environment` is added to this process' own. Standard error goes where standard output goes.
  Process(std::vector<std::string> command, std::map<std::string, std::string> environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const noexcept { return pid_; }
  void signal(int number) const;

  // The first line, among those not yet looked at by an earlier call, for which `wanted` holds;
  // nullopt when the process ended or `limit` passed without one.
  std::optional<std::string> await_line(const std::function<bool(const std::string&)>& wanted,
                                        Seconds limit = Seconds{30});
  std::vector<std::string> lines() const;  // all so far
  std::string output() const;

  // The exit status (128 + signal for a killed one), or nullopt when it runs on after `limit`.
  std::optional<int> wait(Seconds limit = Seconds{30});

 private:
  void read_all();

  pid_t pid_ = -1;
  int output_ = -1;
  std::optional<int> status_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
  std::size_t looked_at_ = 0;
  bool ended_ = false;
  std::thread reader_;
};

}  // namespace bff::test
