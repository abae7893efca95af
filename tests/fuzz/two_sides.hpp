// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.pb.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "plan/plan.hpp"
#include "proto/schema.hpp"
#include "support/reference_pool.hpp"
#include "support/reference_shape.hpp"

namespace bff::fuzz {

// The same protos and the same bytes, given to the gateway and to the reference.
class TwoSides {
 public:
  // `files` come after what they import; the well-known types are there. `roots`: messages that
  // a service answers with.
  TwoSides(const std::vector<google::protobuf::FileDescriptorProto>& files,
           const std::vector<std::string>& roots);

  // The route for the root with this number; the problems, and no plan, where it does not hold.
  std::shared_ptr<const plan::RoutePlan> compile(const test::reference::Route& route,
                                                 std::size_t root, Diagnostics& out) const;

  // Answers the route's call with `bytes` on both sides and requires the same of them:
  // - what protobuf reads becomes the same JSON, byte for byte, or a 502 on both sides;
  // - what protobuf refuses is refused where all of it is read: copied whole, and no oneof or map
  //   within has a part that a later one replaces. Elsewhere the fault may lie in what the route
  //   does not read, and the answer has only to be JSON.
  void compare(const test::reference::Route& route, const plan::RoutePlan& plan, std::size_t root,
               std::string_view bytes) const;

  // As the gateway sees them.
  const google::protobuf::Descriptor& message(std::size_t root) const;

 private:
  std::vector<std::string> roots_;
  test::ReferencePool reference_;
  std::shared_ptr<google::protobuf::DescriptorPool> pool_;
  std::unique_ptr<proto::Schema> schema_;
};

}  // namespace bff::fuzz
