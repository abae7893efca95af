// SPDX-License-Identifier: Apache-2.0
#include "plan/text_value.hpp"

#include "proto/json_format.hpp"
#include "proto/scalar_writer.hpp"
#include "route/query_text.hpp"

namespace bff::plan {
namespace {

constexpr char kHex[] = "0123456789ABCDEF";

bool unreserved(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

Result<void> append_text(std::string& out, const Value& value, const ValueType& type,
                         const Scope& scope) {
  if (type.field != nullptr && type.field->type == proto::FieldType::text) {
    out += value.cell.text();
    return {};
  }
  proto::JsonFormat plain = scope.plan.format;
  plain.int64 = proto::JsonFormat::Int64::number;
  const std::size_t begin = out.size();
  const Result<void> written =
      type.message != nullptr
          ? proto::write_message(out, *type.message, value.cell.text(), plain, scope.arena)
          : proto::write_value(out, *type.field, value.cell, plain, scope.arena);
  if (!written) return blame(written.error(), value.origin, scope.plan);
  // No escape can be in it: what needs one is a text, and that was copied above.
  if (out.size() > begin && out[begin] == '"') {
    out.pop_back();
    out.erase(begin, 1);
  }
  return {};
}

void append_encoded(std::string& out, std::string_view text, TextPart::Encoding encoding) {
  if (encoding == TextPart::Encoding::none) {
    out += text;
    return;
  }
  const bool keep_slashes = encoding == TextPart::Encoding::percent_but_slashes;
  for (const char c : text) {
    if (unreserved(c) || (keep_slashes && c == '/')) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

Result<Value> join_text(const Expression& expression, const Scope& scope) {
  std::string text, part_text;
  for (const TextPart& part : expression.text) {
    text += part.literal;
    if (!part.value) continue;
    const Result<Value> value = evaluate(*part.value, scope);
    if (!value || value->null()) return value;  // null for the part's own reason
    part_text.clear();
    const Result<void> written = append_text(part_text, *value, part.value->type, scope);
    if (!written) return written.error();
    append_encoded(text, part_text, part.encoding);
  }
  Value joined;
  joined.kind = Value::Kind::single;
  joined.cell = proto::Cell::view(route::copy_text(text, scope.arena));
  return joined;
}

}  // namespace bff::plan
