// SPDX-License-Identifier: Apache-2.0
#include "contract/diff_types.hpp"

#include <algorithm>

#include "contract/names.hpp"
#include "json/writer.hpp"

namespace bff::contract {
namespace {

using Kind = Type::Kind;

std::string below(const std::string& where, const std::string& key) {
  return is_identifier(key) ? where + "." + key : where + "[" + json::quoted(key) + "]";
}

const Member* find(const std::vector<Member>& members, std::string_view key) {
  const auto it = std::ranges::find(members, key, &Member::key);
  return it == members.end() ? nullptr : &*it;
}

// What a type is one of, through unions and references.
struct Alternatives {
  std::vector<Type> types;  // none of them null, nor a union
  bool null = false;
};

// `seen`: references that were followed. A type may be its own alternative, if only in a lock that
// was tampered with.
void collect(const Contract& contract, const Type& type, std::set<std::string>& seen,
             Alternatives& out) {
  out.null = out.null || type.nullable;
  if (type.kind == Kind::reference && !seen.insert(type.name).second) return;
  Type present = resolved(contract, type);
  out.null = out.null || present.nullable;
  present.nullable = false;
  if (present.kind == Kind::either) {
    for (const Type& item : present.items) collect(contract, item, seen, out);
  } else if (present.kind == Kind::literal && present.name == "null") {
    out.null = true;
  } else {
    out.types.push_back(std::move(present));
  }
}

Alternatives alternatives(const Contract& contract, const Type& type) {
  Alternatives out;
  std::set<std::string> seen;
  collect(contract, type, seen, out);
  return out;
}

// Objects that have a key with the same literal are the same alternative.
bool same_case(const Type& a, const Type& b) {
  return a.kind == Kind::object && b.kind == Kind::object &&
         std::ranges::any_of(a.members, [&](const Member& member) {
           const Member* other = find(b.members, member.key);
           return member.type.kind == Kind::literal && other != nullptr &&
                  other->type == member.type;
         });
}

bool has_case(const Type& type) {
  return std::ranges::any_of(
      type.members, [](const Member& member) { return member.type.kind == Kind::literal; });
}

// Of the same kind, where nothing tells which of several is meant.
bool same_sort(const Type& a, const Type& b) {
  if (a.kind == Kind::object && (has_case(a) || has_case(b))) return false;
  return a.kind == b.kind && a.kind != Kind::literal;
}

}  // namespace

void TypeDiff::add(bool breaks, const std::string& where, std::string what) {
  out_.push_back({.breaks = breaks, .route = route_, .where = where, .what = std::move(what)});
}

void TypeDiff::report(Turn turn, const std::string& where, std::string what) {
  const bool safe = direction_ == Direction::answer ? turn == Turn::narrower : turn == Turn::wider;
  add(!safe, where, std::move(what));
}

void TypeDiff::compare(const Type& old, const Type& now, const std::string& where) {
  const bool was_null = alternatives(old_, old).null, is_null = alternatives(now_, now).null;
  if (!was_null && is_null) report(Turn::wider, where, "may be null, which it never was");
  if (was_null && !is_null) report(Turn::narrower, where, "is never null any more");
  // A type that leads back to itself on one side only ends with the other.
  if (old.kind == Kind::reference && now.kind == Kind::reference &&
      !seen_.emplace(old.name, now.name).second) {
    return;
  }
  compare_present(resolved(old_, old), resolved(now_, now), where);
}

void TypeDiff::compare_present(const Type& old, const Type& now, const std::string& where) {
  if (old.kind == Kind::either || now.kind == Kind::either) {
    compare_either(old, now, where);
  } else if (old.kind != now.kind) {
    compare_kinds(old, now, where);
  } else if (old.kind == Kind::list) {
    compare(old.items.at(0), now.items.at(0), where + "[*]");
  } else if (old.kind == Kind::map) {
    compare(old.items.at(0), now.items.at(0), where + ".*");
  } else if (old.kind == Kind::object) {
    compare_members(old, now, where);
  } else if (old.kind == Kind::enumeration) {
    compare_names(old, now, where);
  } else if (old.name != now.name) {
    compare_kinds(old, now, where);
  }
}

void TypeDiff::compare_kinds(const Type& old, const Type& now, const std::string& where) {
  const Turn turn = within(now, old)   ? Turn::narrower
                    : within(old, now) ? Turn::wider
                                       : Turn::other;
  report(turn, where, "was " + describe(old) + ", is " + describe(now));
}

// A client of an open enum has to live with what it does not know, so names may come; one that
// goes, or is renamed, is not met again by who compares with it.
void TypeDiff::compare_names(const Type& old, const Type& now, const std::string& where) {
  const bool answer = direction_ == Direction::answer;
  for (const std::string& name : old.names) {
    if (std::ranges::find(now.names, name) == now.names.end()) {
      add(true, where, (answer ? "is never " : "takes no ") + name + " any more");
    }
  }
  for (const std::string& name : now.names) {
    if (std::ranges::find(old.names, name) == old.names.end()) {
      add(answer && !old.open, where, (answer ? "may be " : "takes ") + name + " too");
    }
  }
  if (old.open != now.open) {
    report(now.open ? Turn::wider : Turn::narrower, where,
           now.open ? "may be a number where the name is not known" : "is never a number any more");
  }
}

void TypeDiff::compare_members(const Type& old, const Type& now, const std::string& where) {
  const bool answer = direction_ == Direction::answer;
  for (const Member& member : old.members) {
    if (const Member* same = find(now.members, member.key)) {
      compare_member(member, *same, below(where, member.key));
    } else {
      add(true, below(where, member.key), answer ? "is gone" : "is refused now");
    }
  }
  for (const Member& member : now.members) {
    if (find(old.members, member.key) != nullptr) continue;
    const bool required = !answer && !member.optional;
    add(required, below(where, member.key), required ? "is new and required" : "is new");
    out_.back().copied = answer && member.copied;
  }
}

void TypeDiff::compare_member(const Member& old, const Member& now, const std::string& where) {
  if (old.optional != now.optional) {
    const std::string_view what =
        direction_ == Direction::answer
            ? (now.optional ? "may be missing, which it never was" : "is always there now")
            : (now.optional ? "may be left out now" : "is required now");
    report(now.optional ? Turn::wider : Turn::narrower, where, std::string(what));
  }
  if (!old.deprecated && now.deprecated) add(false, where, "is deprecated");
  compare(old.type, now.type, where);
}

void TypeDiff::compare_either(const Type& old, const Type& now, const std::string& where) {
  const std::vector<Type> was = alternatives(old_, old).types, is = alternatives(now_, now).types;
  std::vector<bool> kept(was.size()), known(is.size());
  const auto pair_by = [&](const auto& fits) {
    for (std::size_t i = 0; i < was.size(); ++i) {
      for (std::size_t k = 0; k < is.size() && !kept[i]; ++k) {
        if (known[k] || !fits(was[i], is[k])) continue;
        kept[i] = known[k] = true;
        compare_present(was[i], is[k], where);
      }
    }
  };
  pair_by([](const Type& a, const Type& b) { return a == b; });
  pair_by(same_case);
  pair_by(same_sort);
  for (std::size_t i = 0; i < was.size(); ++i) {
    if (!kept[i]) report(Turn::narrower, where, "is never " + describe(was[i]) + " any more");
  }
  for (std::size_t k = 0; k < is.size(); ++k) {
    if (!known[k]) report(Turn::wider, where, "may be " + describe(is[k]) + " too");
  }
}

}  // namespace bff::contract
