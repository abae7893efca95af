// SPDX-License-Identifier: Apache-2.0
#include "streams/slow_reader.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <thread>

#include "streams/reader.hpp"

namespace bff::streams {
namespace {

using namespace std::chrono_literals;

// One entry as the answer has it.
std::string content(const Reading& reading, std::int64_t number) {
  const std::string digits = std::to_string(number);
  const std::string json = "{\"number\":\"" + digits + "\",\"text\":\"" + reading.text + "\"}";
  if (reading.form == Reading::Form::ndjson) return json + "\n";
  return "id: " + digits + "\ndata: " + json + "\n\n";
}

}  // namespace

std::int64_t most_under_way() {
  constexpr std::int64_t kOther = 2 << 20;  // receive buffers, windows, the gateway's high water
  std::ifstream limits{"/proc/sys/net/ipv4/tcp_wmem"};
  std::int64_t least = 0, usual = 0, most = 4 << 20;
  limits >> least >> usual >> most;
  return most + kOther;
}

bool read_slowly(FeedGateway& gateway, Source& source, const Reading& reading) {
  const bool sse = reading.form == Reading::Form::sse;
  const long before = gateway.resident_kib();
  const PeakMemory peak{gateway};
  const std::int64_t sent_before = source.sent();
  const auto entry_size = static_cast<std::int64_t>(content(reading, reading.entries).size());

  Reader reader{gateway.port(), "/v1/watch", sse ? "text/event-stream" : "application/x-ndjson"};
  if (sse) reader.expect("retry: 2000\n\n");
  std::int64_t received = 0, most_under_way = 0;
  const auto read_to = [&](std::int64_t end) {
    while (received < end) reader.expect(content(reading, ++received));
  };
  Clock::duration reading_time{};
  for (int part = 0; part <= reading.pauses; ++part) {
    if (part > 0) {
      std::this_thread::sleep_for(reading.pause);
      source.await_standstill(400ms);
      most_under_way = std::max(most_under_way, source.sent() - sent_before - received);
    }
    const auto begin = Clock::now();
    read_to(reading.entries * (part + 1) / (reading.pauses + 1));
    reading_time += Clock::now() - begin;
  }
  reader.expect_end();

  const long grown = peak.kib() - before;
  const double seconds = std::chrono::duration<double>(reading_time).count();
  std::cout << (sse ? "sse: " : "ndjson: ") << reading.entries << " messages of " << entry_size
            << " bytes in order and whole, " << reading.pauses << " pauses, "
            << static_cast<std::int64_t>(static_cast<double>(reading.entries) / seconds)
            << " messages a second between them; at most " << most_under_way << " under way, "
            << most_under_way * entry_size / 1024 << " KiB of at most "
            << reading.bounds.under_way / 1024 << "; memory " << before << " KiB before, " << grown
            << " more at most, of at most " << reading.bounds.memory_kib
            << (reading.judge_memory ? "" : " (not judged: sanitizers keep what is freed)")
            << std::endl;
  bool good = true;
  if (most_under_way * entry_size > reading.bounds.under_way) {
    std::cout << "wrong: the service was not held back" << std::endl;
    good = false;
  }
  if (reading.judge_memory && grown > reading.bounds.memory_kib) {
    std::cout << "wrong: the gateway holds what the client has not read" << std::endl;
    good = false;
  }
  return good;
}

}  // namespace bff::streams
