// SPDX-License-Identifier: Apache-2.0
#include "transcode/answer.hpp"

#include <algorithm>

#include "proto/selection.hpp"
#include "proto/wire.hpp"

namespace bff::transcode {
namespace {

Error invalid(std::string internal) {
  return {.code = Errc::upstream_invalid, .internal = std::move(internal)};
}

bool is_field_value(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0x7f;
  });
}

}  // namespace

Result<void> append_answer(std::string& out, const Binding& binding, std::string_view response,
                           std::pmr::memory_resource& arena) {
  if (binding.response_field == nullptr) {
    return proto::write_message(out, *binding.response, response, binding.format, arena);
  }
  const auto record = proto::index(response, *binding.response_selection, arena);
  if (!record) return record.error();
  return proto::write_field(out, *binding.response_field, (**record)[0], binding.format, arena);
}

Result<std::string_view> answer_message(const Binding& binding, std::string_view response,
                                        std::pmr::memory_resource& arena) {
  if (binding.response_field == nullptr) return response;
  const auto record = proto::index(response, *binding.response_selection, arena);
  if (!record) return record.error();
  const proto::Slot& slot = (**record)[0];
  return slot.present ? slot.cell.text() : std::string_view{};
}

Result<HttpBody> read_http_body(std::string_view message) {
  HttpBody body;
  proto::wire::Reader in(message);
  std::uint32_t tag;
  while (!in.done()) {
    if (!in.tag(tag)) return invalid("the HttpBody is no protobuf");
    const bool text = proto::wire::type_of(tag) == proto::wire::Type::length;
    const std::uint32_t number = proto::wire::number_of(tag);
    const bool good = text && number == 1   ? in.length(body.content_type)
                      : text && number == 2 ? in.length(body.data)
                                            : in.skip(tag, 0);
    if (!good) return invalid("the HttpBody is no protobuf");
  }
  if (!is_field_value(body.content_type)) {
    return invalid("the HttpBody's content_type is no header value");
  }
  if (body.content_type.empty()) body.content_type = "application/octet-stream";
  return body;
}

}  // namespace bff::transcode
