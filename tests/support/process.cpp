// SPDX-License-Identifier: Apache-2.0
#include "support/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

extern char** environ;

namespace bff::test {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Process::Process(std::vector<std::string> command, std::map<std::string, std::string> environment) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text{*entry};
    if (environment.count(text.substr(0, text.find('='))) == 0) variables.push_back(text);
  }
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  // A listening socket that a child inherits would go on taking connections for its parent.
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  auto arguments = pointers(command), variable_pointers = pointers(variables);
  const int error = posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(),
                                 variable_pointers.data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  output_ = ends[0];
  if (error != 0) {
    close(output_);
    throw std::runtime_error("cannot start " + command[0]);
  }
  reader_ = std::thread{[this] { read_all(); }};
}

Process::~Process() {
  if (!status_) {
    kill(pid_, SIGKILL);
    int status = 0;
    waitpid(pid_, &status, 0);
  }
  reader_.join();
  close(output_);
}

void Process::signal(int number) const {
  if (!status_) kill(pid_, number);
}

void Process::read_all() {
  std::string pending;
  std::array<char, 65536> buffer;
  ssize_t size = 0;
  while ((size = read(output_, buffer.data(), buffer.size())) > 0) {
    pending.append(buffer.data(), static_cast<std::size_t>(size));
    std::size_t begin = 0, end = 0;
    const std::lock_guard lock{mutex_};
    while ((end = pending.find('\n', begin)) != std::string::npos) {
      lines_.push_back(pending.substr(begin, end - begin));
      begin = end + 1;
    }
    pending.erase(0, begin);
    changed_.notify_all();
  }
  const std::lock_guard lock{mutex_};
  if (!pending.empty()) lines_.push_back(pending);
  ended_ = true;
  changed_.notify_all();
}

std::optional<std::string> Process::await_line(
    const std::function<bool(const std::string&)>& wanted, Seconds limit) {
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::duration_cast<std::chrono::nanoseconds>(limit);
  std::unique_lock lock{mutex_};
  while (true) {
    while (looked_at_ < lines_.size()) {
      const auto& line = lines_[looked_at_++];
      if (wanted(line)) return line;
    }
    if (ended_ || changed_.wait_until(lock, end) == std::cv_status::timeout) {
      if (looked_at_ == lines_.size()) return std::nullopt;
    }
  }
}

std::vector<std::string> Process::lines() const {
  const std::lock_guard lock{mutex_};
  return lines_;
}

std::string Process::output() const {
  std::string all;
  for (const auto& line : lines()) all += line + "\n";
  return all;
}

std::optional<int> Process::wait(Seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!status_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (std::chrono::steady_clock::now() > end) {
      return std::nullopt;
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
  }
  // Its last words may still be in the pipe; a child of its own may hold that open for longer.
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, Seconds{2}, [this] { return ended_; });
  return status_;
}

}  // namespace bff::test
