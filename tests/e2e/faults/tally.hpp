// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <ostream>
#include <string>

#include "faults/judge.hpp"

namespace bff::faults {

// Counts verdicts by what was going on. Thread-safe.
class Tally {
 public:
  static constexpr std::int64_t kWrongShown = 20;  // in full; the others are only counted

  // `answer`: printed with a wrong verdict.
  void add(const Judge::Case& asked, const Timeline::View& view, const Verdict& verdict,
           const std::optional<Answer>& answer);
  // A failure of the run itself, or of what is no judged request.
  void fail(const std::string& what);

  std::int64_t judged() const noexcept { return judged_; }
  std::int64_t wrong() const noexcept { return wrong_; }
  void print(std::ostream& out) const;

 private:
  struct Row {
    std::int64_t answers = 0, right = 0, incomplete = 0, wrong = 0;
    std::map<Problem, std::int64_t> partial, problems;
    std::chrono::nanoseconds worst{0};
  };
  mutable std::mutex mutex_;
  std::map<std::string, Row> rows_;
  std::atomic<std::int64_t> judged_ = 0, wrong_ = 0;
};

}  // namespace bff::faults
