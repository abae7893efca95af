// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "streams/feed_gateway.hpp"
#include "streams/source.hpp"

namespace bff::streams {

// What a reader that pauses may cost.
struct Bounds {
  // Resident memory of the gateway above what it has at rest: a window of the service, what waits
  // for the client, and what the allocator makes of both.
  long memory_kib = 4 * 1024;
  // What is under way, in bytes of the answer: the kernel's buffers of both connections and the
  // gateway's own.
  std::int64_t under_way = 0;
};
// The kernel's part of it, from net.ipv4.tcp_wmem, which its owner may have raised.
std::int64_t most_under_way();

struct Reading {
  enum class Form : std::uint8_t { ndjson, sse } form = Form::ndjson;
  std::int64_t entries = 0;
  std::string text;  // of each entry
  int pauses = 0;
  std::chrono::milliseconds pause{0};  // at least: it lasts until the service stands still
  Bounds bounds;
  bool judge_memory = true;
};

// Reads a stream of all entries in as many parts as there are pauses, and one more. Everything that
// comes must be what was sent, in order. False when a bound was passed; prints what it saw.
bool read_slowly(FeedGateway& gateway, Source& source, const Reading& reading);

}  // namespace bff::streams
