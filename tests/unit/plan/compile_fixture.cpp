// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/compile_fixture.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "proto/load.hpp"

namespace bff::plan {
namespace {

constexpr std::string_view kShop = R"(syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";

message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }
message Image { string url = 1; repeated string sizes = 2; }
message User {
  int64 id = 1;
  string display_name = 2;
  string email = 3;
  Image avatar = 4;
  optional string nickname = 5;
  google.protobuf.StringValue title = 6;
  oneof contact { string phone = 7; Image card = 8; }
  map<string, Money> budgets = 9;
  map<string, string> labels = 10;
  repeated google.protobuf.StringValue notes = 11;
  bool verified = 12;
  google.protobuf.Struct extra = 13;
  double score = 14;
}
message GetUserRequest {
  int64 user_id = 1;
  optional string locale = 2;
  google.protobuf.Int32Value depth = 3;
  Filter filter = 4;
  oneof which { string by_name = 5; string by_mail = 6; }
  repeated string fields = 7;
  OrderStatus status = 8;
  bool full = 9;
  google.protobuf.Timestamp since = 10;
  double ratio = 11;
  map<string, string> labels = 12;
  Money budget = 13;
  bytes token = 14;
  repeated OrderStatus statuses = 15;
}
message Filter { string text = 1; Filter inner = 2; int32 top = 3; }
message GetUserResponse { User user = 1; }
service UserService {
  rpc GetUser(GetUserRequest) returns (GetUserResponse);
  rpc WatchUser(GetUserRequest) returns (stream GetUserResponse);
  rpc PeekUser(GetUserRequest) returns (GetUserResponse) { option idempotency_level = NO_SIDE_EFFECTS; }
}

enum OrderStatus { ORDER_STATUS_UNSPECIFIED = 0; ORDER_STATUS_PAID = 1; ORDER_STATUS_SHIPPED = 2; }
message OrderLine { int64 product_id = 1; int32 quantity = 2; optional int64 gift_id = 3; }
message Order {
  int64 id = 1;
  OrderStatus status = 2;
  google.protobuf.Timestamp placed_at = 3;
  Money total = 4;
  repeated OrderLine lines = 5;
  repeated string tags = 6;
}
message ListOrdersRequest { int64 customer_id = 1; int32 page_size = 2; }
message ListOrdersResponse { repeated Order orders = 1; Order newest = 2; int32 pages = 3; }
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }

message Product {
  int64 id = 1;
  string name = 2;
  string thumbnail_url = 3;
  Money price = 4;
  int64 related_id = 5;
  double weight = 6;
}
message BatchGetProductsRequest { repeated int64 ids = 1; string language = 2; string one = 3; repeated string names = 4; }
message BatchGetProductsResponse { repeated Product products = 1; Product best = 2; }
service CatalogService { rpc BatchGetProducts(BatchGetProductsRequest) returns (BatchGetProductsResponse); rpc GetStock(BatchGetProductsRequest) returns (Stock); }
service LonelyService { rpc Sit(GetUserRequest) returns (GetUserResponse); }
message Stock { map<int64, int32> by_product = 1; }
)";

std::unique_ptr<proto::Schema> load_shop_schema() {
  const auto folder =
      std::filesystem::path(testing::TempDir()) / ("compile_test." + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "shop/v1");
  std::ofstream(folder / "shop/v1/shop.proto") << kShop;
  Diagnostics problems;
  auto schema = proto::load_protos({folder}, {{"shop/v1/shop.proto", {}}}, {}, problems);
  std::filesystem::remove_all(folder);
  if (schema == nullptr) ADD_FAILURE() << problems.text();
  return schema;
}

std::string indented(std::string_view lines, std::string_view indent) {
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    out += std::string(indent) + std::string(lines.substr(0, end)) + "\n";
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return out;
}

std::string text_of(const RoutePlan& plan, const Path& path) {
  std::string text;
  switch (path.root) {
    case Path::Root::frame:
      text = "#" + std::to_string(path.index);
      break;
    case Path::Root::input:
      text = "$" + plan.inputs[path.index].name;
      break;
    case Path::Root::lookup:
      text = plan.calls[path.index].name + "(" + text_of(plan, *path.key) + ")";
      break;
    case Path::Root::literal:
      text = path.literal_type == proto::FieldType::text ? '"' + path.literal_text + '"'
                                                         : std::to_string(path.literal.bits);
      break;
  }
  for (const Step& step : path.steps) {
    switch (step.kind) {
      case Step::Kind::field:
        text += "." + step.field->name + "@" + std::to_string(step.slot);
        break;
      case Step::Kind::insist:
        text += "!<" + step.label + ">";
        break;
      case Step::Kind::first:
        text += "[0]";
        break;
      case Step::Kind::all:
        text += "[]";
        break;
      case Step::Kind::entry:
        text += "(" + text_of(plan, *step.key) + ")";
        break;
    }
  }
  return text;
}

std::string text_of(const RoutePlan& plan, const Condition& condition) {
  std::string text =
      (condition.op == Condition::Op::fails ? "not " : "") + text_of(plan, condition.left);
  if (condition.op == Condition::Op::equal) text += " ==";
  if (condition.op == Condition::Op::unequal) text += " !=";
  if (condition.op == Condition::Op::among) text += " in";
  for (const Expression& right : condition.right) text += " " + text_of(plan, right);
  return text;
}

}  // namespace

const proto::Schema& shop_schema() {
  static const std::unique_ptr<proto::Schema> schema = load_shop_schema();
  return *schema;
}

CompileContext context_for(std::string_view client) {
  CompileContext context;
  context.schema = &shop_schema();
  context.client = client;
  context.upstreams = {
      {"shop.v1.UserService", 0}, {"shop.v1.OrderService", 1}, {"shop.v1.CatalogService", 2}};
  context.claims = {{"age", proto::FieldType::int32}};
  return context;
}

Compiled compiled_files(const std::vector<std::string>& yamls, const CompileContext& context) {
  Compiled out;
  std::vector<RouteFile> files;
  for (std::size_t i = 0; i < yamls.size(); ++i) {
    const std::string name = std::string(1, static_cast<char>('a' + i)) + ".yaml";
    auto file = parse_route_file(std::make_shared<const Source>(name, yamls[i]), out.problems);
    if (file) files.push_back(std::move(*file));
  }
  out.plans = compile(files, context, out.problems);
  return out;
}

Compiled compiled(std::string_view yaml, std::string_view client) {
  return compiled_files({std::string(yaml)}, context_for(client));
}

std::shared_ptr<const RoutePlan> plan_of(std::string_view yaml, std::string_view client) {
  Compiled result = compiled(yaml, client);
  EXPECT_TRUE(result.problems.empty()) << result.problems.text();
  EXPECT_EQ(result.plans.size(), 1U);
  return result.plans.empty() ? nullptr : result.plans.front();
}

std::vector<std::string> problems_of(std::string_view yaml) {
  std::vector<std::string> lines;
  const Compiled result = compiled(yaml);
  for (const Diagnostic& item : result.problems.items()) {
    lines.push_back(std::to_string(item.place.line) + ":" + std::to_string(item.place.column) +
                    "+" + std::to_string(item.place.length) + " " + item.code + " " + item.message +
                    (item.remedy.empty() ? "" : " -- " + item.remedy));
  }
  return lines;
}

std::vector<std::string> messages_of(std::string_view yaml) {
  std::vector<std::string> lines;
  const Compiled result = compiled(yaml);
  for (const Diagnostic& item : result.problems.items()) {
    lines.push_back(item.message + (item.remedy.empty() ? "" : " -- " + item.remedy));
  }
  return lines;
}

std::string route_with(std::string_view calls, std::string_view shape) {
  return R"(version: bff/v1
routes:
  - id: thing
    http: GET /v1/things/{id}
    auth: { required: true }
    query:
      text: { type: string }
      number: { type: int32 }
      page: { type: int32, default: 1 }
      must: { type: string, required: true }
    deadline: 1s

    # what is asked
)" + (calls.empty() ? "" : "    calls:\n" + indented(calls, "      ")) +
         "    shape:\n" + indented(shape, "      ");
}

std::string post_with(std::string_view calls, std::string_view shape) {
  std::string text = route_with(calls, shape);
  return text.replace(text.find("GET"), 3, "POST");
}

std::string text_of(const RoutePlan& plan, const Conditions& conditions) {
  std::string text;
  for (const Condition& condition : conditions) {
    text += (text.empty() ? "" : " and ") + text_of(plan, condition);
  }
  return text;
}

std::string text_of(const RoutePlan& plan, const Expression& expression) {
  if (!expression.text.empty()) {
    std::string text = "`";
    for (const TextPart& part : expression.text) {
      text += part.literal;
      if (part.value) text += "{" + text_of(plan, *part.value) + "}";
    }
    return text + "`";
  }
  const std::string_view fallback =
      expression.fallback == Expression::Fallback::if_null ? " ?? " : " || ";
  std::string text;
  for (const Path& path : expression.paths) {
    text += (text.empty() ? "" : std::string(fallback)) + text_of(plan, path);
  }
  if (expression.has_literal) {
    text += std::string(fallback) + (expression.literal_null ? "null"
                                     : expression.literal_text.empty()
                                         ? std::to_string(expression.literal.bits)
                                         : "'" + std::string(expression.literal.text()) + "'");
  }
  return text;
}

namespace {

std::string when_text(const RoutePlan& plan, const Node& node) {
  return node.when.empty() ? "" : " when " + text_of(plan, node.when);
}

std::string text_of(const RoutePlan& plan, const Case& one) {
  std::string text = one.numbers.empty() ? "@" + std::to_string(one.slot) : "";
  for (const auto number : one.numbers) text += "=" + std::to_string(number);
  return text + ": " + (one.body ? text_of(plan, *one.body) : "skip");
}

}  // namespace

std::string text_of(const RoutePlan& plan, const Node& node) {
  std::string text;
  switch (node.kind) {
    case Node::Kind::object:
      for (const Member& member : node.members) {
        // Without the comma; collectors have no keys at all.
        text += (text.empty() ? "" : ", ") + member.prefix.substr(member.prefix.empty() ? 0 : 1) +
                (member.spread        ? "..."
                 : member.only_if_set ? "? "
                                      : " ") +
                text_of(plan, *member.value);
      }
      return "{ " + text + " }" + when_text(plan, node);
    case Node::Kind::list:
      for (const auto& item : node.items) {
        text += (text.empty() ? "" : ", ") + text_of(plan, *item);
      }
      return "[ " + text + " ]" + when_text(plan, node);
    case Node::Kind::count:
      return "count " + text_of(plan, node.expression) + when_text(plan, node);
    case Node::Kind::choice:
      for (const Case& one : node.cases) text += " | " + text_of(plan, one);
      if (node.otherwise) text += " | else" + text_of(plan, *node.otherwise);
      return "switch " + text_of(plan, node.expression) + text + when_text(plan, node);
    case Node::Kind::literal:
      return node.text;
    case Node::Kind::value:
      return text_of(plan, node.expression);
    case Node::Kind::keys:
      return "keys of " + plan.calls[node.table].name + ": " + text_of(plan, node.expression);
    case Node::Kind::each:
      text = "for #" + std::to_string(node.frame) + " in " + text_of(plan, node.expression);
      if (node.limit != std::numeric_limits<std::uint32_t>::max()) {
        text += " limit " + std::to_string(node.limit);
      }
      if (node.limit_input) text += " limit $" + plan.inputs[*node.limit_input].name;
      text += when_text(plan, node);
      break;
    case Node::Kind::from:
      text = "from " + text_of(plan, node.expression) + " as #" + std::to_string(node.frame) +
             when_text(plan, node);
      break;
  }
  return text + (node.body ? " " + text_of(plan, *node.body) : " whole");
}

}  // namespace bff::plan
