// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdio>

#include "runtime/metrics.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {
namespace {

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  out.append(name).append(" ").append(type).append("\n");
}

void sample(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value) {
  out.append(name);
  if (!labels.empty()) out.append("{").append(labels).append("}");
  out.append(" ").append(std::to_string(value)).append("\n");
}

// Adds one member of all workers' blocks.
template <class Block, class Get>
std::uint64_t sum(const Block* blocks, std::size_t workers, Get get) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < workers; ++i) total += get(blocks[i]).value();
  return total;
}

// `get`: a block's histogram.
template <class Block, class Get>
void histogram(std::string& out, const std::string& name, const std::string& labels,
               const Block* blocks, std::size_t workers, Get get) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i <= kBucketsMs.size(); ++i) {
    count += sum(
        blocks, workers, [&](const Block& b) -> auto& { return get(b).buckets[i]; });
    std::array<char, 32> bound{"+Inf"};
    if (i < kBucketsMs.size()) std::snprintf(bound.data(), bound.size(), "%g", kBucketsMs[i] / 1e3);
    sample(out, name + "_bucket", labels + ",le=\"" + bound.data() + "\"", count);
  }
  std::array<char, 32> total{};
  const auto us = sum(
      blocks, workers, [&](const Block& b) -> auto& { return get(b).sum_us; });
  std::snprintf(total.data(), total.size(), "%.6f", static_cast<double>(us) / 1e6);
  out.append(name).append("_sum{").append(labels).append("} ").append(total.data()).append("\n");
  sample(out, name + "_count", labels, count);
}

// A label's value, which may hold anything.
std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

// Route ids and call names are plain identifiers (the route parser sees to it), so labels need no
// escaping.
std::string Metrics::text() const {
  const std::lock_guard lock{mutex_};
  std::string out;
  family(out, "bff_requests_total", "counter", "Requests answered, by route and HTTP status.");
  for (const auto& [route, blocks] : routes_) {
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
      const auto n = sum(
          blocks.get(), workers_, [&](const RouteCounters& b) -> auto& { return b.by_status[i]; });
      if (n == 0) continue;
      const auto status = kStatuses[i] == 0 ? std::string{"other"} : std::to_string(kStatuses[i]);
      sample(out, "bff_requests_total", "route=\"" + route + "\",status=\"" + status + "\"", n);
    }
  }
  family(out, "bff_partial_answers_total", "counter", "Answers that lack the result of a call.");
  for (const auto& [route, blocks] : routes_) {
    sample(out, "bff_partial_answers_total", "route=\"" + route + "\"",
           sum(
               blocks.get(), workers_, [](const RouteCounters& b) -> auto& { return b.partial; }));
  }
  family(out, "bff_request_duration_seconds", "histogram",
         "From the end of a request's head to its answer.");
  for (const auto& [route, blocks] : routes_) {
    histogram(
        out, "bff_request_duration_seconds", "route=\"" + route + "\"", blocks.get(), workers_,
        [](const RouteCounters& b) -> auto& { return b.duration; });
  }
  const auto labels = [](const std::pair<std::string, std::string>& key) {
    return "route=\"" + key.first + "\",call=\"" + key.second + "\"";
  };
  family(out, "bff_calls_total", "counter", "RPCs to services, by google.rpc.Code.");
  for (const auto& [key, blocks] : calls_) {
    for (std::size_t i = 0; i < 17; ++i) {
      const auto n = sum(
          blocks.get(), workers_, [&](const CallCounters& b) -> auto& { return b.by_code[i]; });
      if (n == 0) continue;
      sample(out, "bff_calls_total",
             labels(key) + ",code=\"" + std::string{upstream::name_of(static_cast<int>(i))} + "\"",
             n);
    }
  }
  family(out, "bff_call_retries_total", "counter", "Attempts beyond the first.");
  for (const auto& [key, blocks] : calls_) {
    sample(out, "bff_call_retries_total", labels(key),
           sum(
               blocks.get(), workers_, [](const CallCounters& b) -> auto& { return b.retries; }));
  }
  family(out, "bff_call_duration_seconds", "histogram", "An RPC with all its attempts.");
  for (const auto& [key, blocks] : calls_) {
    histogram(
        out, "bff_call_duration_seconds", labels(key), blocks.get(), workers_,
        [](const CallCounters& b) -> auto& { return b.duration; });
  }
  if (!issuers_.empty()) {
    const auto issuer = [](const std::string& name) { return "issuer=\"" + escaped(name) + "\""; };
    family(out, "bff_key_fetches_total", "counter", "Fetches of issuers' keys.");
    for (const auto& [name, counters] : issuers_) {
      sample(out, "bff_key_fetches_total", issuer(name) + ",result=\"ok\"", counters.fetched);
      sample(out, "bff_key_fetches_total", issuer(name) + ",result=\"failed\"", counters.failed);
    }
    family(out, "bff_key_age_seconds", "gauge", "Since an issuer's keys were fetched last.");
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                         std::chrono::steady_clock::now().time_since_epoch())
                         .count();
    for (const auto& [name, counters] : issuers_) {
      const std::int64_t at = counters.fetched_at;
      if (at == 0) continue;
      sample(out, "bff_key_age_seconds", issuer(name),
             static_cast<std::uint64_t>(std::max<std::int64_t>(0, now - at)));
    }
  }
  if (!introspections_.empty()) {
    family(out, "bff_introspections_total", "counter", "Questions to issuers about tokens.");
    for (const auto& [name, counters] : introspections_) {
      const std::string issuer = "issuer=\"" + escaped(name) + "\",result=\"";
      sample(out, "bff_introspections_total", issuer + "active\"", counters.active);
      sample(out, "bff_introspections_total", issuer + "inactive\"", counters.inactive);
      sample(out, "bff_introspections_total", issuer + "failed\"", counters.failed);
    }
  }
  family(out, "bff_token_exchanges_total", "counter", "Exchanges of callers' tokens.");
  sample(out, "bff_token_exchanges_total", "result=\"ok\"", exchanges);
  sample(out, "bff_token_exchanges_total", "result=\"failed\"", exchanges_failed);
  family(out, "bff_session_events_total", "counter", "What became of sessions of browsers.");
  for (std::size_t i = 0; i < kSessionEvents.size(); ++i) {
    sample(out, "bff_session_events_total", "event=\"" + std::string{kSessionEvents[i]} + "\"",
           session_events[i]);
  }
  const auto plain = [&](std::string_view name, std::string_view type, std::string_view help,
                         const std::atomic<std::uint64_t>& value) {
    family(out, name, type, help);
    sample(out, name, "", value.load(std::memory_order_relaxed));
  };
  plain("bff_connections", "gauge", "Client connections that are open.", connections);
  plain("bff_streams", "gauge", "Streams that are open.", streams);
  plain("bff_connections_refused_total", "counter",
        "Connections closed because a bound was reached.", connections_refused);
  plain("bff_log_lines_lost_total", "counter", "Log lines that found no room.", log_lines_lost);
  plain("bff_reloads_total", "counter", "Configurations taken into service, without the first.",
        reloads);
  plain("bff_reloads_refused_total", "counter", "Configurations refused because of errors.",
        reloads_refused);
  return out;
}

}  // namespace bff::runtime
