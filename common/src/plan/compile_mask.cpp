// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_mask.hpp"

#include <algorithm>
#include <string>

#include "plan/wire_append.hpp"

namespace bff::plan {
namespace {

void collect(const PathEmitter& paths, const proto::Selection& selection, const std::string& before,
             std::vector<std::string>& out) {
  for (std::uint16_t slot = 0; slot < selection.slots(); ++slot) {
    const proto::Field& field = selection.field(slot);
    const std::string path = before.empty() ? field.name : before + "." + field.name;
    const proto::Selection* inner = selection.nested(slot);
    const bool plain = field.message == nullptr || field.repeated ||
                       field.message->well_known != proto::WellKnown::none;
    if (plain || inner == nullptr || paths.read_whole(selection, slot)) {
      out.push_back(path);
    } else {
      collect(paths, *inner, path, out);
    }
  }
}

}  // namespace

void add_read_mask(const PathEmitter& paths, const proto::Field& field,
                   const proto::Selection& selection, std::vector<RequestField>& request) {
  std::vector<std::string> names;
  collect(paths, selection, "", names);
  std::sort(names.begin(), names.end());
  RequestField made;
  made.field = &field;
  append_tag(made.literal, field.number, proto::wire::Type::length);
  const std::size_t start = made.literal.size();
  for (const std::string& name : names) {
    append_tag(made.literal, 1, proto::wire::Type::length);  // FieldMask.paths
    append_bytes(made.literal, name);
  }
  prepend_length(made.literal, start);
  const auto after = std::find_if(request.begin(), request.end(), [&](const RequestField& other) {
    return other.field->number > field.number;
  });
  request.insert(after, std::move(made));
}

}  // namespace bff::plan
