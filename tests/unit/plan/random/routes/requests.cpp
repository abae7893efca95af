// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/requests.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

std::string RandomRequests::with(int given, const std::string& value) {
  const pb::Descriptor& ask = world_.message("w.Ask");
  std::string fields;
  for (int i = 0; i < ask.field_count(); ++i) {
    const Field& field = *ask.field(i);
    std::string made;
    if (field.number() == given) {
      made = in_double_quotes(value);
    } else if (random_.one_in(4) && (field.name() != "keys" || given == 0)) {
      made = request_value(field, 0);
    }
    if (!made.empty()) fields += (fields.empty() ? "" : ", ") + field.name() + ": " + made;
  }
  return fields.empty() ? "" : ", with: { " + fields + " }";
}

// A field that can be left unset takes a null, another does not.
std::string RandomRequests::request_value(const Field& field, int depth) {
  if (field.is_repeated()) return request_list(field, depth);
  const Typed wanted = single(field);
  const auto found = refs_.find([&](const Typed& type) { return same(type, wanted); });
  if (found && !random_.one_in(5)) {
    return in_double_quotes(field.has_presence() ? expressions_.with_fallback(*found)
                                                 : expressions_.never_null(*found));
  }
  if (wanted.message != nullptr) return depth < 2 ? request_message(*wanted.message, depth) : "";
  const std::string literal = refs_.plain_literal(field);
  return literal;
}

// A list as it is, or `$for` over another.
std::string RandomRequests::request_list(const Field& field, int depth) {
  const Typed element = single(field);
  const auto list = refs_.find([&](const Typed& type) {
    return type.many && !type.is_map() && !type.nullable && same(element_of(type), element);
  });
  if (list && random_.one_in(2)) return in_double_quotes(list->text);
  const auto any =
      refs_.find([&](const Typed& type) { return type.many && !type.is_map() && !type.nullable; });
  if (!any || depth > 1) return "";
  const std::string name = scope_.fresh();
  scope_.bind(name, element_of(any->type), any->level);
  std::string out = "{ $for: " + in_double_quotes(name + " in " + any->text);
  if (random_.one_in(4)) out += ", $limit: " + expressions_.limit();
  if (random_.one_in(4)) out += ", $when: " + expressions_.condition();
  const std::string body = element.message != nullptr ? request_message(*element.message, depth + 1)
                                                      : element_value(element);
  scope_.unbind();
  if (body.empty()) return "";
  out += ", $shape: " + body + " }";
  return random_.one_in(4) ? "[" + out + "]" : out;
}

std::string RandomRequests::element_value(const Typed& element) {
  const auto found = refs_.find([&](const Typed& type) { return same(type, element); });
  return found ? in_double_quotes(expressions_.never_null(*found)) : "";
}

std::string RandomRequests::request_message(const pb::Descriptor& type, int depth) {
  std::string fields;
  for (int i = 0; i < type.field_count() && i < 4; ++i) {
    if (!random_.one_in(2)) continue;
    const std::string value = request_value(*type.field(i), depth + 1);
    if (value.empty()) continue;
    fields += (fields.empty() ? "" : ", ") + type.field(i)->name() + ": " + value;
  }
  return fields.empty() ? "" : "{ " + fields + " }";
}

}  // namespace bff::random_plans
