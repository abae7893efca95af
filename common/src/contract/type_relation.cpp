// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "contract/diff_types.hpp"

namespace bff::contract {
namespace {

using Kind = Type::Kind;

// The numbers that a type of numbers takes in besides its own.
struct Numbers {
  std::string_view type;
  std::string_view inner[5];
};
constexpr std::array kNumbers{
    Numbers{"int64", {"int32", "uint32"}},
    Numbers{"uint64", {"uint32"}},
    Numbers{"float", {"int32", "uint32"}},
    Numbers{"double", {"int32", "uint32", "int64", "uint64", "float"}},
};

bool number_within(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto outer = std::ranges::find(kNumbers, b, &Numbers::type);
  return outer != kNumbers.end() && std::ranges::find(outer->inner, a) != std::end(outer->inner);
}

bool is_text_literal(const Type& type) {
  return type.kind == Kind::literal && type.name.starts_with('"');
}

bool is_text(const Type& type) {
  return type.kind == Kind::text || is_text_literal(type) ||
         (type.kind == Kind::enumeration && !type.open);
}

bool within_any(const Type& a, const std::string& form) {
  if (form.empty()) return true;
  if (form == "list") return a.kind == Kind::list;
  if (form != "object") return false;
  return a.kind == Kind::object || a.kind == Kind::map ||
         (a.kind == Kind::any && !a.name.empty() && a.name != "list");
}

}  // namespace

bool within(const Type& a, const Type& b) {
  if (b.kind == Kind::any) return within_any(a, b.name);
  if (b.kind == Kind::text) {
    return (a.kind == Kind::text && a.name == b.name) || (b.name.empty() && is_text(a));
  }
  if (b.kind == Kind::number) return a.kind == Kind::number && number_within(a.name, b.name);
  if (b.kind == Kind::floating) {
    return (a.kind == Kind::number || a.kind == Kind::floating) && number_within(a.name, b.name);
  }
  if (b.kind == Kind::literal) return a.kind == b.kind && a.name == b.name;
  return a.kind == b.kind;
}

std::string describe(const Type& type) {
  switch (type.kind) {
    case Kind::text:
      return type.name.empty() ? "a text" : "a text of the form " + type.name;
    case Kind::boolean:
      return "a boolean";
    case Kind::number:
      return "a number (" + type.name + ")";
    case Kind::floating:
      return "a number or NaN or infinite (" + type.name + ")";
    case Kind::enumeration:
      return "an enum";
    case Kind::literal:
      return type.name;
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::object:
      // The literals of an alternative are what it is known by.
      for (const Member& member : type.members) {
        if (is_text_literal(member.type)) {
          return "an object with " + member.key + " " + member.type.name;
        }
      }
      return "an object";
    case Kind::either:
      return "one of several";
    case Kind::any:
      return type.name.empty() ? "any JSON" : "any " + type.name;
    case Kind::reference:
      break;
  }
  return type.name;
}

}  // namespace bff::contract
