// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "faults/connection.hpp"
#include "faults/timeline.hpp"

namespace bff::faults {

// How an answer came out.
struct Verdict {
  enum class Outcome : std::uint8_t { right, incomplete, partial, problem, wrong };
  Outcome outcome = Outcome::wrong;
  Problem problem = kNothing;  // of a partial answer or a problem
  std::string why;             // of a wrong one
};

// Knows the one right answer to every request, and which others a fault excuses.
class Judge {
 public:
  // `stretch`: by how much the deadlines of the routes are longer than in the project's files.
  explicit Judge(int stretch);

  struct Case {
    Screen screen;
    int user;
    Instant sent, received;
    int before = 0;  // requests of the same connection that were to be answered first
  };
  // `view`: of the time from sent to received. `answer`: none, when the connection ended or
  // nothing came.
  Verdict judge(const Case& asked, const Timeline::View& view,
                const std::optional<Answer>& answer) const;

  // The latest that an answer may come: the route's deadline, and a second for the harness, the
  // kernel and the gateway to be scheduled on a machine that runs all of them at once.
  std::chrono::milliseconds latest(Screen screen) const;

 private:
  Verdict judge_success(const Case& asked, const Answer& answer, const Timeline::View& view) const;
  Verdict judge_problem(const Case& asked, const Answer& answer, const Timeline::View& view) const;
  const std::string& whole(Screen screen, int user) const;
  // What a call to `upstream` may have ended with.
  Problems excused(Upstream upstream, const Case& asked, const Timeline::View& view) const;

  int stretch_;
  std::vector<std::string> bodies_;  // by screen and user
};

}  // namespace bff::faults
