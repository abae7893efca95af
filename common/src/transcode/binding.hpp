// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "proto/json_format.hpp"
#include "proto/message_table.hpp"
#include "proto/selection.hpp"

namespace bff::transcode {

// The way from a message down to one of its fields: `book.name`. All but the last are singular
// messages.
using FieldPath = std::vector<const proto::Field*>;

// How HTTP requests become the request messages of one method, and its responses answers: one rule
// of google.api.http, or the default mapping of a method that has none. Compiled once, then shared
// by all workers; the tables must outlive it.
struct Binding {
  // What the HTTP body is: nothing, all of the message, or one of its fields.
  enum class Body : std::uint8_t { none, whole, field };

  const proto::MessageTable* request = nullptr;
  const proto::MessageTable* response = nullptr;
  // Of the path template, in its order. Of a repeated field a variable has all values, with commas
  // between them.
  std::vector<FieldPath> variables;
  Body body = Body::none;
  FieldPath body_path;                                   // empty, unless the body is a field
  const proto::Field* response_field = nullptr;          // null: the answer is the whole response
  std::unique_ptr<proto::Selection> response_selection;  // of that field alone, frozen
  // As what requests may come: plain HTTP by the rule, gRPC-Web, Connect.
  bool plain = true;
  bool grpc_web = false;
  bool connect = false;
  // The method takes a stream: the content goes to it as it comes, in messages of HttpBody.
  bool upload = false;
  // Passes over parameters and members of the body that no field is called, which are a 400
  // otherwise.
  bool ignore_unknown = false;
  proto::JsonFormat format;  // of answers

  const proto::Field* body_field() const noexcept {
    return body_path.empty() ? nullptr : body_path.back();
  }
};

// Whether a field is a message of which single fields can be named: no well-known type.
bool has_fields(const proto::Field& field) noexcept;
// Whether one value of a field, or of a map, can be written as a text: all but messages, of which
// Timestamp, Duration, FieldMask and the wrappers can.
bool has_text_form(const proto::Field& field) noexcept;
// The field that such a text is the value of: a map's, a wrapper's, or the field itself.
const proto::Field& value_of(const proto::Field& field) noexcept;

// Whether the message is google.api.HttpBody: bytes with a content type, which no JSON stands for.
bool is_http_body(const proto::MessageTable& table) noexcept;
// What the client's body, or the answer, is when it is not JSON: the HttpBody message, else null.
const proto::MessageTable* raw_request(const Binding& binding) noexcept;
const proto::MessageTable* raw_answer(const Binding& binding) noexcept;

}  // namespace bff::transcode
