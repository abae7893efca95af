// SPDX-License-Identifier: Apache-2.0
// A service's bytes through fixed shapes, against the reference. The first byte chooses the shape,
// the rest is the answer.
#include <array>

#include "fuzz/every_type.hpp"
#include "fuzz/target.hpp"
#include "fuzz/two_sides.hpp"

using namespace bff;
using fuzz::require;
using namespace test::reference;
using ShapePtr = std::unique_ptr<Shape>;

namespace {

enum Root { kEvery, kOrders, kUser, kProducts };
const std::vector<std::string> kRoots = {"fuzz.Every", "shop.v1.ListOrdersResponse",
                                         "shop.v1.GetUserResponse",
                                         "shop.v1.BatchGetProductsResponse"};

// "o.lines!.id"
Ref ref(const std::string& text) {
  Ref out;
  std::string part;
  for (const char c : text + ".") {
    if (c != '.' && c != '!') {
      part += c;
      continue;
    }
    if (!part.empty()) {
      if (out.name.empty()) {
        out.name = part;
      } else {
        out.steps.push_back({part});
      }
    }
    part.clear();
    if (c == '!') out.steps.push_back({});
  }
  return out;
}

Expression expression(const std::string& text) { return {.refs = {ref(text)}}; }

ShapePtr value(Expression from) {
  auto shape = std::make_unique<Shape>();
  shape->kind = Shape::Kind::value;
  shape->expression = std::move(from);
  return shape;
}
ShapePtr value(const std::string& text) { return value(expression(text)); }

ShapePtr either(std::vector<std::string> refs, Expression::Fallback fallback,
                std::optional<Literal> literal = {}) {
  Expression made{.fallback = fallback, .literal = std::move(literal)};
  for (const auto& text : refs) made.refs.push_back(ref(text));
  return value(std::move(made));
}

template <class... Members>
ShapePtr object(Members... members) {
  auto shape = std::make_unique<Shape>();
  (shape->members.push_back(std::move(members)), ...);
  return shape;
}

std::pair<std::string, ShapePtr> member(const std::string& key, ShapePtr shape) {
  return {key, std::move(shape)};
}

ShapePtr bound(Shape::Kind kind, const std::string& name, const std::string& source, ShapePtr body,
               std::vector<std::string> pick = {}) {
  auto shape = std::make_unique<Shape>();
  shape->kind = kind;
  shape->name = name;
  shape->expression = expression(source);
  shape->body = std::move(body);
  shape->pick = std::move(pick);
  return shape;
}
ShapePtr each(const std::string& name, const std::string& source, ShapePtr body) {
  return bound(Shape::Kind::each, name, source, std::move(body));
}

struct Case {
  Root root;
  Route route;
  std::shared_ptr<const plan::RoutePlan> plan;
};

Case with(Root root, ShapePtr shape, std::vector<std::string> only = {},
          std::vector<std::pair<std::string, std::uint32_t>> limits = {}) {
  Case made{root, {}, nullptr};
  made.route.shape = std::move(shape);
  made.route.only = std::move(only);
  made.route.limits = std::move(limits);
  return made;
}

std::vector<Case> cases() {
  using F = Expression::Fallback;
  std::vector<Case> all;
  for (const Root root : {kEvery, kOrders, kUser, kProducts}) all.push_back(with(root, value("c")));
  all.push_back(with(kEvery, value("c")));
  all.back().route.int64_numbers = true;
  all.back().route.enums = Route::Enums::full_names;
  all.back().route.proto_names = true;
  all.push_back(with(kEvery, object(member("k", value("c.a_kind")), member("l", value("c.kinds")),
                                    member("m", value("c.kinds_by_bool")))));
  all.back().route.enums = Route::Enums::numbers;

  // Every field by itself, so that each is selected.
  auto fields = object();
  const auto& every = fuzz::protos()[0].message_type(1);
  require(every.name() == "Every", "the second message is Every");
  for (const auto& field : every.field()) {
    fields->members.push_back(member(field.name(), value("c." + field.name())));
  }
  all.push_back(with(kEvery, std::move(fields)));

  all.push_back(
      with(kEvery,
           object(member("a", either({"c.maybe_int64"}, F::if_null, Literal{"7", "\"7\""})),
                  member("b", either({"c.a_string"}, F::if_empty, Literal{"\"none\"", "\"none\""})),
                  member("c", either({"c.maybe_kind", "c.child.a_kind"}, F::if_empty,
                                     Literal{"ONE", "\"ONE\""})),
                  member("d", either({"c.wrapped_double", "c.maybe_double"}, F::if_empty,
                                     Literal{"null", "null"})),
                  member("e", either({"c.one_leaf", "c.a_leaf"}, F::if_null)),
                  member("f", value("c.child!.child.a_leaf.list")),
                  member("g", either({"c.wrapped_string", "c.maybe_string"}, F::if_null)))));
  all.push_back(with(
      kEvery,
      object(member("maps", each("m", "c.leaves_by_int", object(member("n", value("m.number"))))),
             member("texts", each("t", "c.texts_by_text", object(member("t", value("t"))))),
             member("wrapped", each("w", "c.wrapped_by_sint", value("w"))),
             member("strings", each("s", "c.wrapped_strings", value("s"))),
             member("deep", each("e", "c.children",
                                 object(member("l", each("x", "e.leaves", value("x.text"))),
                                        member("m", each("y", "e.everies", value("y.child")))))),
             member("from",
                    bound(Shape::Kind::from, "p", "c.child",
                          object(member("a", value("p.an_int32")), member("b", value("p.any"))))),
             member("pick",
                    bound(Shape::Kind::from, "", "c.child", nullptr,
                          {"one_int", "one_leaf", "a_bool", "one_null", "leaves", "values"})))));
  all.push_back(with(kEvery, object(member("x", value("c"))),
                     {"x.child.children.strings", "x.leavesByInt.number",
                      "x.children.everies.oneLeaf", "x.oneInt", "x.everies.aLeaf"},
                     {{"x.child.children", 2}, {"x.children", 1}}));
  all.push_back(with(kOrders,
                     object(member("orders", each("o", "c.orders",
                                                  object(member("id", value("o.id")),
                                                         member("status", value("o.status")),
                                                         member("total", value("o.total")),
                                                         member("lines", value("o.lines")))))),
                     {"orders.id", "orders.total.units", "orders.lines.quantity"},
                     {{"orders", 2}, {"orders.lines", 1}}));
  return all;
}

struct World {
  fuzz::TwoSides sides{fuzz::protos(), kRoots};
  std::vector<Case> all = cases();

  World() {
    for (Case& one : all) {
      Diagnostics out;
      one.plan = sides.compile(one.route, one.root, out);
      require(one.plan != nullptr, "the shapes compile", out.text());
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  if (size == 0) return 0;
  const Case& one = world.all[data[0] % world.all.size()];
  world.sides.compare(one.route, *one.plan, one.root, fuzz::text_of(data + 1, size - 1));
  return 0;
}
