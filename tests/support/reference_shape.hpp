// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// A route with one call, `$c`, in the terms of docs/routes.md: what the reference writer reads, and
// what to_yaml() writes down for the gateway.
namespace bff::test::reference {

// A literal: as it stands in an expression or a shape, and the JSON that it is in the answer.
struct Literal {
  std::string written;
  std::string json;
};

// `$name.field!.field`
struct Ref {
  struct Step {
    std::string field;  // empty: a `!`
  };
  std::string name;
  std::vector<Step> steps;
};

struct Expression {
  enum class Fallback { none, if_null, if_empty } fallback = Fallback::none;  // `??`, `||`
  std::vector<Ref> refs;
  std::optional<Literal> literal;  // the last operand
};

struct Shape {
  enum class Kind { object, literal, value, each, from } kind = Kind::object;
  std::vector<std::pair<std::string, std::unique_ptr<Shape>>> members;  // object
  Literal literal;
  Expression expression;          // value; the list of $for; the message of $from
  std::string name;               // that $for and $from bind; may be empty
  std::unique_ptr<Shape> body;    // of $for and $from: $shape
  std::vector<std::string> pick;  // or $pick; without either the value is copied whole
};

struct Route {
  bool int64_numbers = false;
  enum class Enums { short_names, full_names, numbers } enums = Enums::short_names;
  bool proto_names = false;
  std::unique_ptr<Shape> shape;
  std::vector<std::string> only;  // paths of the view
  std::vector<std::pair<std::string, std::uint32_t>> limits;
};

// The route file; its call `c` is of `rpc`, "fuzz.S/Get".
std::string to_yaml(const Route& route, const std::string& rpc);

}  // namespace bff::test::reference
