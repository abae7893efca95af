// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_view.hpp"

#include <algorithm>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_ref.hpp"

namespace bff::plan {
namespace {

using Kind = ShapeModel::Kind;

// The paths of `only`, joined: what is kept below a key. Without branches: all of it.
struct KeyTree {
  const LocatedText* key = nullptr;
  bool whole = false;
  std::vector<KeyTree> branches;

  void add(const ViewPath& path) {
    KeyTree* at = this;
    for (const LocatedText& name : path.keys) {
      auto it = std::find_if(at->branches.begin(), at->branches.end(),
                             [&](const KeyTree& b) { return b.key->value == name.value; });
      if (it == at->branches.end()) it = at->branches.insert(it, KeyTree{.key = &name});
      at = &*it;
    }
    at->whole = true;
  }
};

ShapePtr make(ShapeModel model) { return std::make_shared<const ShapeModel>(std::move(model)); }

ShapePtr with_body(const ShapeModel& shape, ShapePtr body) {
  ShapeModel copy = shape;
  copy.body = std::move(body);
  return make(std::move(copy));
}

const ShapeModel::Member* find(const ShapeModel& object, std::string_view key) {
  for (const auto& member : object.members) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

std::string joined(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

class View {
 public:
  explicit View(RouteContext& context) : context_(context) {}

  ShapePtr keep(const ShapePtr& shape, const KeyTree& tree, const std::string& path) {
    if (tree.whole || shape->unknown) return shape;
    switch (shape->kind) {
      case Kind::object:
        return keep_members(*shape, tree, path);
      case Kind::each:
      case Kind::from:
        if (const ShapePtr body = body_of(*shape)) {
          return with_body(*shape, keep(body, tree, path));
        }
        break;
      case Kind::value:
        if (const ShapePtr opened = open(*shape)) return keep(opened, tree, path);
        break;
      case Kind::literal:
        break;
    }
    for (const KeyTree& branch : tree.branches) nothing_below(*branch.key, path);
    return shape;
  }

  // `at`: how many keys of the path lead to `shape`.
  ShapePtr limit(const ShapePtr& shape, const ViewPath& path, std::size_t at, std::uint32_t count) {
    if (shape->unknown) return shape;
    const bool here = at == path.keys.size();
    switch (shape->kind) {
      case Kind::object:
        return here ? no_list(shape, path) : limit_member(*shape, path, at, count);
      case Kind::each:
        if (here) return cut(shape, path, count);
        [[fallthrough]];
      case Kind::from:
        if (const ShapePtr body = body_of(*shape)) {
          return with_body(*shape, limit(body, path, at, count));
        }
        break;
      case Kind::value:
        if (here && shape->expr.type.list) return cut(looped(*shape), path, count);
        if (const ShapePtr opened = here ? nullptr : open(*shape)) {
          return limit(opened, path, at, count);
        }
        break;
      case Kind::literal:
        break;
    }
    if (here) return no_list(shape, path);
    nothing_below(path.keys[at], text_of(path, at));
    return shape;
  }

 private:
  ShapePtr keep_members(const ShapeModel& object, const KeyTree& tree, const std::string& path) {
    for (const KeyTree& branch : tree.branches) {
      if (find(object, branch.key->value) == nullptr) nothing_called(object, *branch.key, path);
    }
    ShapeModel kept{.kind = Kind::object};
    for (const auto& member : object.members) {
      const auto branch =
          std::find_if(tree.branches.begin(), tree.branches.end(),
                       [&](const KeyTree& b) { return b.key->value == member.key; });
      if (branch == tree.branches.end()) continue;
      kept.members.push_back({.key = member.key,
                              .only_if_set = member.only_if_set,
                              .value = keep(member.value, *branch, joined(path, member.key))});
    }
    return make(std::move(kept));
  }

  ShapePtr limit_member(const ShapeModel& object, const ViewPath& path, std::size_t at,
                        std::uint32_t count) {
    ShapeModel copy = object;
    for (auto& member : copy.members) {
      if (member.key != path.keys[at].value) continue;
      member.value = limit(member.value, path, at + 1, count);
      return make(std::move(copy));
    }
    nothing_called(object, path.keys[at], text_of(path, at));
    return make(std::move(copy));
  }

  ShapePtr cut(const ShapePtr& each, const ViewPath& path, std::uint32_t count) {
    if (each->expr.type.map) return no_list(each, path);
    ShapeModel copy = *each;
    copy.limit = std::min(copy.limit, count);
    return make(std::move(copy));
  }

  // All fields of what `binding` stands for, as a whole copy has them; null where it is a value
  // without fields, or with a JSON form of its own.
  ShapePtr fields_of(const Binding& binding) {
    if (!binding.type.single(Type::Kind::message) ||
        binding.type.message->well_known != proto::WellKnown::none) {
      return nullptr;
    }
    ShapeModel object{.kind = Kind::object};
    for (const proto::Field& field : binding.type.message->fields) {
      object.members.push_back(member_of(binding, field, context_.key_of(field)));
    }
    return make(std::move(object));
  }

  ShapePtr body_of(const ShapeModel& shape) {
    return shape.body ? shape.body : fields_of(*shape.binding);
  }

  // A list or map value as a loop that copies each element whole, a message bound to a name.
  ShapePtr looped(const ShapeModel& value) {
    const Type& type = value.expr.type;
    const bool many = type.list || type.map;
    Type element = many ? element_of(type) : type;
    element.absent = false;
    element.missing.clear();
    Binding& binding = context_.make_binding({}, std::move(element));
    binding.origins = value.expr.origins();
    if (many) {
      binding.unwrap = wrapped_field(type.map ? *type.message->find(2U) : *type.field);
    }
    ShapeModel loop{.kind = many ? Kind::each : Kind::from};
    loop.expr = value.expr;
    loop.binding = &binding;
    return make(std::move(loop));
  }

  // A value that is a message, or a list or map of such, as an object of its fields; else null.
  ShapePtr open(const ShapeModel& value) {
    const ShapePtr loop = looped(value);
    const ShapePtr body = fields_of(*loop->binding);
    return body ? with_body(*loop, body) : nullptr;
  }

  static std::string text_of(const ViewPath& path, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text = joined(text, path.keys[i].value);
    return text;
  }

  void nothing_called(const ShapeModel& object, const LocatedText& key, const std::string& path) {
    std::vector<std::string_view> keys;
    for (const auto& member : object.members) keys.push_back(member.key);
    context_.out.add(codes::kNoSuchPath, key.place,
                     "the view has no '" + joined(path, key.value) + "'",
                     did_you_mean(key.value, keys));
  }

  void nothing_below(const LocatedText& key, const std::string& path) {
    context_.out.add(codes::kNoSuchPath, key.place,
                     "'" + path + "' is a value, there is no '" + key.value + "' in it");
  }

  ShapePtr no_list(const ShapePtr& shape, const ViewPath& path) {
    context_.out.add(codes::kLimitsNoList, path.place, "'" + path.text + "' is no list",
                     "limits cut lists");
    return shape;
  }

  RouteContext& context_;
};

}  // namespace

ShapePtr narrow_view(RouteContext& context, const ClientSyntax& client) {
  ShapePtr shape = context.route.shape;
  if (shape == nullptr || !context.route.sound) return shape;
  View view(context);
  if (!client.only.empty()) {
    KeyTree tree;
    for (const ViewPath& path : client.only) tree.add(path);
    shape = view.keep(shape, tree, "");
  }
  for (const auto& [path, count] : client.limits) shape = view.limit(shape, path, 0, count);
  return shape;
}

ShapeModel::Member member_of(const Binding& binding, const proto::Field& field,
                             const std::string& key) {
  Ref ref = field_of(binding, field);
  ShapeModel value{.kind = Kind::value};
  value.expr.type = ref.type;
  value.expr.refs.push_back(std::move(ref));
  return {.key = key, .only_if_set = field.oneof >= 0, .value = make(std::move(value))};
}

}  // namespace bff::plan
