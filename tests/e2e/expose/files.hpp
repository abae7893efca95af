// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "e2e/expose/eventually.hpp"
#include "support/served_routes.hpp"

namespace bff::test {

// The service of files.proto, and what it has seen. Outlives the servers of its methods.
class Files {
 public:
  using Json = DynamicServer::Json;

  DynamicServer::Methods methods();

  // Of the uploads so far: their messages without the data, and the data put together.
  std::vector<Json> messages() const;
  std::string content() const;

  std::atomic<int> open{0};       // calls
  std::atomic<int> calls{0};      // that have ever been
  std::atomic<int> cancelled{0};  // of them, whose client left
  std::atomic<int> written{0};    // messages of downloads
  std::atomic<bool> hold{false};  // uploads are not read on

 private:
  class Open;

  Json get(const Json& request, DynamicServer::Call& call, const char* field);
  Json put(Json message, DynamicServer::Call& call);
  Json scale(Json message, DynamicServer::Call& call);
  Json convert(Json message, DynamicServer::Call& call);
  // Takes the data out of an HttpBody.
  std::string take(Json message, const char* field);

  mutable std::mutex mutex_;
  std::vector<Json> messages_;
  std::string content_;
};

// The bytes of a file that Get sends, or that a test uploads.
std::string file_of(std::size_t size);

// A gateway that exposes the service; `more` lines of gateway.yaml, `keys` of the `expose` entry.
ServedRoutes exposed_files(const std::string& more = "", const std::string& keys = "");

}  // namespace bff::test
