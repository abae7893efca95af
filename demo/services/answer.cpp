// SPDX-License-Identifier: Apache-2.0
#include "demo/services/answer.hpp"

#include <grpcpp/alarm.h>

#include <cstdio>
#include <string>

namespace demo {
namespace {

void append(std::string& line, grpc::string_ref text) {
  for (const char c : text) line += c > ' ' && c < 0x7f ? c : '?';
}

// One write a line, so that lines of several threads do not mix.
void log(std::string line) {
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

// "call users GetUser deadline=190ms traceparent=00-…": what a gateway sent along.
void log_call(const grpc::CallbackServerContext& context, const Faults& faults,
              std::string_view method) {
  std::string line = "call " + faults.service() + " " + std::string{method};
  if (const auto deadline = context.deadline();
      deadline != std::chrono::system_clock::time_point::max()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::system_clock::now());
    line += " deadline=" + std::to_string(left.count()) + "ms";
  }
  for (const auto& [name, value] : context.client_metadata()) {
    line += ' ';
    append(line, name);
    line += '=';
    append(line, value);
  }
  log(std::move(line));
}

class Answer final : public grpc::ServerUnaryReactor {
 public:
  Answer(const Faults& faults, std::string_view method, const grpc::Status& status)
      : faults_{faults}, method_{method}, status_{status} {
    const auto latency = faults.behaviour().latency;
    if (latency == latency.zero()) {
      Finish(status_);
      return;
    }
    alarm_.Set(std::chrono::system_clock::now() + latency,
               [this](bool elapsed) { Finish(elapsed ? status_ : grpc::Status::CANCELLED); });
  }

  void OnCancel() override {
    if (faults_.behaviour().log_calls)
      log("cancelled " + faults_.service() + " " + std::string{method_});
    alarm_.Cancel();
  }
  void OnDone() override { delete this; }

 private:
  const Faults& faults_;
  std::string_view method_;
  grpc::Status status_;
  grpc::Alarm alarm_;
};

}  // namespace

grpc::ServerUnaryReactor* answer(grpc::CallbackServerContext* context, Faults& faults,
                                 std::string_view method, const grpc::Status& served) {
  if (faults.behaviour().log_calls) log_call(*context, faults, method);
  const grpc::Status fault = faults.next();
  return new Answer{faults, method, fault.ok() ? served : fault};
}

}  // namespace demo
