// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "unit/plan/random/reference/reading.hpp"
#include "unit/plan/random/reference/refs.hpp"

namespace bff::random_plans {

// The types of what a shape reads, whatever its values are: a null has the keys of its message, a
// map has no limit of a list, and a view keeps of a merged message what is among its keys.
class ShapeTypes {
 public:
  explicit ShapeTypes(const Reading& reading);

  // The message that a reference leads to; null where it is none.
  const google::protobuf::Descriptor* type_of(const plan::RefSyntax& ref) const;
  bool is_map(const plan::RefSyntax& ref) const;

  // Whether the view has a key of what is merged.
  bool keeps(const plan::ShapeSyntax& merged, const View& view) const;

  // Of refs.hpp, with `keeps`.
  template <class Part>
  void each_part(const plan::ShapeSyntax& shape, const View& view, Part&& part) const {
    random_plans::each_part(shape, view, keeper(), part);
  }
  template <class See>
  void each_ref(const plan::ShapeSyntax& shape, const View& view, See&& see) const {
    random_plans::each_ref(shape, view, keeper(), see);
  }

 private:
  using Field = google::protobuf::FieldDescriptor;

  auto keeper() const {
    return [this](const plan::ShapeSyntax& part, const View& view) { return keeps(part, view); };
  }
  const Field* leads_to(const plan::RefSyntax& ref,
                        const google::protobuf::Descriptor*& type) const;
  void note(const plan::ShapeSyntax& shape);

  const Reading& reading_;
  std::map<std::string, const google::protobuf::Descriptor*> names_;
};

// The fields of a message that `$pick` or `$omit` leaves, in the order of the answer.
std::vector<const google::protobuf::FieldDescriptor*> kept_fields(
    const plan::ShapeSyntax& shape, const google::protobuf::Descriptor& type);

}  // namespace bff::random_plans
