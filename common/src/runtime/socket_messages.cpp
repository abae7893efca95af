// SPDX-License-Identifier: Apache-2.0
#include "runtime/socket_messages.hpp"

#include "transcode/answer.hpp"
#include "transcode/request.hpp"

namespace bff::runtime {
namespace {

bool is_empty_object(std::string_view json) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::string_view marks = "{}";
  for (const char c : json) {
    if (kBlanks.find(c) != std::string_view::npos) continue;
    if (!marks.starts_with(c)) return false;
    marks.remove_prefix(1);
  }
  return marks.empty();
}

}  // namespace

Result<void> SocketMessages::read(std::string& out, std::string_view text) {
  transcode::RequestParts parts{.variables = parts_.variables, .query = parts_.query, .body = text};
  if (parts_.binding.body == transcode::Binding::Body::none) {
    if (!is_empty_object(text)) {
      return Error{.code = Errc::invalid_body,
                   .detail = "path and query are the whole message: send {}",
                   .parameter = "body"};
    }
    parts.body = {};
  }
  const auto done = transcode::append_request(out, parts_.binding, parts, arena_);
  arena_.release();
  return done;
}

Result<void> SocketMessages::write(std::string& out, std::string_view message) {
  const auto done = transcode::append_answer(out, parts_.binding, message, arena_);
  arena_.release();
  return done;
}

}  // namespace bff::runtime
