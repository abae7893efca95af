// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.hpp"
#include "contract/names.hpp"

namespace bff::contract {

// Writes types as TypeScript. Named types are interfaces and aliases of the module, called as in
// the contract where that is no name of TypeScript's own or of the module's other parts.
class TypeScriptTypes {
 public:
  explicit TypeScriptTypes(const Contract& contract);

  // A name for something else of the module.
  std::string unique(const std::string& wanted) { return scope_.unique(wanted); }

  // `type` where a line is indented by `indent`. `input`: of a request, whose lists are readonly.
  std::string text(const Type& type, int indent, bool input) const;
  // "export interface Money { … }", or "export type Money = …;", with a comment above. `more`:
  // members that every object of the type has besides its own; lines.
  std::string declaration(const std::string& name, const Type& type, bool input,
                          const std::vector<std::string>& comment,
                          const std::string& more = {}) const;
  // All named types, in the contract's order.
  std::string declarations() const;

 private:
  struct Text {
    std::string text;
    bool joined = false;  // by | or &: wants parentheses in a list
  };
  Text write(const Type& type, int indent, bool input) const;
  Text plain(const Type& type, int indent, bool input) const;  // whether it may be null or not
  Text either(const Type& type, int indent, bool input) const;
  std::string members(const Type& object, int indent, bool input) const;

  const Contract& contract_;
  Scope scope_;
  std::map<std::string, std::string, std::less<>> names_;
};

// "/** … */" above a line, one line where it fits; nothing without lines. Ends with a line end.
std::string typescript_comment(const std::vector<std::string>& lines, int indent);
// `key` as a member is declared, "id" or "\"x-id\"", and as it is read: ".id", "[\"x-id\"]".
std::string typescript_key(std::string_view key);
std::string typescript_access(std::string_view object, std::string_view key);
// The lines of a comment, blank ones at both ends left out.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace bff::contract
