// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_view.hpp"

#include <algorithm>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_copy.hpp"
#include "plan/compile_shape.hpp"

namespace bff::plan {
namespace {

using ShapeKind = ShapeModel::Kind;

// What a view does at the end of a path.
struct Edit {
  enum class What { keep, omit, limit, replace } what;
  std::uint32_t count = 0;                   // limit
  const ShapeSyntax* replacement = nullptr;  // replace
};

ShapePtr with_body(const ShapeModel& shape, ShapePtr body) {
  ShapeModel copy = shape;
  copy.body = std::move(body);
  return make_shape(std::move(copy));
}

// Follows one path down a shape: through lists, loops, cases and `$merge`, which have no keys of
// their own. Several shapes can lie behind one key; it must be in one of them.
class PathEdit {
 public:
  PathEdit(RouteContext& context, const ViewPath& path, const Edit& edit)
      : context_(context), path_(path), edit_(edit) {}

  ShapePtr run(const ShapePtr& shape) {
    ShapePtr edited = follow(shape, 0);
    if (!found_) report(shape);
    return edited;
  }

 private:
  ShapePtr follow(const ShapePtr& shape, std::size_t at) {
    deepest_ = std::max(deepest_, at);
    if (shape->unknown) {
      found_ = true;
      return shape;
    }
    if (at == path_.keys.size()) return finish(shape);
    switch (shape->kind) {
      case ShapeKind::object:
        return follow_member(*shape, at);
      case ShapeKind::each:
      case ShapeKind::from: {
        const ShapePtr body = shape->body ? shape->body : fields_of(context_, *shape->binding);
        return body ? with_body(*shape, within(*shape, body, at)) : shape;
      }
      case ShapeKind::list: {
        ShapeModel copy = *shape;
        for (ShapePtr& item : copy.items) item = follow(item, at);
        return make_shape(std::move(copy));
      }
      case ShapeKind::choice: {
        ShapeModel copy = *shape;
        for (auto& one : copy.cases) one.body = one.body ? follow(one.body, at) : nullptr;
        if (copy.otherwise && copy.otherwise->body) {
          copy.otherwise->body = follow(copy.otherwise->body, at);
        }
        return make_shape(std::move(copy));
      }
      case ShapeKind::value:
        if (const ShapePtr opened_value = opened(context_, *shape)) {
          ShapePtr edited = follow(opened_value, at);
          return found_ ? edited : shape;
        }
        return shape;
      case ShapeKind::literal:
      case ShapeKind::count:
        return shape;
    }
    return shape;
  }

  // The body of a loop, in which its name can be read by a replacement.
  ShapePtr within(const ShapeModel& loop, const ShapePtr& body, std::size_t at) {
    const CallSet around = context_.enclosing;
    context_.enclosing.insert(loop.binding->origins.begin(), loop.binding->origins.end());
    context_.enter(*loop.binding);
    ShapePtr edited = follow(body, at);
    context_.leave();
    context_.enclosing = around;
    return edited;
  }

  ShapePtr follow_member(const ShapeModel& object, std::size_t at) {
    ShapeModel copy = object;
    const bool last = at + 1 == path_.keys.size();
    for (auto it = copy.members.begin(); it != copy.members.end(); ++it) {
      if (it->spread) {
        it->value = follow(it->value, at);
        continue;
      }
      if (it->key != path_.keys[at].value) continue;
      if (last && edit_.what == Edit::What::omit) {
        found_ = true;
        copy.members.erase(it);
        break;
      }
      it->value = follow(it->value, at + 1);
      break;
    }
    return make_shape(std::move(copy));
  }

  ShapePtr finish(const ShapePtr& shape) {
    if (edit_.what == Edit::What::replace) {
      found_ = true;
      return check_shape_here(context_, *edit_.replacement);
    }
    return edit_.what == Edit::What::limit ? cut(shape) : shape;
  }

  ShapePtr cut(const ShapePtr& shape) {
    switch (shape->kind) {
      case ShapeKind::each: {
        if (shape->expr.type.map) break;
        found_ = true;
        ShapeModel copy = *shape;
        copy.limit = std::min(copy.limit, edit_.count);
        return make_shape(std::move(copy));
      }
      case ShapeKind::value:
        if (!shape->expr.type.list) break;
        return cut(looped(context_, *shape));
      case ShapeKind::choice: {
        ShapeModel copy = *shape;
        for (auto& one : copy.cases) one.body = one.body ? cut(one.body) : nullptr;
        if (copy.otherwise && copy.otherwise->body) {
          copy.otherwise->body = cut(copy.otherwise->body);
        }
        return make_shape(std::move(copy));
      }
      default:
        break;
    }
    no_list_ = true;
    return shape;
  }

  void report(const ShapePtr& root) {
    if (no_list_) {
      context_.out.add(codes::kLimitsNoList, path_.place, "'" + path_.text + "' is no list",
                       "limits cut lists");
      return;
    }
    const std::size_t at = std::min(deepest_, path_.keys.size() - 1);
    std::string before;
    for (std::size_t i = 0; i < at; ++i) before = member_path(before, path_.keys[i].value);
    std::vector<std::string_view> keys;
    collect_keys(*root, 0, at, keys);
    const LocatedText& key = path_.keys[at];
    if (keys.empty()) {
      context_.out.add(codes::kNoSuchPath, key.place,
                       "'" + before + "' is a value, there is no '" + key.value + "' in it");
    } else {
      context_.out.add(codes::kNoSuchPath, key.place,
                       "the view has no '" + member_path(before, key.value) + "'",
                       did_you_mean(key.value, keys));
    }
  }

  // The keys that there are where the path leaves the shape.
  void collect_keys(const ShapeModel& shape, std::size_t at, std::size_t end,
                    std::vector<std::string_view>& keys) {
    for (const auto& member : shape.members) {
      if (member.spread) {
        collect_keys(*member.value, at, end, keys);
      } else if (at == end) {
        keys.push_back(member.key);
      } else if (member.key == path_.keys[at].value) {
        collect_keys(*member.value, at + 1, end, keys);
      }
    }
    for (const ShapePtr& item : shape.items) collect_keys(*item, at, end, keys);
    for (const auto& one : shape.cases) {
      if (one.body) collect_keys(*one.body, at, end, keys);
    }
    if (shape.otherwise && shape.otherwise->body) {
      collect_keys(*shape.otherwise->body, at, end, keys);
    }
    if (shape.body) return collect_keys(*shape.body, at, end, keys);
    const Type& type = shape.kind == ShapeKind::value ? shape.expr.type : Type{};
    const Type element = type.list || type.map ? element_of(type) : type;
    const bool binds = shape.kind == ShapeKind::each || shape.kind == ShapeKind::from;
    collect_fields(binds ? shape.binding->type : element, at, end, keys);
  }

  void collect_fields(const Type& type, std::size_t at, std::size_t end,
                      std::vector<std::string_view>& keys) {
    if (!type.single(Type::Kind::message) || type.message->well_known != proto::WellKnown::none) {
      return;
    }
    for (const proto::Field& field : type.message->fields) {
      const std::string& key = context_.key_of(field);
      if (at == end) {
        keys.push_back(key);
      } else if (key == path_.keys[at].value) {
        const Type inner = type_of(field);
        collect_fields(inner.list || inner.map ? element_of(inner) : inner, at + 1, end, keys);
      }
    }
  }

  RouteContext& context_;
  const ViewPath& path_;
  const Edit& edit_;
  bool found_ = false, no_list_ = false;
  std::size_t deepest_ = 0;
};

}  // namespace

ShapePtr narrow_view(RouteContext& context, const ClientSyntax& client) {
  ShapePtr shape = context.route.shape;
  if (shape == nullptr || !context.route.sound) return shape;
  context.reads = &context.route.shape_reads;
  if (!client.only.empty()) shape = keep_only(context, shape, client.only);
  for (const ViewPath& path : client.omit) {
    shape = PathEdit(context, path, {.what = Edit::What::omit}).run(shape);
  }
  for (const auto& [path, count] : client.limits) {
    shape = PathEdit(context, path, {.what = Edit::What::limit, .count = count}).run(shape);
  }
  for (const auto& [path, replacement] : client.replace) {
    const Edit edit{.what = Edit::What::replace, .replacement = replacement.get()};
    shape = PathEdit(context, path, edit).run(shape);
  }
  context.reads = nullptr;
  return shape;
}

}  // namespace bff::plan
