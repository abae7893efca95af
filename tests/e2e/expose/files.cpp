// SPDX-License-Identifier: Apache-2.0
#include "files.hpp"

#include <google/protobuf/stubs/strutil.h>

#include <cstdint>

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using Call = DynamicServer::Call;

std::string decoded_bytes(const Json& base64) {
  std::string bytes;
  google::protobuf::Base64Unescape(base64.get<std::string>(), &bytes);
  return bytes;
}

std::string base64_of(std::string_view bytes) {
  std::string text;
  google::protobuf::Base64Escape({bytes.data(), bytes.size()}, &text);
  return text;
}

void wait_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds{1}); }

}  // namespace

std::string file_of(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

// Counts a call while it lasts.
class Files::Open {
 public:
  Open(Files& files, Call& call) : files_(files), call_(call) {
    ++files.open;
    ++files.calls;
  }
  ~Open() {
    if (call_.cancelled()) ++files_.cancelled;
    --files_.open;
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

 private:
  Files& files_;
  Call& call_;
};

DynamicServer::Methods Files::methods() {
  const std::string service = "files.v1.Files/";
  DynamicServer::Methods methods;
  methods[service + "Get"] = [this](const Json& request, Call& call) {
    return get(request, call, nullptr);
  };
  methods[service + "GetPieces"] = [this](const Json& request, Call& call) {
    return get(request, call, "body");
  };
  methods[service + "Put"] = [this](const Json& first, Call& call) { return put(first, call); };
  methods[service + "Scale"] = [this](const Json& first, Call& call) { return scale(first, call); };
  methods[service + "Convert"] = [this](const Json& first, Call& call) {
    return convert(first, call);
  };
  methods[service + "Write"] = [](const Json& note) { return note; };
  return methods;
}

Json Files::get(const Json& request, Call& call, const char* field) {
  const Open open(*this, call);
  const int pieces = request["pieces"];
  const std::size_t size = request["size"];
  const std::string file = file_of(static_cast<std::size_t>(std::abs(pieces)) * size);
  for (int i = 0; pieces < 0 || i < pieces; ++i) {
    const std::size_t at = pieces < 0 ? 0 : static_cast<std::size_t>(i) * size;
    Json body{{"data", base64_of(std::string_view{file}.substr(at, size))},
              {"contentType", i == 0 ? request["type"] : Json("text/other")}};
    if (field != nullptr) body = {{"number", i}, {field, std::move(body)}};
    if (!call.write(body)) break;
    ++written;
  }
  while (request["stay"] && !call.cancelled()) wait_a_little();
  if (request["fail_with"] != 0) throw RpcError{request["fail_with"], "row 7 is broken"};
  return {};
}

Json Files::put(Json message, Call& call) {
  const Open open(*this, call);
  const Json first = message;
  std::size_t size = 0;
  for (int count = 1;; ++count) {
    size += take(std::move(message), "file").size();
    while (hold && !call.cancelled()) wait_a_little();
    if (count == first["answer_after"]) break;
    auto next = call.read();
    if (!next) break;
    message = std::move(*next);
  }
  // Nothing else tells the end of an upload from the client's.
  while (first["answer_after"] < 0 && !call.cancelled()) wait_a_little();
  if (first["fail_with"] != 0) throw RpcError{first["fail_with"], "row 7 is broken"};
  return {{"folder", first["folder"]}, {"name", first["name"]}, {"size", std::to_string(size)}};
}

Json Files::scale(Json message, Call& call) {
  const Open open(*this, call);
  const Json type = message["content_type"];
  std::string all = take(std::move(message), nullptr);
  while (auto next = call.read()) all += take(std::move(*next), nullptr);
  return {{"contentType", type}, {"data", base64_of(std::to_string(all.size()))}};
}

// Each piece as it comes.
Json Files::convert(Json message, Call& call) {
  const Open open(*this, call);
  const Json type = message["content_type"];
  for (;;) {
    const std::string data = "<" + take(std::move(message), nullptr) + ">";
    if (!call.write({{"contentType", type}, {"data", base64_of(data)}})) break;
    auto next = call.read();
    if (!next) break;
    message = std::move(*next);
  }
  return {};
}

std::string Files::take(Json message, const char* field) {
  Json& body = field != nullptr ? message[field] : message;
  std::string data = decoded_bytes(body["data"]);
  body.erase("data");
  const std::lock_guard lock(mutex_);
  messages_.push_back(std::move(message));
  content_ += data;
  return data;
}

std::vector<Json> Files::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

std::string Files::content() const {
  const std::lock_guard lock(mutex_);
  return content_;
}

ServedRoutes exposed_files(const std::string& more, const std::string& keys) {
  return {
      .folders = {BFF_SOURCE_DIR "/tests/e2e/expose", BFF_SOURCE_DIR "/protos"},
      .protos = {"files.proto"},
      .services = {"files.v1.Files"},
      .routes = {{"files.yaml", "version: bff/v1\nexpose:\n  - service: files.v1.Files\n" + keys}},
      .more = more};
}

}  // namespace bff::test
