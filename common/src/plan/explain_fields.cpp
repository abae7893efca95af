// SPDX-License-Identifier: Apache-2.0
#include "plan/explain_fields.hpp"

#include <algorithm>
#include <utility>

#include "contract/names.hpp"
#include "json/writer.hpp"
#include "plan/joined.hpp"

namespace bff::plan {
namespace {

using TypeKind = contract::Type::Kind;

std::string with(std::string_view kind, const std::string& name) {
  return std::string(kind) + (name.empty() ? "" : " " + name);
}

// Its kind, as a word, whether it may be null or not.
std::string word_of(const contract::Type& type) {
  switch (type.kind) {
    case TypeKind::text:
      return with("string", type.name);
    case TypeKind::boolean:
      return "boolean";
    case TypeKind::number:
    case TypeKind::floating:
      return with("number", type.name);
    case TypeKind::enumeration:
      return joined(type.names, " | ") + (type.open ? " | number" : "");
    case TypeKind::literal:
      return type.name;
    case TypeKind::list:
      return "list";
    case TypeKind::map:
      return "map";
    case TypeKind::object:
      return "object";
    case TypeKind::either:
      return "one of these";
    case TypeKind::any:
      return with("any", type.name);
    case TypeKind::reference:
      break;
  }
  return type.name;
}

class AnswerFields {
 public:
  explicit AnswerFields(const contract::Contract& contract) : contract_(contract) {}

  void add(const std::string& path, const contract::Type& type) {
    if (type.kind != TypeKind::reference) return add_present(path, type, type);
    const bool within_itself = std::ranges::find(open_, type.name) != open_.end();
    if (within_itself) return list(path, type);
    open_.push_back(type.name);
    add_present(path, contract::resolved(contract_, type), type);
    open_.pop_back();
  }

  std::vector<AnswerField> take() { return std::move(fields_); }

 private:
  // `named`: the reference that led to it.
  void add_present(const std::string& path, contract::Type type, const contract::Type& named) {
    type.nullable = type.nullable || named.nullable;
    switch (type.kind) {
      case TypeKind::object:
        if (type.nullable || type.members.empty()) list(path, type);
        for (const contract::Member& member : type.members) add_member(path, member);
        return;
      case TypeKind::list:
        if (type.nullable) list(path, type);
        return add(path + "[*]", type.items.at(0));
      case TypeKind::map:
        if (type.nullable) list(path, type);
        return add(path + ".*", type.items.at(0));
      case TypeKind::either:
        list(path, type);
        for (const contract::Type& item : type.items) add(path, item);
        return;
      default:
        list(path, type);
    }
  }

  void add_member(const std::string& path, const contract::Member& member) {
    const bool plain = contract::is_identifier(member.key);
    add(path + (plain ? "." + member.key : "[" + json::quoted(member.key) + "]") +
            (member.optional ? "?" : ""),
        member.type);
  }

  void list(const std::string& path, const contract::Type& type) {
    fields_.push_back({path, word_of(type) + (type.nullable ? " or null" : "")});
  }

  const contract::Contract& contract_;
  std::vector<AnswerField> fields_;
  std::vector<std::string> open_;  // names of the types that are being gone into
};

}  // namespace

std::vector<AnswerField> answer_fields(const contract::Type& type,
                                       const contract::Contract& contract) {
  AnswerFields fields{contract};
  fields.add("$", type);
  return fields.take();
}

}  // namespace bff::plan
