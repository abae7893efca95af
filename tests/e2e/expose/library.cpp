// SPDX-License-Identifier: Apache-2.0
#include "library.hpp"

#include <chrono>
#include <thread>

namespace bff::test {
namespace {

using Json = DynamicServer::Json;

Json echo(const Json& request) { return {{"title", request.dump()}}; }
Json echo_list(const Json& request) { return {{"books", {echo(request)}}, {"total", 1}}; }

}  // namespace

DynamicServer::Methods library() {
  const std::string service = "library.v1.Library/";
  DynamicServer::Methods methods;
  for (const char* name : {"Create", "Update", "Move"}) methods[service + name] = echo;
  for (const char* name : {"List", "ListTitles", "Count"}) methods[service + name] = echo_list;
  methods[service + "GetBook"] = [](const Json& request) -> Json {
    if (request["name"] == "shelves/1/books/none") throw RpcError{5, "no such book in row 7"};
    return {{"name", request["name"]},
            {"title", "A"},
            {"pages", "9007199254740993"},
            {"genre", "GENRE_POETRY"}};
  };
  methods[service + "Delete"] = [](const Json&) { return Json::object(); };
  methods[service + "Cover"] = [](const Json&) -> Json {
    return {{"contentType", "image/png"}, {"data", "iVBORw=="}};
  };
  methods[service + "SetCover"] = echo;
  methods[service + "Watch"] = [](const Json& request, DynamicServer::Call& call) -> Json {
    const auto last = call.metadata.find("last-event-id");
    const int first = last == call.metadata.end() ? 0 : std::stoi(last->second);
    const std::string title(request["size"].get<std::size_t>(), 'x');
    for (int i = 0; i < request["count"]; ++i) {
      const Json book = {{"name", "b" + std::to_string(first + i + 1)},
                         {"title", title},
                         {"pages", std::to_string(first + i + 1)}};
      if (!call.write(book)) return {};
    }
    if (request["fail_with"] != 0) throw RpcError{request["fail_with"], "row 7 is broken"};
    // A negative count: quiet until the client leaves.
    while (request["count"] < 0 && !call.cancelled()) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return {};
  };
  return methods;
}

ServedRoutes exposed_library(const std::string& keys, const std::string& file,
                             const std::string& more) {
  return {.folders = {BFF_SOURCE_DIR "/tests/e2e/expose", BFF_SOURCE_DIR "/protos"},
          .protos = {"library.proto"},
          .services = {"library.v1.Library"},
          .routes = {{"library.yaml", "version: bff/v1\n" + file +
                                          "expose:\n  - service: library.v1.Library\n" + keys}},
          .more = more};
}

}  // namespace bff::test
