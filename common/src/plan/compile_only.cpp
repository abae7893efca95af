// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_copy.hpp"
#include "plan/compile_shape.hpp"
#include "plan/compile_view.hpp"

namespace bff::plan {
namespace {

using ShapeKind = ShapeModel::Kind;

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

// Shapes behind one key can be several (lists, cases, parts of `$merge`): a branch must be met in
// one of them, and is reported when the last of them has been seen.
class Keeper {
 public:
  explicit Keeper(RouteContext& context) : context_(context) {}

  ShapePtr keep(const ShapePtr& shape, const KeyTree& tree, const std::string& path) {
    Met met;
    ShapePtr kept = keep(shape, tree, path, met);
    if (!met.unknown) report(tree, path, met);
    return kept;
  }

 private:
  struct Met {
    std::set<const KeyTree*> branches;
    std::vector<std::string> keys;  // that there are, for nearest names
    bool unknown = false;
  };

  ShapePtr keep(const ShapePtr& shape, const KeyTree& tree, const std::string& path, Met& met) {
    met.unknown = met.unknown || shape->unknown;
    if (tree.whole || shape->unknown) {
      for (const KeyTree& branch : tree.branches) met.branches.insert(&branch);
      return shape;
    }
    ShapeModel copy = *shape;
    switch (shape->kind) {
      case ShapeKind::object:
        return keep_members(*shape, tree, path, met);
      case ShapeKind::each:
      case ShapeKind::from: {
        const ShapePtr body = shape->body ? shape->body : fields_of(context_, *shape->binding);
        if (!body) return shape;
        copy.body = keep(body, tree, path, met);
        break;
      }
      case ShapeKind::list:
        for (ShapePtr& item : copy.items) item = keep(item, tree, path, met);
        break;
      case ShapeKind::choice:
        for (auto& one : copy.cases) {
          one.body = one.body ? keep(one.body, tree, path, met) : nullptr;
        }
        if (copy.otherwise && copy.otherwise->body) {
          copy.otherwise->body = keep(copy.otherwise->body, tree, path, met);
        }
        break;
      case ShapeKind::value:
        if (const ShapePtr object = opened(context_, *shape)) {
          return keep(object, tree, path, met);
        }
        return shape;
      case ShapeKind::literal:
      case ShapeKind::count:
        return shape;
    }
    return make_shape(std::move(copy));
  }

  ShapePtr keep_members(const ShapeModel& object, const KeyTree& tree, const std::string& path,
                        Met& met) {
    ShapeModel kept = object;
    kept.members.clear();
    for (const auto& member : object.members) {
      if (member.spread) {
        ShapePtr part = keep(member.value, tree, path, met);
        const ShapeModel& inner = part->kind == ShapeKind::from ? *part->body : *part;
        if (!inner.members.empty()) {
          kept.members.push_back({.spread = true, .value = std::move(part)});
        }
        continue;
      }
      met.keys.push_back(member.key);
      const auto branch =
          std::find_if(tree.branches.begin(), tree.branches.end(),
                       [&](const KeyTree& b) { return b.key->value == member.key; });
      if (branch == tree.branches.end()) continue;
      met.branches.insert(&*branch);
      kept.members.push_back(member);
      kept.members.back().value = keep(member.value, *branch, member_path(path, member.key));
    }
    return make_shape(std::move(kept));
  }

  void report(const KeyTree& tree, const std::string& path, const Met& met) {
    for (const KeyTree& branch : tree.branches) {
      if (met.branches.count(&branch) != 0) continue;
      const LocatedText& key = *branch.key;
      if (met.keys.empty()) {
        context_.out.add(codes::kNoSuchPath, key.place,
                         "'" + path + "' is a value, there is no '" + key.value + "' in it");
        continue;
      }
      context_.out.add(codes::kNoSuchPath, key.place,
                       "the view has no '" + member_path(path, key.value) + "'",
                       did_you_mean(key.value, {met.keys.begin(), met.keys.end()}));
    }
  }

  RouteContext& context_;
};

}  // namespace

ShapePtr keep_only(RouteContext& context, const ShapePtr& shape,
                   const std::vector<ViewPath>& paths) {
  KeyTree tree;
  for (const ViewPath& path : paths) tree.add(path);
  return Keeper(context).keep(shape, tree, "");
}

}  // namespace bff::plan
