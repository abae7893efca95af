// SPDX-License-Identifier: Apache-2.0
#include "cases/judge.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "cases/codes.hpp"
#include "cases/compare_json.hpp"
#include "cases/rpc_messages.hpp"
#include "plan/located_scalar.hpp"

namespace bff::cases {
namespace {

using plan::in_quotes;

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "nothing" : text;
}

std::string header_of(const Outcome& outcome, std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string found;
  for (const auto& [known, value] : outcome.headers) {
    if (known == name) found += (found.empty() ? "" : ", ") + value;
  }
  return found;
}

void judge_status(const Case& one, const Outcome& outcome, Diagnostics& out) {
  const auto& status = one.expected.status;
  if (static_cast<int>(status.value) == outcome.status) return;
  // What is no success says why.
  const std::string why = outcome.status >= 400 ? ": " + outcome.body : "";
  out.add(codes::kOtherwise, status.place.source ? status.place : one.place,
          "the status is " + std::to_string(outcome.status) + why,
          "expected by " + in_quotes(one.name));
}

void judge_partial(const Case& one, const Outcome& outcome, Diagnostics& out) {
  std::set<std::string> expected, got;
  for (const auto& name : one.expected.partial) expected.insert(name.value);
  std::string_view names = "";
  const std::string header = header_of(outcome, "bff-partial");
  for (names = header; !names.empty();) {
    const auto end = std::min(names.find(", "), names.size());
    got.emplace(names.substr(0, end));
    names.remove_prefix(std::min(end + 2, names.size()));
  }
  if (expected == got) return;
  const auto& place = one.expected.partial.empty() ? one.place : one.expected.partial.front().place;
  out.add(codes::kOtherwise, place,
          "the answer lacks the results of " + joined(got) + ", expected were " + joined(expected));
}

void judge_headers(const Case& one, const Outcome& outcome, Diagnostics& out) {
  for (const auto& [name, value] : one.expected.headers) {
    const std::string got = header_of(outcome, name.value);
    if (got == value) continue;
    out.add(codes::kOtherwise, name.place,
            in_quotes(name.value) + " is " + (got.empty() ? "not there" : in_quotes(got)));
  }
}

void judge_body(const Case& one, const Outcome& outcome, Diagnostics& out) {
  const auto& expected = one.expected.body;
  if (!expected) return;
  const auto got = nlohmann::json::parse(outcome.body, nullptr, false);
  if (got.is_discarded()) {
    out.add(codes::kOtherwise, expected->place, "the answer has no body");
    return;
  }
  compare_json(*expected, got, outcome.status >= 400 ? Extent::named : Extent::whole, out);
}

void judge_requests(const Case& one, const Outcome& outcome, const proto::Schema& schema,
                    Diagnostics& out) {
  for (const auto& [call, expected] : one.expected.requests) {
    std::vector<const Asked*> asked;
    for (const auto& rpc : outcome.asked) {
      if (rpc.call == call) asked.push_back(&rpc);
    }
    if (asked.size() != expected.requests.size()) {
      out.add(codes::kNotAsked, expected.place,
              in_quotes(call) + " was asked " + std::to_string(asked.size()) +
                  (asked.size() == 1 ? " time" : " times") + ", expected were " +
                  std::to_string(expected.requests.size()));
    }
    for (std::size_t i = 0; i < std::min(asked.size(), expected.requests.size()); ++i) {
      const auto& message = *method_of(asked[i]->method, schema).input_type();
      const auto bytes = in_field_order(asked[i]->request, schema.table(message), schema);
      if (bytes == expected.requests[i].first) continue;
      out.add(codes::kNotAsked, expected.requests[i].second,
              in_quotes(call) + " was asked " + json_of(bytes, message));
    }
  }
}

void judge_answers(const Case& one, const Outcome& outcome, const proto::Schema& schema,
                   Diagnostics& out) {
  for (const auto& rpc : outcome.unanswered) {
    const auto& message = *method_of(rpc.method, schema).input_type();
    out.add(codes::kUnanswered, one.place,
            in_quotes(rpc.call) + " was asked " + json_of(rpc.request, message) +
                ", and the case has no answer",
            "write one in 'calls': a response or a code");
  }
}

}  // namespace

bool judge(const Case& one, const Outcome& outcome, const proto::Schema& schema, Diagnostics& out) {
  const std::size_t problems = out.size();
  judge_answers(one, outcome, schema, out);
  // What follows from a missing answer is not told.
  if (out.size() == problems) {
    judge_status(one, outcome, out);
    judge_partial(one, outcome, out);
    judge_headers(one, outcome, out);
    judge_body(one, outcome, out);
    judge_requests(one, outcome, schema, out);
  }
  return out.size() == problems;
}

}  // namespace bff::cases
