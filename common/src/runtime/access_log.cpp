// SPDX-License-Identifier: Apache-2.0
#include "runtime/access_log.hpp"

#include <cstring>

#include "json/writer.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {
namespace {

// Keys are literals, so that their length is known where they are written.
template <std::size_t N>
void add_key(json::Appender& out, const char (&key)[N]) {
  char* at = out.room(N + 3);
  *at++ = ',';
  *at++ = '"';
  std::memcpy(at, key, N - 1);
  at += N - 1;
  *at++ = '"';
  *at++ = ':';
  out.advance(at);
}

// Bytes that are no valid UTF-8 become U+FFFD.
void append_text(json::Appender& out, std::string_view value) {
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

// Of text that is ASCII by what made it: this gateway, or a check on the way here.
template <std::size_t N>
void add_ascii(json::Appender& out, const char (&key)[N], std::string_view value) {
  if (value.empty()) return;
  add_key(out, key);
  json::append_string(out, value);
}

template <std::size_t N>
void add_text(json::Appender& out, const char (&key)[N], std::string_view value) {
  if (value.empty()) return;
  add_key(out, key);
  append_text(out, value);
}

// `value` in decimal, filled up with zeros to `width` digits. Precondition: it has no more.
template <class Integer>
char* put_digits(char* at, Integer value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
  return at + width;
}

// Milliseconds with three decimals.
template <std::size_t N>
void add_duration(json::Appender& out, const char (&key)[N], std::chrono::nanoseconds duration) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  add_key(out, key);
  json::append_int(out, us / 1000);
  char* const at = out.room(4);
  *at = '.';
  out.advance(put_digits(at + 1, us % 1000, 3));
}

void add_call(json::Appender& out, const CallRecord& call) {
  out += "{\"call\":";
  json::append_string(out, call.name);
  add_text(out, "upstream", call.upstream);
  add_ascii(out, "endpoint", call.endpoint);
  add_ascii(out, "code", upstream::name_of(call.code));
  if (call.attempts > 1) {
    add_key(out, "attempts");
    json::append_uint(out, call.attempts);
  }
  add_duration(out, "duration_ms", call.duration);
  add_text(out, "message", call.message);
  out += '}';
}

void add_time(json::Appender& out, std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<milliseconds>(time - day)};
  char* at = out.room(24);  // 2026-11-21T14:33:36.824Z
  at = put_digits(at, static_cast<int>(date.year()), 4);
  const auto part = [&at](char before, auto value, int width) {
    *at++ = before;
    at = put_digits(at, value, width);
  };
  part('-', static_cast<unsigned>(date.month()), 2);
  part('-', static_cast<unsigned>(date.day()), 2);
  part('T', clock.hours().count(), 2);
  part(':', clock.minutes().count(), 2);
  part(':', clock.seconds().count(), 2);
  part('.', clock.subseconds().count(), 3);
  *at++ = 'Z';
  out.advance(at);
}

}  // namespace

void append_time(std::string& out, std::chrono::system_clock::time_point time) {
  json::Appender appender{out};
  add_time(appender, time);
}

void append_member(std::string& line, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  json::Appender out{line};
  out += ",\"";
  out += key;
  out += "\":";
  append_text(out, value);
}

void append_access_line(std::string& line, const AccessRecord& record) {
  json::Appender out{line};
  out += "{\"time\":\"";
  add_time(out, record.time);
  out += "\",\"level\":\"info\",\"event\":\"request\"";
  add_text(out, "client", record.client);
  add_ascii(out, "request_id", record.request_id);
  add_ascii(out, "trace_id", record.trace_id);
  add_ascii(out, "peer", record.peer);
  add_ascii(out, "method", record.method);
  add_text(out, "path", record.path);
  add_text(out, "route", record.route);
  add_key(out, "status");
  json::append_int(out, record.status);
  add_key(out, "bytes");
  json::append_uint(out, record.bytes);
  if (record.messages > 0) {
    add_key(out, "messages");
    json::append_uint(out, record.messages);
  }
  if (record.received > 0) {
    add_key(out, "messages_received");
    json::append_uint(out, record.received);
  }
  if (record.close > 0) {
    add_key(out, "close");
    json::append_uint(out, record.close);
  }
  add_duration(out, "duration_ms", record.duration);
  if (record.error != nullptr) {
    add_text(out, "problem", info(record.error->code).slug);
    add_text(out, "detail", record.error->detail);
    add_text(out, "cause", record.error->internal);
    add_text(out, "failed_call", record.error->call);
  }
  if (!record.calls.empty()) {
    out += ",\"calls\":[";
    for (std::size_t i = 0; i < record.calls.size(); ++i) {
      if (i > 0) out += ',';
      add_call(out, record.calls[i]);
    }
    out += ']';
  }
  out += '}';
}

}  // namespace bff::runtime
