// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "plan/explain.hpp"
#include "plan/joined.hpp"

namespace bff::plan {
namespace {

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

class Text {
 public:
  explicit Text(const Explanation& route) : route_(route) {}

  std::string write() {
    out_ = route_.id + ": " + route_.method + " " + route_.path + " for client '" + route_.client +
           "' (" + route_.file + ")\n";
    if (!route_.summary.empty()) out_ += route_.summary + "\n";
    out_ +=
        "auth " + auth_text(route_.auth) + ", deadline " + duration_text(route_.deadline) + "\n";
    stages();
    for (const ExplainedCall& call : route_.calls) write(call);
    requirements();
    times();
    if (!route_.pruned.empty()) {
      out_ += "\nnot made for this client: " + joined(route_.pruned) + "\n";
    }
    answer();
    return std::move(out_);
  }

 private:
  void line(const std::string& key, const std::string& text) {
    if (!text.empty()) out_ += "  " + padded(key, 9) + " " + text + "\n";
  }

  std::vector<std::string> names(const std::vector<CallId>& calls) const {
    std::vector<std::string> out;
    for (const CallId id : calls) out.push_back(route_.calls[id].name);
    return out;
  }

  void stages() {
    if (route_.stages.empty()) return;
    out_ += "\nstages: the calls of a line may start together\n";
    for (std::size_t i = 0; i < route_.stages.size(); ++i) {
      line(std::to_string(i + 1), joined(names(route_.stages[i])));
    }
  }

  void write(const ExplainedCall& call) {
    out_ += "\n" + call.name + ": " + call.rpc + " " +
            (call.upstream.empty() ? "in-process" : "at " + call.upstream) +
            (call.writes ? ", writes" : "") + "\n";
    auto reads = call.inputs;
    for (const std::string& name : names(call.reads)) reads.push_back("$" + name);
    line("reads", joined(reads));
    line("read by", joined(names(call.read_by)));
    line("shown at", joined(call.shown));
    line("after", joined(names(call.after)));
    line("when", joined(call.when, " and "));
    line("judged", joined(call.judged));
    line("table", table_text(call));
    if (call.each) {
      line("for_each", "at most " + std::to_string(*call.each) + " RPCs, one after the other");
    }
    line("timeout", (call.timeout.count() == 0 ? "the deadline" : duration_text(call.timeout)) +
                        (call.attempts > 1 ? ", " + std::to_string(call.attempts) +
                                                 " attempts on " + joined(call.retried)
                                           : ""));
    std::string failures;
    for (const auto& [code, action] : call.on_error) {
      failures +=
          (failures.empty() ? "" : ", ") + (call.on_error.size() == 1 ? "" : code + ": ") + action;
    }
    line("on_error", failures);
  }

  static std::string table_text(const ExplainedCall& call) {
    if (!call.table) return "";
    const ExplainedTable& table = *call.table;
    const std::string most = "at most " + std::to_string(table.total) + " keys, ";
    const std::string rpcs = std::to_string(call.rpcs) + (call.rpcs == 1 ? " RPC" : " RPCs");
    if (table.keys == "response") return "over its own answer; " + join_text(table);
    if (table.keys == "by_value")
      return most + "an RPC for each: " + rpcs + "; " + join_text(table);
    return most + std::to_string(table.max) + " an RPC in '" + table.into + "': " + rpcs + "; " +
           join_text(table);
  }

  static std::string join_text(const ExplainedTable& table) {
    if (table.join == "whole") return "a key gives the whole answer";
    if (table.join == "entry") return "a key gives an entry of a map";
    return (table.join == "row" ? "a key gives the row" : "a key gives the rows") +
           (" by '" + table.key + "'");
  }

  void requirements() {
    if (route_.requirements.empty()) return;
    out_ += "\nrequired\n";
    for (const ExplainedRequirement& one : route_.requirements) {
      line(std::to_string(one.status), one.title + ", unless " + joined(one.that, " and "));
    }
  }

  void times() {
    if (route_.calls.empty()) return;
    std::string chain;
    for (const CallId id : route_.critical_path) {
      chain += (chain.empty() ? "" : " > ") + route_.calls[id].name;
    }
    out_ += "\nlongest chain: " + chain + ", " + duration_text(route_.critical_time) +
            " of timeouts; the deadline of " + duration_text(route_.deadline) +
            (route_.critical_time > route_.deadline ? " ends it earlier\n" : " leaves room\n");
    std::uint64_t most = 0;
    for (const ExplainedCall& call : route_.calls) most += call.rpcs;
    out_ += "at most " + std::to_string(most) + (most == 1 ? " RPC" : " RPCs") +
            " for an answer, retries not counted\n";
  }

  void answer() {
    out_ += "\nanswer " + std::to_string(route_.status) +
            (route_.answer.empty() ? ", without a body\n" : "\n");
    std::size_t width = 0;
    for (const AnswerField& field : route_.answer) width = std::max(width, field.path.size());
    for (const AnswerField& field : route_.answer) {
      out_ += "  " + padded(field.path, width) + "  " + field.type + "\n";
    }
  }

  const Explanation& route_;
  std::string out_;
};

}  // namespace

std::string explain_text(const Explanation& explanation) { return Text{explanation}.write(); }

}  // namespace bff::plan
