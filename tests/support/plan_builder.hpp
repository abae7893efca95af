// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/plan.hpp"
#include "support/proto_text.hpp"

namespace bff::test {

// Makes plans by hand, as compile() would, so that what runs them can be tested without it.
// Names, frames, slots and selections are kept in step here; a test says "profile.user!.id".
class PlanBuilder {
 public:
  explicit PlanBuilder(const ProtoText& protos);

  struct Typed {
    plan::Path path;
    plan::ValueType type;
  };
  using Nodes = std::vector<std::pair<std::string, std::unique_ptr<plan::Node>>>;
  using Body = std::function<std::unique_ptr<plan::Node>()>;

  // ---- Inputs and calls -------------------------------------------------------------------
  plan::Input& input(plan::Input::Source source, const std::string& name, proto::FieldType type);
  // `response` is the message's full name. The call's name can be read in paths from now on.
  plan::Call& call(const std::string& name, const std::string& response);
  plan::Call& call(const std::string& name);
  // Makes a call a table: `rows` is the response's repeated field, `key` the rows' own.
  plan::Table& table(const std::string& call_name, const std::string& rows, const std::string& key,
                     const proto::Field& into);
  // Makes a call a table whose rows are the entries of its response's map.
  plan::Table& map_table(const std::string& call_name, const std::string& map,
                         const proto::Field& into);
  // Makes a call a table by value; its key is bound to `key_name`.
  plan::Table& by_value(const std::string& call_name, const std::string& key_name,
                        const plan::ValueType& key);
  // Rows of an ordinary call's answer, found by their field `key`.
  plan::Table& look_up_in(const std::string& call_name, const std::string& rows,
                          const std::string& key);
  // Makes a call one for each element of a list, which is bound to `name`.
  void for_each(const std::string& call_name, const std::string& name, Typed list);
  // The request's body, bound to "body".
  void body(const std::string& message);
  plan::CallId id(const std::string& call_name) const;
  // One field of a request from a path.
  plan::RequestField with(const proto::Field& field, plan::Expression expression) const;

  // ---- Expressions ------------------------------------------------------------------------
  // "profile.user!.display_name": the first part is a bound name. Then also `[0]`, `[]`, and of a
  // map `(key)`: a text in quotes, a number, or a path.
  Typed at(const std::string& text);
  Typed in(std::uint16_t input) const;
  // A literal as a path, by the type of `field`.
  Typed text(const std::string& text) const;
  Typed number(proto::FieldType type, std::uint64_t bits) const;
  // $table(key)rest: look_up("products", at("l.product_id"), "price.units").
  Typed look_up(const std::string& table, Typed key, const std::string& rest = "");
  static plan::Expression expression(Typed path);
  static plan::Expression either(Typed path, plan::Expression::Fallback fallback,
                                 const std::string& text);

  static plan::TextPart part(const std::string& literal);
  static plan::TextPart part(Typed path, plan::TextPart::Encoding encoding = {});
  template <class... Parts>
  plan::Expression joined(Parts... parts) const {
    plan::Expression made;
    (made.text.push_back(std::move(parts)), ...);
    made.type = text("").type;
    return made;
  }
  template <class... Right>
  static plan::Condition when(plan::Condition::Op op, Typed left, Right... right) {
    plan::Condition made;
    made.op = op;
    made.left = expression(std::move(left));
    (made.right.push_back(expression(std::move(right))), ...);
    return made;
  }
  static plan::Condition holds(Typed left) {
    return when(plan::Condition::Op::holds, std::move(left));
  }

  // ---- Shapes -----------------------------------------------------------------------------
  static std::unique_ptr<plan::Node> literal(const std::string& json);
  static std::unique_ptr<plan::Node> value(Typed path);
  static std::unique_ptr<plan::Node> value(plan::Expression expression);
  template <class... Members>
  static std::unique_ptr<plan::Node> object(Members... members) {
    auto node = std::make_unique<plan::Node>();
    (node->members.push_back(std::move(members)), ...);
    return node;
  }
  static plan::Member member(const std::string& key, std::unique_ptr<plan::Node> value);
  // `body` null: each element is copied whole.
  std::unique_ptr<plan::Node> each(const std::string& name, Typed list, const Body& body);
  // Indexes the message anew.
  std::unique_ptr<plan::Node> from(const std::string& name, Typed message, const Body& body);
  // `$from: $table(key) as name`: shares the record that the row has already.
  std::unique_ptr<plan::Node> from_row(const std::string& name, const std::string& table, Typed key,
                                       const Body& body);
  // The items of a list, or an `each` among them.
  template <class... Items>
  static std::unique_ptr<plan::Node> list(Items... items) {
    auto node = std::make_unique<plan::Node>();
    node->kind = plan::Node::Kind::list;
    (node->items.push_back(std::move(items)), ...);
    return node;
  }
  std::unique_ptr<plan::Node> count(Typed list);
  // Over an enum: cases are added by enum_case(). Over a oneof: `message` is a bound name, and the
  // cases are added by member_case() with the names of its members.
  std::unique_ptr<plan::Node> choice(Typed over);
  static void enum_case(plan::Node& choice, std::vector<std::int32_t> numbers,
                        std::unique_ptr<plan::Node> body);
  void member_case(plan::Node& choice, const std::string& name, const std::string& member,
                   std::unique_ptr<plan::Node> body);
  static void otherwise(plan::Node& choice, std::unique_ptr<plan::Node> body);
  static std::unique_ptr<plan::Node> when(plan::Condition condition,
                                          std::unique_ptr<plan::Node> node) {
    node->when.push_back(std::move(condition));
    return node;
  }
  static plan::Member spread(std::unique_ptr<plan::Node> object) {
    plan::Member member;
    member.value = std::move(object);
    member.spread = true;
    return member;
  }

  std::unique_ptr<plan::Node> keys(const std::string& table, Typed key);

  // Freezes the selections. The builder is of no use afterwards.
  std::shared_ptr<const plan::RoutePlan> build(std::unique_ptr<plan::Node> shape);

  plan::RoutePlan& plan() { return *plan_; }
  proto::Selection& selection(const proto::MessageTable& table);

 private:
  struct Bound {
    plan::FrameId frame;
    proto::Selection* selection;  // null for scalars
    plan::ValueType type;
  };
  proto::Selection& entry_of(const proto::Field& map);
  proto::Selection* enter(Typed& typed, proto::Selection* read);
  void step(Typed& typed, plan::Step::Kind kind, const std::string& key);
  void follow(Typed& typed, proto::Selection* selection, const std::string& steps,
              const std::string& label);
  void bind(const std::string& name, plan::Node& node, proto::Selection* selection,
            const plan::ValueType& type);

  const ProtoText& protos_;
  std::shared_ptr<plan::RoutePlan> plan_;
  std::map<std::string, Bound> bound_;
  std::map<std::string, Bound> rows_;  // of calls whose own name means their answer
};

}  // namespace bff::test
