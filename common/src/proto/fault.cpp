// SPDX-License-Identifier: Apache-2.0
#include "proto/fault.hpp"

#include <string>

namespace bff::proto {
namespace {

// A type URL comes from a service: cut, so that it cannot flood the log.
constexpr std::size_t kMaxQuoted = 200;

std::string_view explain(Fault fault) noexcept {
  switch (fault) {
    case Fault::none:
      break;
    case Fault::truncated:
      return "the bytes end within a value";
    case Fault::long_varint:
      return "a varint is longer than 10 bytes";
    case Fault::bad_tag:
      return "a tag has field number 0, or a wire type that does not exist";
    case Fault::bad_group:
      return "the begin and end of a group do not match";
    case Fault::too_deep:
      return "messages are nested more than 100 deep";
    case Fault::too_large:
      return "the message is larger than 2 GiB";
    case Fault::not_utf8:
      return "a text is not valid UTF-8";
    case Fault::timestamp:
      return "the Timestamp is outside 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z";
    case Fault::duration:
      return "the Duration is outside +-315576000000s, or its seconds and nanos differ in sign";
    case Fault::field_mask:
      return "a path of the FieldMask cannot be turned to camelCase and back";
    case Fault::not_finite:
      return "a google.protobuf.Value cannot hold NaN or an infinity in JSON";
    case Fault::not_a_number:
      return "a number is NaN or infinite, and the route says 'floats: finite'";
    case Fault::any_url:
      return "the type URL of the Any has no slash";
    case Fault::any_type:
      return "the Any holds a type of which no .proto is loaded; add its file to `protos`";
    case Fault::too_much_json:
      return "the message grows beyond 64 MiB as JSON";
  }
  return "the message cannot be read";
}

}  // namespace

Error to_error(const Failure& failure) {
  std::string internal;
  if (failure.table != nullptr) {
    internal = failure.table->full_name;
    if (const Field* field = failure.table->find(failure.number)) {
      internal += '.';
      internal += field->name;
    } else if (failure.number != 0) {
      internal += " field ";
      internal += std::to_string(failure.number);
    }
    internal += ": ";
  }
  internal += explain(failure.fault);
  if (!failure.text.empty()) {
    internal += " ('";
    internal += failure.text.substr(0, kMaxQuoted);
    internal += failure.text.size() > kMaxQuoted ? "...')" : "')";
  }
  Error error;
  error.code = Errc::upstream_invalid;
  error.internal = std::move(internal);
  return error;
}

}  // namespace bff::proto
