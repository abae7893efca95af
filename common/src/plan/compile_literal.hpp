// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/compile_types.hpp"
#include "proto/schema.hpp"
#include "proto/selection.hpp"

namespace bff::plan {

// A literal of a scalar or enum type.
struct Literal {
  bool null = false;
  proto::Cell cell;  // numbers; texts are in `text`
  std::string text;
};

// Reads `node` as a value of `type`, or null. `owner` names what has that type in the message when
// it does not fit: "page_size". Enums take their short or their full name.
std::optional<Literal> read_literal(const config::Node& node, const Type& type,
                                    std::string_view owner, Diagnostics& out);

// Encodes `node` as proto3 JSON of one field of `message` and appends it with its tag. A null or
// a zero of a field without presence appends nothing. Problems at their place; false if any.
bool encode_field(const config::Node& node, const proto::MessageTable& message,
                  const proto::Field& field, const proto::Schema& schema, Diagnostics& out,
                  std::string& bytes);

// Encodes `node` as proto3 JSON of a whole message.
bool encode_message(const config::Node& node, const proto::MessageTable& message,
                    const proto::Schema& schema, Diagnostics& out, std::string& bytes);

// A YAML value as JSON text, for literals of a shape.
std::string to_json(const config::Node& node);

}  // namespace bff::plan
