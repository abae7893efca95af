// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "config/address.hpp"
#include "config/gateway_sections.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kKiB = 1024, kMiB = 1024 * kKiB;

}  // namespace

void read_limits(const Node* limits_node, const Node* timeouts_node, Gateway& gateway,
                 Diagnostics& out) {
  Limits& limits = gateway.limits;
  MapReader sizes(limits_node, "limits", out);
  sizes.size("request_line", 256, 64 * kKiB, limits.request_line);
  sizes.size("headers", kKiB, kMiB, limits.headers);
  sizes.count("header_fields", 8, 1000, limits.fields);
  sizes.size("body", 0, 1024 * kMiB, limits.body);
  sizes.size("upload", 0, 1024 * 1024 * kMiB, limits.upload);
  sizes.count("connections", 1, 1'000'000, limits.connections);
  sizes.count("connections_per_address", 1, 1'000'000, limits.connections_per_address);
  sizes.refuse_unknown();

  MapReader times(timeouts_node, "timeouts", out);
  times.duration("header", 1ms, 1h, limits.header_timeout);
  times.duration("body", 1ms, 1h, limits.body_timeout);
  times.duration("idle", 1ms, 24h, limits.idle_timeout);
  times.duration("write", 1ms, 1h, limits.write_timeout);
  times.duration("drain", 0ms, 1h, gateway.drain_timeout);
  times.refuse_unknown();
}

void read_streams(const Node* node, Gateway& gateway, Diagnostics& out) {
  Streams& streams = gateway.streams;
  MapReader map(node, "streams", out);
  map.duration("heartbeat", 1ms, 1h, streams.heartbeat);
  map.duration("idle", 1ms, 24h, streams.idle);
  map.duration("max_life", 1ms, 240h, streams.max_life);
  map.duration("retry", 1ms, 1h, streams.retry);
  map.count("total", 1, 1'000'000, streams.total);
  map.count("per_address", 1, 1'000'000, streams.per_address);
  map.texts(map.find("origins"), "origins", [&](const std::string& text, const Node& item) {
    if (const std::string wrong = check_origin(text); !wrong.empty()) {
      out.add("BFF119", item.place, "the origin '" + text + "' " + wrong,
              "write it as browsers do: https://app.example.com");
    }
    streams.origins.push_back(text);
  });
  map.refuse_unknown();
}

void read_error_details(const Node& node, Gateway& gateway, Diagnostics& out) {
  gateway.error_details = {};
  if (node.is_text()) {
    if (node.unknown || node.scalar == "none") return;
    out.add("BFF119", node.place, "'error_details' cannot be '" + node.scalar + "'",
            "write none, or a list as in [bad_request, retry_info]");
    return;
  }
  const std::vector<std::string_view> words{std::begin(kDetailWords), std::end(kDetailWords)};
  MapReader map(nullptr, "", out);
  map.texts(&node, "error_details", [&](const std::string& word, const Node& item) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) {
      std::string remedy = did_you_mean(word, words);
      if (remedy.empty()) {
        for (const std::string_view known : words) {
          remedy.append(remedy.empty() ? "known are: " : ", ").append(known);
        }
      }
      out.add("BFF119", item.place, "'" + word + "' is no kind of error details", remedy);
    } else if (!gateway.error_details.add(static_cast<DetailKind>(found - words.begin()))) {
      out.add("BFF122", item.place, "'" + word + "' is named twice", "remove one");
    }
  });
}

void read_log(const Node* node, Gateway& gateway, Diagnostics& out) {
  MapReader map(node, "log", out);
  if (const Node* level = map.find("level")) {
    const std::vector<std::string_view> levels = {"info", "warn", "error"};
    std::string text;
    if (read_text(*level, "log.level", text, out)) {
      if (std::find(levels.begin(), levels.end(), text) != levels.end()) {
        gateway.log_level = text;
      } else {
        const std::string meant = did_you_mean(text, levels);
        out.add("BFF119", level->place, "'" + text + "' is no log level",
                meant.empty() ? "write info, warn or error" : meant);
      }
    }
  }
  map.flag("access", gateway.access_log);
  map.flag("audit", gateway.audit_log);
  map.refuse_unknown();
}

}  // namespace bff::config
