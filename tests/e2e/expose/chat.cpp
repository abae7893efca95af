// SPDX-License-Identifier: Apache-2.0
#include "chat.hpp"

#include <chrono>
#include <thread>

namespace bff::test {
namespace {

using namespace std::chrono_literals;
using Json = DynamicServer::Json;
using Call = DynamicServer::Call;

// A call is open from its first message on.
struct Open {
  explicit Open(Chat& of) : chat(of) { ++chat.open; }
  ~Open() { --chat.open; }
  Chat& chat;
};

Json talk(Chat& chat, const Json& first, Call& call) {
  const Open open(chat);
  for (std::optional<Json> line = first; line; line = call.read()) {
    const std::string text = (*line)["text"];
    if (text == "fail") throw RpcError{(*line)["count"], "row 7 is broken"};
    if (text == "bye") return {};
    if (text != "wait" && !call.write(*line)) return {};
  }
  return {};
}

Json watch(Chat& chat, const Json& request, Call& call) {
  const Open open(chat);
  Json line = request;
  for (int i = 0; request["count"] < 0 || i < request["count"]; ++i) {
    line["count"] = i;
    if (!call.write(line)) return {};
    ++chat.written;
  }
  while (request["text"] == "stay" && !call.cancelled()) std::this_thread::sleep_for(1ms);
  return {};
}

Json collect(Chat& chat, const Json& first, Call& call) {
  const Open open(chat);
  while (!chat.reads && !call.cancelled()) std::this_thread::sleep_for(1ms);
  int lines = 0;
  std::string last;
  for (std::optional<Json> said = first; said; said = call.read(), ++lines) {
    const Json line = said->contains("line") ? (*said)["line"] : *said;
    last = line["room"].get<std::string>() + ": " + line["text"].get<std::string>();
  }
  return {{"lines", lines}, {"last", last}};
}

}  // namespace

DynamicServer::Methods Chat::methods() {
  const auto with = [this](Json (*method)(Chat&, const Json&, Call&)) {
    return [this, method](const Json& request, Call& call) { return method(*this, request, call); };
  };
  return {{"chat.v1.Chat/Talk", with(talk)},
          {"chat.v1.Chat/Watch", with(watch)},
          {"chat.v1.Chat/Search", with(watch)},
          {"chat.v1.Chat/Collect", with(collect)},
          {"chat.v1.Chat/Count", with(collect)},
          {"chat.v1.Chat/Say", [](const Json& line) { return line; }}};
}

ServedRoutes exposed_chat(const std::string& keys, const std::string& more) {
  return {.folders = {BFF_SOURCE_DIR "/tests/e2e/expose", BFF_SOURCE_DIR "/protos"},
          .protos = {"chat.proto"},
          .services = {"chat.v1.Chat"},
          .routes = {{"chat.yaml",
                      "version: bff/v1\nexpose:\n  - service: chat.v1.Chat\n"
                      "    protocols: [websocket]\n" +
                          keys}},
          .more = more};
}

}  // namespace bff::test
