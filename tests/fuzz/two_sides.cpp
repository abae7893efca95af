// SPDX-License-Identifier: Apache-2.0
#include "fuzz/two_sides.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/stubs/logging.h>

#include <memory_resource>
#include <set>

#include <nlohmann/json.hpp>

#include "fuzz/findings.hpp"
#include "fuzz/target.hpp"
#include "fuzz/unusual_tags.hpp"
#include "plan/compile.hpp"
#include "plan/execution.hpp"
#include "support/reference_shape_writer.hpp"

namespace bff::fuzz {

namespace pb = google::protobuf;
using test::reference::Route;
using test::reference::Shape;

namespace {

constexpr const char* kService = "fuzz.S";

std::string method_of(std::size_t root) { return "Get" + std::to_string(root); }

// A service whose methods answer with the roots.
pb::FileDescriptorProto service_file(const std::vector<pb::FileDescriptorProto>& files,
                                     const std::vector<std::string>& roots) {
  pb::FileDescriptorProto file;
  file.set_name("fuzz/service.proto");
  file.set_package("fuzz");
  file.set_syntax("proto3");
  file.add_dependency("google/protobuf/empty.proto");
  for (const auto& other : files) file.add_dependency(other.name());
  auto& service = *file.add_service();
  service.set_name("S");
  for (std::size_t i = 0; i < roots.size(); ++i) {
    auto& method = *service.add_method();
    method.set_name(method_of(i));
    method.set_input_type(".google.protobuf.Empty");
    method.set_output_type("." + roots[i]);
  }
  return file;
}

// Under the pools of all inputs, because it takes long to build.
const pb::DescriptorPool& well_known() {
  static const auto pool = [] {
    auto made = std::make_unique<pb::DescriptorPool>();
    for (const auto& file : test::well_known_files()) made->BuildFile(file);
    return made;
  }();
  return *pool;
}

std::optional<std::string> run(const plan::RoutePlan& plan, std::string_view bytes) {
  std::pmr::monotonic_buffer_resource arena;
  const auto arguments = plan::bind(plan, {}, arena);
  require(arguments.has_value(), "a route without inputs binds");
  plan::Execution execution(plan, *arguments, arena);
  const auto ready = execution.ready();
  // A view that reads nothing of the call does not make it.
  for (const plan::Rpc& rpc : std::vector<plan::Rpc>(ready.begin(), ready.end())) {
    require(rpc.request.empty(), "the request is empty");
    execution.complete(rpc.id, std::string(bytes));
  }
  require(execution.done(), "one answer is enough");
  auto answer = execution.finish();
  if (answer) return std::move(answer->body);
  const Errc code = answer.error().code;
  require(code == Errc::upstream_invalid || code == Errc::upstream_absent,
          "a service's bytes are a service's fault", answer.error().internal);
  return std::nullopt;
}

// Whether a part of such a message may be left unread: a oneof's member that another one followed,
// a map's entry whose key came again.
bool may_skip(const pb::Descriptor& type, std::set<const pb::Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  if (type.real_oneof_decl_count() > 0) return true;
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (field.is_map()) return true;
    if (field.message_type() != nullptr && may_skip(*field.message_type(), seen)) return true;
  }
  return false;
}

bool must_refuse(const pb::Descriptor& type, std::string_view bytes) {
  pb::Empty flat;
  if (!flat.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return true;
  std::set<const pb::Descriptor*> seen;
  return !may_skip(type, seen);
}

bool copies_whole(const Route& route) {
  const Shape& shape = *route.shape;
  return shape.kind == Shape::Kind::value && shape.expression.refs[0].steps.empty() &&
         route.only.empty() && route.limits.empty();
}

}  // namespace

TwoSides::TwoSides(const std::vector<pb::FileDescriptorProto>& files,
                   const std::vector<std::string>& roots)
    : roots_(roots), pool_(std::make_shared<pb::DescriptorPool>(&well_known())) {
  for (const auto& file : files) {
    require(pool_->BuildFile(file) != nullptr, "the protos build", file.DebugString());
    reference_.add(file);
  }
  const auto* service = pool_->BuildFile(service_file(files, roots));
  require(service != nullptr, "the service builds");
  schema_ = std::make_unique<proto::Schema>(pool_, std::vector{service});
}

const pb::Descriptor& TwoSides::message(std::size_t root) const {
  return *pool_->FindMessageTypeByName(roots_[root]);
}

std::shared_ptr<const plan::RoutePlan> TwoSides::compile(const Route& route, std::size_t root,
                                                         Diagnostics& out) const {
  const std::string yaml = to_yaml(route, std::string(kService) + "/" + method_of(root));
  std::vector<plan::RouteFile> files;
  auto file = plan::parse_route_file(std::make_shared<const Source>("r.yaml", yaml), out);
  if (file) files.push_back(std::move(*file));
  plan::CompileContext context;
  context.schema = schema_.get();
  context.client = "web";
  context.upstreams = {{kService, 0}};
  const auto plans = plan::compile(files, context, out);
  check_findings(out);
  return out.empty() && plans.size() == 1 ? plans.front() : nullptr;
}

void TwoSides::compare(const Route& route, const plan::RoutePlan& plan, std::size_t root,
                       std::string_view bytes) const {
  static const pb::LogSilencer silence;  // it logs every text that is not UTF-8
  const Exact exact(bytes);
  const auto ours = run(plan, exact.view());
  if (ours) require(nlohmann::json::accept(*ours), "an answer is JSON", *ours);

  if (has_unusual_tags(exact.view(), &message(root))) return;
  const auto answer = reference_.parse(*reference_.find(roots_[root]), exact.view());
  if (answer == nullptr) {
    const bool read_whole = copies_whole(route) && must_refuse(message(root), exact.view());
    require(!ours || !read_whole, "what protobuf refuses is not copied whole", ours.value_or(""));
    return;
  }
  const auto theirs = test::reference::write(route, *answer, reference_);
  if (ours == theirs) return;
  require(false, "both sides write the same",
          "route:   " + to_yaml(route, "x") + "\nmessage: " + answer->DebugString() +
              "\nours:    " + ours.value_or("(refused)") +
              "\ntheirs:  " + theirs.value_or("(refused)"));
}

}  // namespace bff::fuzz
