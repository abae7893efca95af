// SPDX-License-Identifier: Apache-2.0
#include "faults/tally.hpp"

#include <iomanip>
#include <iostream>

namespace bff::faults {
namespace {

// An answer during which there was one kind of fault tells about it; of several, about neither.
std::string row_of(const Timeline::View& view) {
  if (view.kinds.empty()) return view.coming_back ? "(coming back)" : "(no fault)";
  return view.kinds.size() == 1 ? std::string{info(view.kinds.front()).name} : "(several)";
}

std::string text_of_counts(const std::map<Problem, std::int64_t>& counts) {
  std::string text;
  for (const auto& [problem, count] : counts)
    text += (text.empty() ? "" : " ") + std::string{text_of(problem).slug} + ":" +
            std::to_string(count);
  return text.empty() ? "-" : text;
}

}  // namespace

void Tally::add(const Judge::Case& asked, const Timeline::View& view, const Verdict& verdict,
                const std::optional<Answer>& answer) {
  const std::lock_guard lock{mutex_};
  Row& row = rows_[row_of(view)];
  ++judged_;
  ++row.answers;
  row.worst = std::max<std::chrono::nanoseconds>(row.worst, asked.received - asked.sent);
  switch (verdict.outcome) {
    case Verdict::Outcome::right:
      ++row.right;
      break;
    case Verdict::Outcome::incomplete:
      ++row.incomplete;
      break;
    case Verdict::Outcome::partial:
      ++row.partial[verdict.problem];
      break;
    case Verdict::Outcome::problem:
      ++row.problems[verdict.problem];
      break;
    case Verdict::Outcome::wrong:
      ++row.wrong;
      if (++wrong_ > kWrongShown) break;
      std::cout << "WRONG: " << info(asked.screen).client << ' ' << info(asked.screen).path
                << " of user " << asked.user << ": " << verdict.why << "\n  during:";
      for (const Kind kind : view.kinds) std::cout << ' ' << info(kind).name;
      if (answer) std::cout << "\n  " << answer->head << "\n  " << answer->body;
      std::cout << std::endl;
  }
}

void Tally::fail(const std::string& what) {
  const std::lock_guard lock{mutex_};
  ++wrong_;
  std::cout << "WRONG: " << what << std::endl;
}

void Tally::print(std::ostream& out) const {
  const std::lock_guard lock{mutex_};
  out << std::left << std::setw(16) << "fault" << std::right << std::setw(9) << "answers"
      << std::setw(9) << "right" << std::setw(11) << "incomplete" << std::setw(7) << "wrong"
      << std::setw(10) << "worst ms"
      << "  partial, by cause | problems, by cause\n";
  for (const auto& [name, row] : rows_) {
    out << std::left << std::setw(16) << name << std::right << std::setw(9) << row.answers
        << std::setw(9) << row.right << std::setw(11) << row.incomplete << std::setw(7) << row.wrong
        << std::setw(10) << row.worst / std::chrono::milliseconds{1} << "  "
        << text_of_counts(row.partial) << " | " << text_of_counts(row.problems) << "\n";
  }
  out << judged_ << " answers judged, " << wrong_ << " wrong" << std::endl;
}

}  // namespace bff::faults
