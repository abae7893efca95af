// SPDX-License-Identifier: Apache-2.0
#include "transcode/request.hpp"

#include "json/appender.hpp"
#include "proto/json_reader.hpp"
#include "proto/merge.hpp"
#include "proto/required.hpp"
#include "proto/wire_writer.hpp"
#include "route/query_text.hpp"
#include "transcode/parameters.hpp"

namespace bff::transcode {
namespace {

proto::ReadOptions read_options(const Binding& binding) {
  return {.ignore_unknown = binding.ignore_unknown,
          .short_enum_names = true,
          .partial = true,
          .any = binding.format.any};
}

Result<void> read_query(Parameters& parameters, std::string_view query,
                        std::pmr::memory_resource& arena) {
  Result<void> read;
  route::for_each_pair(query, [&](std::string_view raw_name, std::string_view raw_value) {
    if (!read) return;
    const auto name = route::decode_form(raw_name, arena);
    const auto value = route::decode_form(raw_value, arena);
    if (name && value) {
      read = parameters.add(*name, *value);
    } else {
      read = Error{.code = Errc::invalid_parameter,
                   .detail = "a '%' must be followed by two hexadecimal digits",
                   .parameter = "query"};
    }
  });
  return read;
}

// The message of all parameters; empty when there are none.
Result<std::string> read_parameters(const Binding& binding, const RequestParts& parts,
                                    std::pmr::memory_resource& arena) {
  std::string message;
  if (binding.variables.empty() && parts.query.empty()) return message;
  Parameters parameters(binding, arena);
  for (std::size_t i = 0; i < binding.variables.size(); ++i) {
    if (auto set = parameters.set(binding.variables[i], parts.variables[i]); !set) {
      return set.error();
    }
  }
  if (auto read = read_query(parameters, parts.query, arena); !read) return read.error();
  if (parameters.empty()) return message;
  std::string json;
  {
    json::Appender to{json};
    parameters.write_json(to);
  }
  const auto done =
      proto::append_message(message, json, *binding.request, read_options(binding), arena);
  if (!done) return parameters.blame(done.error());
  return message;
}

Error broken_body() {
  return {.code = Errc::invalid_body,
          .detail = "this is no message in protobuf's wire format",
          .parameter = "body"};
}

// google.api.HttpBody: content_type = 1, data = 2.
void append_http_body(proto::wire::Writer& wire, const RequestParts& parts) {
  if (!parts.content_type.empty()) {
    wire.tag(1, proto::wire::Type::length);
    wire.bytes(parts.content_type);
  }
  if (!parts.body.empty()) {
    wire.tag(2, proto::wire::Type::length);
    wire.bytes(parts.body);
  }
}

// The body as the field that it is, or as the whole request.
Result<void> append_content(std::string& out, const Binding& binding, const RequestParts& parts,
                            std::pmr::memory_resource& arena) {
  using Form = RequestParts::Form;
  const proto::Field* const field = binding.body_field();
  if (parts.form == Form::json) {
    if (parts.body.empty()) return {};
    const proto::ReadOptions options = read_options(binding);
    return field != nullptr
               ? proto::append_field(out, parts.body, *field, options, arena)
               : proto::append_message(out, parts.body, *binding.request, options, arena);
  }
  if (parts.form == Form::protobuf && proto::wire::check(parts.body, 0) != proto::Fault::none) {
    return broken_body();
  }
  json::Appender to{out};
  proto::wire::Writer wire{to};
  std::size_t begin = 0;
  if (field != nullptr) {
    wire.tag(field->number, proto::wire::Type::length);
    begin = wire.begin();
  }
  if (parts.form == Form::raw) {
    append_http_body(wire, parts);
  } else {
    to += parts.body;
  }
  if (field != nullptr) wire.end(begin);
  return {};
}

// The body as fields of the request: around a field that is within messages, these messages.
Result<void> append_body(std::string& out, const Binding& binding, const RequestParts& parts,
                         std::pmr::memory_resource& arena) {
  if (binding.body_path.size() < 2) return append_content(out, binding, parts, arena);
  std::string content;
  if (auto done = append_content(content, binding, parts, arena); !done) return done.error();
  if (content.empty()) return {};
  for (std::size_t i = binding.body_path.size() - 1; i-- > 0;) {
    std::string around;
    {
      json::Appender to{around};
      proto::wire::Writer wire{to};
      wire.tag(binding.body_path[i]->number, proto::wire::Type::length);
      wire.bytes(content);
    }
    content = std::move(around);
  }
  out += content;
  return {};
}

Result<void> check_whole(const Binding& binding, std::string_view message) {
  const std::string missing = proto::missing_field(*binding.request, message);
  if (missing.empty()) return {};
  return Error{.code = Errc::invalid_body,
               .detail = "this field is required",
               .parameter = "body" + missing};
}

}  // namespace

Result<void> append_request(std::string& out, const Binding& binding, const RequestParts& parts,
                            std::pmr::memory_resource& arena) {
  const std::size_t before = out.size();
  const auto over = read_parameters(binding, parts, arena);
  if (!over) return over.error();
  if (binding.body == Binding::Body::none) {
    out += *over;
  } else if (over->empty()) {
    if (auto done = append_body(out, binding, parts, arena); !done) return done.error();
  } else {
    std::string base;
    if (auto done = append_body(base, binding, parts, arena); !done) return done.error();
    json::Appender to{out};
    if (!proto::append_merged(to, *binding.request, base, *over)) {
      to.cut(before);
      return broken_body();
    }
  }
  const auto whole = check_whole(binding, std::string_view{out}.substr(before));
  if (!whole) out.resize(before);
  return whole;
}

}  // namespace bff::transcode
