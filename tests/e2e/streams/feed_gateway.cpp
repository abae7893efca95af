// SPDX-License-Identifier: Apache-2.0
#include "streams/feed_gateway.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>

namespace bff::streams {
namespace {

std::string route(const std::string& name, const std::string& method) {
  return "  - id: " + name + "\n    http: GET /v1/" + name +
         "\n    stream: { as: [ndjson, sse], id: $entry.number }\n    calls: { entry: { rpc: "
         "feed.v1.Feed/" +
         method + " } }\n    shape: { number: $entry.number, text: $entry.text }\n";
}

std::string write_files(const test::TempFolder& folder, const std::string& source) {
  folder.write("routes/feed.yaml",
               "version: bff/v1\nroutes:\n" + route("watch", "Watch") + route("wait", "Wait"));
  return folder
      .write("gateway.yaml",
             "version: bff/v1\nclient: web\n"
             "listen: [{ address: \"127.0.0.1:${BFF_WEB_PORT}\" }]\nworkers: 1\n"
             "protos: { folders: [" BFF_SOURCE_DIR
             "/tests/e2e/streams], files: [feed.proto] }\nroutes: [routes]\n"
             "upstreams: { feed: { services: [feed.v1.Feed], endpoints: [\"" +
                 source + "\"] } }\nauth: { default: public }\n")
      .string();
}

}  // namespace

FeedGateway::FeedGateway(const std::string& source)
    : gateway_({.config = write_files(folder_, source)}), pid_(gateway_.process().pid()) {}

long FeedGateway::resident_kib() const {
  std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  }
  return 0;
}

PeakMemory::PeakMemory(const FeedGateway& gateway)
    : thread_{[this, &gateway] {
        while (!over_) {
          peak_ = std::max(peak_.load(), gateway.resident_kib());
          std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
      }} {}

PeakMemory::~PeakMemory() {
  over_ = true;
  thread_.join();
}

}  // namespace bff::streams
