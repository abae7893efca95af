// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/expression.hpp"
#include "proto/json_format.hpp"

namespace bff::plan {

// A route file as it was written, each part with its place; names are not yet looked up in any
// proto. parse_route_file() makes it, compile() reads it. What routes.md has and this gateway
// does not is refused by the parser ("not yet supported"), so it has no place here.

template <class T>
struct Located {
  T value{};
  Place place;
};
using LocatedText = Located<std::string>;
using Milliseconds = std::chrono::milliseconds;

struct ShapeSyntax;
struct ShapeMember {
  LocatedText key;
  std::unique_ptr<ShapeSyntax> value;
};
// `$pick: [id, name]`
struct PickSyntax {
  std::vector<LocatedText> fields;
  Place place;
};
// One of: an object of keys; a literal; an expression (a value, or a message copied whole);
// `$for` with a body; `$from` with a body. The body is `$shape` or `$pick`; without either the
// element is copied whole.
struct ShapeSyntax {
  enum class Kind { object, literal, expression, each, from } kind = Kind::object;
  Place place;
  std::vector<ShapeMember> members;            // object
  config::Node literal;                        // literal (a scalar)
  std::optional<ExpressionSyntax> expression;  // expression; the list of $for; the source of $from
  LocatedText name;                   // `$for: NAME in …`, `$from: … as NAME` (may be empty)
  std::unique_ptr<ShapeSyntax> body;  // `$shape`
  std::optional<PickSyntax> pick;     // `$pick`
};

struct WithSyntax;  // request fields: an object of literals, expressions and objects
struct WithMember {
  LocatedText field;
  std::unique_ptr<WithSyntax> value;
};
struct WithSyntax {
  enum class Kind { object, literal, expression } kind = Kind::object;
  Place place;
  std::vector<WithMember> members;
  config::Node literal;  // scalars, and lists of scalars
  std::optional<ExpressionSyntax> expression;
};

struct OnErrorSyntax {
  enum class Kind { fail, as_null, use_default } kind = Kind::fail;
  config::Node value;  // use_default: proto3 JSON of the response (batch: of the row)
  Place place;
};

struct RetrySyntax {
  Located<std::uint32_t> attempts;  // counts the first
  std::vector<LocatedText> codes;   // names of google.rpc.Code
  Place place;
};

struct BatchSyntax {
  LocatedText into;              // the request's repeated field that takes the keys
  Located<std::uint32_t> max;    // keys per RPC; default 100
  Located<std::uint32_t> total;  // distinct keys in all; default 1,000
  LocatedText index;             // "products.id": the rows and their key field
  Place place;
};

struct CallSyntax {
  LocatedText name;
  LocatedText rpc;  // "shop.v1.UserService/GetUser"; empty when it could not be read
  std::optional<WithSyntax> with;
  std::optional<BatchSyntax> batch;
  std::optional<Located<Milliseconds>> timeout;
  std::optional<RetrySyntax> retry;
  OnErrorSyntax on_error;
  Place place;
};

// A declared input: `query: { recent: { type: int32, default: 5, min: 1, max: 20 } }`.
struct ParameterSyntax {
  LocatedText name;
  LocatedText type;  // string bool int32 int64 uint32 uint64 double float
  std::optional<config::Node> default_value;
  std::optional<config::Node> min, max;
  bool required = false;
  Place place;
};

struct AuthSyntax {
  bool required = false;  // false with `public_` false: optional
  bool is_public = false;
  std::vector<LocatedText> scopes;
  Place place;
};

// A path of JSON keys in a view: "orders.lines.product.name".
struct ViewPath {
  std::vector<LocatedText> keys;
  std::string text;
  Place place;
};
struct ClientSyntax {
  LocatedText name;
  std::vector<ViewPath> only;  // empty: the whole shape
  std::vector<std::pair<ViewPath, std::uint32_t>> limits;
  std::vector<ParameterSyntax> query;  // only name, default_value, min and max are set
  Place place;
};

// What could not be read is empty, or left out where it is an element of something; `damaged`
// then says that what a reader misses here may have been written all the same.
struct RouteSyntax {
  LocatedText id;
  LocatedText method;  // GET, POST …
  LocatedText path;    // "/v1/users/{id}", a good template
  std::string summary;
  std::optional<Located<Milliseconds>> deadline;
  std::optional<AuthSyntax> auth;
  std::vector<ParameterSyntax> query, path_parameters;
  std::vector<CallSyntax> calls;
  std::unique_ptr<ShapeSyntax> shape;
  std::optional<std::vector<ClientSyntax>> clients;  // absent: every client gets the whole shape
  bool damaged = false;  // the parser has reported a problem inside this route
  Place place;
};

struct RouteFile {
  std::shared_ptr<const Source> source;
  proto::JsonFormat format;  // `defaults`; `any` is not set
  std::vector<RouteSyntax> routes;
};

// Reads one route file. All problems go to `out` (BFF2xx): unknown keys with the nearest known
// one, missing keys, wrong kinds, durations without units, refused constructs. What could be read
// is returned all the same, so that compile() can go on to find the rest; nullopt only when the
// YAML itself does not hold.
std::optional<RouteFile> parse_route_file(std::shared_ptr<const Source> source, Diagnostics& out);

}  // namespace bff::plan
