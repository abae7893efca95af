// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/reading.hpp"

namespace bff::random_plans {
namespace {

test::reference::Route format_of(const plan::RouteFile& file) {
  using Enums = test::reference::Route::Enums;
  test::reference::Route format;
  format.int64_numbers = file.format.int64 == proto::JsonFormat::Int64::number;
  format.proto_names = file.format.names == proto::JsonFormat::Names::proto;
  format.enums = file.format.enums == proto::JsonFormat::Enums::short_name  ? Enums::short_names
                 : file.format.enums == proto::JsonFormat::Enums::full_name ? Enums::full_names
                                                                            : Enums::numbers;
  return format;
}

}  // namespace

Reading::Reading(const Asked& what, std::vector<std::string>& found)
    : asked(what),
      route(what.file.routes.front()),
      pool(what.world.reference()),
      format(format_of(what.file)),
      values(pool, format),
      view(route.clients ? View(route.clients->front()) : View()),
      faults(found) {}

}  // namespace bff::random_plans
