// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bff::contract {

// What one client of a gateway may send to every route and what it gets back: pure data, without
// pointers into protos or plans, so that it can be written, read back and compared. TypeScript,
// OpenAPI and locks are generated from it; docs/types.md has the table of types.

struct Member;

// The type of a JSON value.
struct Type {
  enum class Kind {
    text,         // a string; `name` is its Form
    boolean,      //
    number,       // a number; `name` is int32, uint32, int64, uint64, float or double
    floating,     // a number or "NaN", "Infinity", "-Infinity"; `name` is float or double
    enumeration,  // one of `names`; where it is open also a number: a value that the proto lacks
    literal,      // always `name`, which is JSON
    list,         // of items[0]
    map,          // an object with any keys, of items[0]
    object,       // of `members`
    either,       // one of `items`
    any,          // any JSON; `name` says "object" (Struct), "list" (ListValue), "message" (Any);
                  // "binary" is no JSON: the bytes of a google.api.HttpBody, whatever they are
    reference     // to the Named type called `name`
  };
  Kind kind = Kind::any;
  bool nullable = false;
  bool open = true;  // enumeration
  std::string name =
      {};  // text: "" (any text), int64, uint64, bytes, date-time, duration, field-mask
  std::vector<std::string> names = {};  // enumeration
  std::vector<Type> items = {};
  std::vector<Member> members;  // object

  bool operator==(const Type&) const;
};

struct Member {
  std::string key;
  Type type;
  bool optional = false;  // the key may be missing: a oneof's member, what a request may leave out
  bool deprecated = false;
  std::string comment = {};  // from the .proto, without its slashes
  // Of an answer: comes with its message, copied whole; no route names it. Not in locks, and no
  // difference between contracts.
  bool copied = false;

  bool operator==(const Member& other) const {
    return key == other.key && type == other.type && optional == other.optional &&
           deprecated == other.deprecated && comment == other.comment;
  }
};

// Not defaulted: clang 14, which builds the fuzz targets, ends with a fault on that.
inline bool Type::operator==(const Type& other) const {
  return kind == other.kind && nullable == other.nullable && open == other.open &&
         name == other.name && names == other.names && items == other.items &&
         members == other.members;
}

// A type that is told once: a named shape, a message copied whole, an enum. Recursive types refer
// to themselves by name.
struct Named {
  std::string name;    // unique in the contract; "Money"
  std::string source;  // the full name of the message or enum; "shop.v1.Money"
  // Of requests. Their objects take no other keys, and no answer refers to them.
  bool input = false;
  std::string comment = {};
  Type type = {};

  bool operator==(const Named&) const = default;
};

struct Parameter {
  enum class In { path, query, header, cookie };
  In in = In::query;
  std::string name = {};
  Type type = {};         // a scalar or an enum; a list of such where it may be repeated
  bool required = false;  // path: always
  // As the client would send them.
  std::optional<std::string> default_text = {}, min = {}, max = {};
  std::string pattern = {};  // "": any
  std::string separator =
      {};  // of a list that is one text, such as ","; "": the parameter is repeated
  std::string comment = {};

  bool operator==(const Parameter&) const = default;
};

struct Auth {
  enum class Mode { open, optional, required } mode = Mode::open;
  std::vector<std::string> scopes = {};  // all are wanted
  // By which callers may show who they are, in order; empty: by any that the gateway takes. Not in
  // locks, and no difference between contracts.
  enum class Method { bearer, api_key, session };
  std::vector<Method> methods = {};

  bool operator==(const Auth& other) const { return mode == other.mode && scopes == other.scopes; }
};

// The answer of a route that succeeds.
struct Answer {
  int status = 200;
  std::optional<Type> body = {};  // none: there is no body
  // Not empty: there are many of `body`, one after the other, in one of these forms: "sse",
  // "ndjson"; the first one where the client has no preference.
  std::vector<std::string> streams = {};
  // Calls may fail without failing the route: header bff-partial, and in an object that is no map
  // `_errors`.
  bool partial = false;
  std::vector<std::string> headers = {};  // that the route sets, in lower case
  std::vector<std::string> cookies = {};  // that the route sets

  bool operator==(const Answer&) const = default;
};

struct Body {
  Type type = {};  // what the route reads of the message; nothing else is accepted
  bool required = true;

  bool operator==(const Body&) const = default;
};

struct Route {
  std::string id;
  std::string method;  // "GET"
  std::string path;    // "/v1/products/{id}"
  std::string summary = {};
  bool deprecated = false;
  std::string sunset = {};  // the date after which it may be gone: "2027-01-31"
  Auth auth = {};
  std::vector<Parameter> parameters = {};
  std::optional<Body> body = {};
  Answer answer = {};
  std::vector<int> problems = {};  // statuses of problems that are its own, ascending

  bool operator==(const Route&) const = default;
};

struct Contract {
  std::string client;  // "web"
  std::vector<Route> routes = {};
  std::vector<Named> types = {};

  bool operator==(const Contract&) const = default;
};

// The media type of a form of streams.
inline std::string_view stream_type(std::string_view form) noexcept {
  return form == "sse" ? "text/event-stream" : "application/x-ndjson";
}

// The named type, or null.
const Named* find(const Contract& contract, std::string_view name) noexcept;
// Whether a body is no JSON but bytes of any media type.
inline bool is_binary(const Type& type) noexcept {
  return type.kind == Type::Kind::any && type.name == "binary";
}
// The type that a reference stands for, through references to references; `type` itself where it
// is none or its name is not known. Null where any on the way may be.
Type resolved(const Contract& contract, const Type& type);
// What the route's path holds, in order: "id" of "/v1/products/{id}", "name" of "/v1/{name=a/*}".
std::vector<std::string> variables_of(std::string_view path);

std::string_view name_of(Parameter::In in) noexcept;  // "query"
std::string_view name_of(Auth::Mode mode) noexcept;   // "public", "optional", "required"

}  // namespace bff::contract
