// SPDX-License-Identifier: Apache-2.0
// The well-known types within MessageWriter. Schema made sure that such a message has the fields
// that its name promises, numbered from 1 in order: slot 0 is field 1.
#include <bit>
#include <cmath>

#include "json/writer.hpp"
#include "proto/message_writer.hpp"
#include "proto/well_known.hpp"

namespace bff::proto {

bool MessageWriter::well_known(const MessageTable& table, std::string_view bytes, int depth) {
  const Scratch::Scope scope(scratch_);
  const Slot* const slots = read(table, bytes, depth);
  if (slots == nullptr) return false;
  const auto seconds = [&] { return static_cast<std::int64_t>(slots[0].cell.bits); };
  const auto nanos = [&] { return static_cast<std::int32_t>(slots[1].cell.bits); };
  switch (table.well_known) {
    case WellKnown::any:
      return any(slots, depth);
    case WellKnown::timestamp:
      return append_timestamp(out_, seconds(), nanos()) || fail(Fault::timestamp);
    case WellKnown::duration:
      return append_duration(out_, seconds(), nanos()) || fail(Fault::duration);
    case WellKnown::field_mask:
      return field_mask(slots[0]);
    case WellKnown::structure:
    case WellKnown::list_value:
      return field(table.fields[0], slots[0], depth + 1);
    case WellKnown::value:
      return any_json(table, slots, depth);
    case WellKnown::wrapper:
      return value(table.fields[0], slots[0].cell, depth + 1);
    case WellKnown::none:
    case WellKnown::empty:
      break;
  }
  return false;
}

bool MessageWriter::any(const Slot* slots, int depth) {
  const std::string_view url = slots[0].cell.text();
  const std::string_view bytes = slots[1].cell.text();
  if (url.empty() && bytes.empty()) {
    out_ += "{}";
    return true;
  }
  const std::size_t slash = url.rfind('/');
  if (slash == std::string_view::npos) return fail(Fault::any_url, nullptr, 0, url);
  const MessageTable* const held =
      format_.any == nullptr ? nullptr : format_.any->resolve(url.substr(slash + 1));
  if (held == nullptr) return fail(Fault::any_type, nullptr, 0, url);
  out_ += "{\"@type\":";
  json::append_string(out_, url);
  if (held->well_known == WellKnown::none || held->well_known == WellKnown::empty) {
    if (!members(*held, bytes, depth + 1, false)) return false;
  } else {
    out_ += ",\"value\":";
    if (!message(*held, bytes, depth + 1)) return false;
  }
  out_ += '}';
  return true;
}

// google.protobuf.Value: any JSON value. None of the members is set in an empty one, which
// protobuf's own C++ library writes as null too.
bool MessageWriter::any_json(const MessageTable& table, const Slot* slots, int depth) {
  for (std::size_t i = 0; i < table.fields.size(); ++i) {
    if (!slots[i].present) continue;
    const Field& member = table.fields[i];
    if (member.type == FieldType::float64 &&
        !std::isfinite(std::bit_cast<double>(slots[i].cell.bits))) {
      return fail(Fault::not_finite);
    }
    return value(member, slots[i].cell, depth + 1);
  }
  out_ += "null";
  return true;
}

bool MessageWriter::field_mask(const Slot& paths) {
  out_ += '"';
  for (std::uint32_t i = 0; i < paths.count; ++i) {
    if (i > 0) out_ += ',';
    const std::string_view path = paths.items[i].text();
    if (!append_mask_path(out_, path)) return fail(Fault::field_mask, nullptr, 0, path);
  }
  out_ += '"';
  return true;
}

}  // namespace bff::proto
