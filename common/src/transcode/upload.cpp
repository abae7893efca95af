// SPDX-License-Identifier: Apache-2.0
#include "transcode/upload.hpp"

#include <algorithm>
#include <utility>

#include <boost/container/small_vector.hpp>

#include "json/appender.hpp"
#include "proto/wire_writer.hpp"

namespace bff::transcode {
namespace {

// HttpBody.data, within the messages that lead to it.
void append_data(std::string& out, const Binding& binding, std::string_view data) {
  constexpr std::uint32_t kData = 2;
  json::Appender to{out};
  proto::wire::Writer wire{to};
  boost::container::small_vector<std::size_t, 4> begins;
  for (const proto::Field* const field : binding.body_path) {
    wire.tag(field->number, proto::wire::Type::length);
    begins.push_back(wire.begin());
  }
  wire.tag(kData, proto::wire::Type::length);
  wire.bytes(data);
  for (; !begins.empty(); begins.pop_back()) wire.end(begins.back());
}

}  // namespace

UploadMessages::UploadMessages(const Binding& binding, const RequestParts& request,
                               std::pmr::memory_resource& arena)
    : binding_(binding), request_(request), arena_(arena) {
  request_.form = RequestParts::Form::raw;
}

Result<void> UploadMessages::take(std::string_view bytes, bool last, const Sink& sink) {
  while (!bytes.empty() || (last && !begun_)) {
    const std::string_view data = bytes.substr(0, kMaxData);
    bytes.remove_prefix(data.size());
    if (auto made = append(data); !made) return made;
    sink(message_);
  }
  return {};
}

Result<void> UploadMessages::append(std::string_view data) {
  message_.clear();
  if (std::exchange(begun_, true)) {
    append_data(message_, binding_, data);
    return {};
  }
  request_.body = data;
  return append_request(message_, binding_, request_, arena_);
}

}  // namespace bff::transcode
