// SPDX-License-Identifier: Apache-2.0
// Streams to a reader that pauses and to clients that leave; see docs/operations.md.
#include <signal.h>

#include <iostream>

#include <CLI/CLI.hpp>

#include "streams/leavers.hpp"
#include "streams/reader.hpp"
#include "streams/slow_reader.hpp"

namespace bff::streams {
namespace {

using namespace std::chrono_literals;

// The first stream takes connections and memory that stay.
void warm_up(FeedGateway& gateway, Source& source) {
  Reader{gateway.port(), "/v1/wait", "text/event-stream"}.expect("retry: 2000\n\nid: 1\n");
  source.cancellation(30s);
}

int run(std::int64_t entries, bool brief) {
  // Brief: few and large, to fill all buffers soon.
  Reading reading{.entries = entries,
                  .text = std::string(brief ? 4096 : 64, 'x'),
                  .pauses = brief ? 1 : 5,
                  .pause = brief ? 0s : 2s,
                  .bounds = {.under_way = most_under_way()},
                  .judge_memory = !BFF_SANITIZED};
  Source source{entries, reading.text};
  FeedGateway gateway{source.address()};
  warm_up(gateway, source);
  bool good = true;
  for (const auto form : {Reading::Form::ndjson, Reading::Form::sse}) {
    reading.form = form;
    good = read_slowly(gateway, source, reading) && good;
  }
  const std::optional<std::chrono::milliseconds> at_once = 50ms;
  good = leave_streams(gateway, source, brief ? 3 : 50, brief ? std::nullopt : at_once) && good;
  return good ? 0 : 1;
}

}  // namespace
}  // namespace bff::streams

int main(int argc, char** argv) {
  std::int64_t entries = 0;
  bool brief = false;
  CLI::App app{"Streams through bff-web to a slow reader and to clients that leave."};
  app.add_option("messages", entries,
                 "Of each of the two long streams; default: 1000000, with --short 8000")
      ->check(CLI::Range(1, 100'000'000));
  app.add_flag("--short", brief, "A little of everything, in seconds, and no judgement of times");
  CLI11_PARSE(app, argc, argv);
  signal(SIGPIPE, SIG_IGN);
  try {
    if (entries == 0) entries = brief ? 8'000 : 1'000'000;
    return bff::streams::run(entries, brief);
  } catch (const std::exception& error) {
    std::cerr << "bff-streams: " << error.what() << "\n";
    return 1;
  }
}
