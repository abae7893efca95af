// SPDX-License-Identifier: Apache-2.0
#include "runtime/access_log.hpp"

#include <array>
#include <cstdio>
#include <ctime>

#include "json/writer.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {
namespace {

void add_text(std::string& out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  out.append(",\"").append(key).append("\":");
  if (json::valid_utf8(value)) {
    json::append_string(out, value);
    return;
  }
  std::string ascii;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < 0x80) {
      ascii += c;
    } else {
      ascii += "\xEF\xBF\xBD";
    }
  }
  json::append_string(out, ascii);
}

// Milliseconds with three decimals.
void add_duration(std::string& out, std::string_view key, std::chrono::nanoseconds duration) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  std::array<char, 32> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%lld.%03lld", static_cast<long long>(us / 1000),
                    static_cast<long long>(us % 1000));
  out.append(",\"").append(key).append("\":").append(text.data(), static_cast<std::size_t>(size));
}

void add_call(std::string& out, const CallRecord& call) {
  out.append("{\"call\":");
  json::append_string(out, call.name);
  add_text(out, "upstream", call.upstream);
  add_text(out, "endpoint", call.endpoint);
  add_text(out, "code", upstream::name_of(call.code));
  if (call.attempts > 1) {
    out.append(",\"attempts\":");
    json::append_uint(out, call.attempts);
  }
  add_duration(out, "duration_ms", call.duration);
  add_text(out, "message", call.message);
  out.append("}");
}

}  // namespace

void append_time(std::string& out, std::chrono::system_clock::time_point time) {
  const auto ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                                 utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                                 utc.tm_min, utc.tm_sec, static_cast<int>(ms % 1000));
  out.append(text.data(), static_cast<std::size_t>(size));
}

void append_access_line(std::string& out, const AccessRecord& record) {
  out.append("{\"time\":\"");
  append_time(out, record.time);
  out.append("\",\"level\":\"info\",\"event\":\"request\"");
  add_text(out, "client", record.client);
  add_text(out, "request_id", record.request_id);
  add_text(out, "trace_id", record.trace_id);
  add_text(out, "peer", record.peer);
  add_text(out, "method", record.method);
  add_text(out, "path", record.path);
  add_text(out, "route", record.route);
  out.append(",\"status\":");
  json::append_int(out, record.status);
  out.append(",\"bytes\":");
  json::append_uint(out, record.bytes);
  add_duration(out, "duration_ms", record.duration);
  if (record.error != nullptr) {
    add_text(out, "problem", info(record.error->code).slug);
    add_text(out, "detail", record.error->detail);
    add_text(out, "cause", record.error->internal);
    add_text(out, "failed_call", record.error->call);
  }
  if (!record.calls.empty()) {
    out.append(",\"calls\":[");
    for (std::size_t i = 0; i < record.calls.size(); ++i) {
      if (i > 0) out.append(",");
      add_call(out, record.calls[i]);
    }
    out.append("]");
  }
  out.append("}");
}

}  // namespace bff::runtime
