// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_table.hpp"

#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

const proto::Field* find_field(RouteContext& context, const proto::MessageTable& message,
                               const std::string& name, const Place& place) {
  const proto::Field* field = message.find(std::string_view(name));
  if (field == nullptr) {
    context.out.add(codes::kNoSuchField, place, message.full_name + " has no field '" + name + "'",
                    field_remedy(message, name, context.schema()));
  }
  return field;
}

// Keys are compared and sent; what has no exact equality, or many encodings, is none.
bool can_be_key(const Type& type) {
  return type.single(Type::Kind::enumeration) ||
         (type.single(Type::Kind::scalar) && type.scalar != FieldType::float32 &&
          type.scalar != FieldType::float64);
}

class TableCheck {
 public:
  TableCheck(RouteContext& context, const CallSyntax& syntax, const CallModel& call)
      : context_(context), syntax_(syntax), call_(call) {}

  std::optional<TableModel> by_value() {
    const ForEachSyntax& each = *syntax_.for_each;
    table_.keys = Table::Keys::by_value;
    table_.join = Table::Join::whole;
    table_.total = each.max.value;
    table_.value_type = message_type(*call_.response_type);
    if (syntax_.with) {
      table_.key_type = type_where_it_goes(*syntax_.with, *call_.request_type, each.name.value);
    }
    if (!table_.key_type.known() && !context_.route.syntax->damaged) {
      problem(each.name.place, "'$" + each.name.value + "' goes to no field of the request",
              "its type is that of the field: write `with: { field: $" + each.name.value + " }`");
    }
    return table_;
  }

  std::optional<TableModel> rows() {
    if (syntax_.batch) {
      table_.keys = Table::Keys::batch;
      table_.max = syntax_.batch->max.value;
      table_.total = syntax_.batch->total.value;
    } else {
      table_.keys = Table::Keys::response;
    }
    const bool good = syntax_.batch ? find_into() : true;
    return find_rows() && good && fits_into() ? std::optional(table_) : std::nullopt;
  }

 private:
  void problem(const Place& place, std::string message, std::string remedy = "") {
    context_.out.add(codes::kBadTable, place, std::move(message), std::move(remedy));
  }

  bool find_into() {
    const LocatedText& into = syntax_.batch->into;
    if (into.value.empty()) return false;  // reported
    table_.into = find_field(context_, *call_.request_type, into.value, into.place);
    if (table_.into == nullptr) return false;
    if (type_of(*table_.into).list) return true;
    problem(into.place, "'" + into.value + "' is not repeated and cannot take the keys");
    return false;
  }

  // "products.id": a list and the key of its rows; "by_id": a map.
  bool find_rows() {
    const LocatedText& path = syntax_.group ? *syntax_.group : *syntax_.index;
    const std::size_t dot = path.value.find('.');
    const auto part = [&](std::size_t begin, std::size_t size) {
      // Quoted texts have their quote before the first byte; the whole is near enough then.
      return path.place.length == path.value.size()
                 ? path.place.part(static_cast<std::uint32_t>(begin),
                                   static_cast<std::uint32_t>(size))
                 : path.place;
    };
    const std::string name = path.value.substr(0, dot);
    const Place rows_place = part(0, name.size());
    table_.rows = find_field(context_, *call_.response_type, name, rows_place);
    if (table_.rows == nullptr) return false;
    const Type type = type_of(*table_.rows);
    if (dot == std::string::npos) return take_map(type, rows_place);
    if (!type.list || type.kind != Type::Kind::message || wrapped_field(*table_.rows) != nullptr) {
      problem(rows_place, "'" + name + "' is " + describe(type) + ", rows are a list of messages",
              type.map ? "for a map write its name alone" : "");
      return false;
    }
    return take_key(type, path.value.substr(dot + 1), part(dot + 1, path.value.size() - dot - 1));
  }

  bool take_map(const Type& type, const Place& place) {
    if (!type.map || syntax_.group) {
      problem(place, "'" + table_.rows->name + "' is " + describe(type),
              "name the rows and their key field, as in 'products.id'");
      return false;
    }
    table_.join = Table::Join::entry;
    table_.key = type.message->find(1U);
    table_.key_type = type_of(*table_.key);
    table_.value_type = element_of(type);
    table_.value_type.absent = true;
    key_place_ = place;
    return true;
  }

  bool take_key(const Type& rows, const std::string& name, const Place& place) {
    table_.key = find_field(context_, *rows.message, name, place);
    if (table_.key == nullptr) return false;
    const Type type = type_of(*table_.key);
    if (!can_be_key(type) || wrapped_field(*table_.key) != nullptr) {
      problem(place, "'" + name + "' is " + describe(type) + " and cannot be a key",
              "keys are integers, bools, texts, bytes or enums");
      return false;
    }
    table_.key_type = type;
    table_.key_type.absent = false;
    key_place_ = place;
    if (syntax_.group) {
      table_.join = Table::Join::group;
      table_.value_type = rows;
    } else {
      table_.join = Table::Join::row;
      table_.value_type = element_of(rows);
    }
    return true;
  }

  bool fits_into() {
    if (!syntax_.batch) return true;
    const Type wanted = element_of(type_of(*table_.into));
    if (same(table_.key_type, wanted) && wrapped_field(*table_.into) == nullptr) return true;
    problem(key_place_, (syntax_.group ? syntax_.group : syntax_.index)->value + " is " +
                            describe(table_.key_type) + ", " +
                            describe(*call_.request_type, *table_.into) + " takes " +
                            describe(wanted));
    return false;
  }

  RouteContext& context_;
  const CallSyntax& syntax_;
  const CallModel& call_;
  TableModel table_;
  Place key_place_;
};

bool is_name_alone(const ShapeSyntax& shape, const std::string& name) {
  if (shape.kind != ShapeSyntax::Kind::expression) return false;
  const ExpressionSyntax& expression = *shape.expression;
  return expression.refs.size() == 1 && !expression.literal && expression.refs[0].name == name &&
         expression.refs[0].steps.empty();
}

}  // namespace

std::optional<TableModel> compile_table(RouteContext& context, const CallSyntax& syntax,
                                        const CallModel& call) {
  TableCheck check(context, syntax, call);
  if (syntax.for_each) return check.by_value();
  if (!syntax.index && !syntax.group) return std::nullopt;  // reported
  return check.rows();
}

Type type_where_it_goes(const ShapeSyntax& with, const proto::MessageTable& request,
                        const std::string& name) {
  if (is_name_alone(with, name)) return message_type(request);
  for (const ShapeMember& member : with.members) {
    const proto::Field* field = request.find(std::string_view(member.key.value));
    if (field == nullptr || !member.value) continue;
    Type type = type_of(*field);
    const ShapeSyntax& value = *member.value;
    if (is_name_alone(value, name)) {
      type.absent = false;
      return type;
    }
    for (const ShapeSyntaxPtr& item : value.items) {
      if (type.list && item && is_name_alone(*item, name)) return element_of(type);
    }
    if (type.single(Type::Kind::message) && value.kind == ShapeSyntax::Kind::object) {
      const Type found = type_where_it_goes(value, *type.message, name);
      if (found.known()) return found;
    }
  }
  return {};
}

}  // namespace bff::plan
