// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/detail_kinds.hpp"
#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/expression.hpp"
#include "proto/json_format.hpp"

namespace google::protobuf {
class FieldDescriptor;
}

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
using ShapeSyntaxPtr = std::unique_ptr<ShapeSyntax>;

struct ShapeMember {
  LocatedText key;  // empty text: `$merge`, whose keys stand here
  ShapeSyntaxPtr value;
  bool merge = false;
};
// `$pick: [id, name]`, `$omit: [price]`: proto fields.
struct PickSyntax {
  std::vector<LocatedText> fields;
  Place place;
};
// `$limit: 4` or `$limit: $query.recent`.
struct LimitSyntax {
  std::optional<std::uint32_t> number;
  std::optional<RefSyntax> ref;
  Place place;
};
// One case of `$switch`. `name`: an enum's value or a oneof's member; empty for `$else`.
struct CaseSyntax {
  LocatedText name;
  ShapeSyntaxPtr body;  // null: `$skip`
};
// A shape, and everything else that is written like one: `with`, values of headers and metadata.
// `each` is `$for`, `from` is `$from`. Their body is `body`, `pick`, `omit` or `shape_name`;
// without any the element is copied whole. `$switch` beside `$for` or `$from` is their body.
struct ShapeSyntax {
  enum class Kind {
    object,
    literal,
    expression,
    text,
    list,
    each,
    from,
    count,
    choice
  } kind = Kind::object;
  Place place;
  std::vector<ShapeMember> members;            // object
  config::Node literal;                        // literal: a scalar, or a list of such
  std::optional<TextSyntax> text;              // text: `/v1/{$x}`
  std::vector<ShapeSyntaxPtr> items;           // list
  std::optional<ExpressionSyntax> expression;  // expression; $for, $from, $count, $switch: of what
  LocatedText name;     // `$for: NAME in …`, `$from: … as NAME` (may be empty)
  ShapeSyntaxPtr body;  // `$shape`
  std::optional<PickSyntax> pick, omit;
  std::optional<LocatedText> shape_name;  // `$shape: Card`
  std::optional<ConditionsSyntax> when;   // `$when`: beside `$for` a filter
  std::optional<LimitSyntax> limit;       // `$limit`
  std::vector<CaseSyntax> cases;          // choice: `$case`
  std::optional<CaseSyntax> otherwise;    // choice: `$else`
  // The field of a response message that says what this is, in the proto form; else null.
  const google::protobuf::FieldDescriptor* declared = nullptr;
};

// What a failure of a call becomes.
struct FailureSyntax {
  enum class Kind { fail, as_null, use_default, problem } kind = Kind::fail;
  config::Node value;  // use_default: proto3 JSON of the response (batch: of the row)
  int status = 0;      // problem: the client's status and title
  std::string title;
  Place place;
};
struct OnErrorSyntax {
  FailureSyntax otherwise;                                     // `else`, or the only one
  std::vector<std::pair<LocatedText, FailureSyntax>> by_code;  // NOT_FOUND: as_null
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
  Place place;
};
// `for_each: id`, a table by value; `for_each: i in $list`, one write per element.
struct ForEachSyntax {
  LocatedText name;
  std::optional<ExpressionSyntax> list;
  Located<std::uint32_t> max;  // distinct values, or elements; default 1,000
  Place place;
};
struct NamedValueSyntax {  // of metadata and headers
  LocatedText name;
  ShapeSyntaxPtr value;  // a literal, an expression or a text
};

struct CallSyntax {
  LocatedText name;
  LocatedText rpc;      // "shop.v1.UserService/GetUser"; empty when it could not be read
  ShapeSyntaxPtr with;  // an object of request fields, or one expression: the whole message
  std::optional<BatchSyntax> batch;
  std::optional<ForEachSyntax> for_each;
  std::optional<LocatedText> index;  // "products.id": rows and their key; "by_id": a map
  std::optional<LocatedText> group;  // "reviews.product_id"
  std::optional<ConditionsSyntax> when;
  std::vector<LocatedText> after;
  std::optional<Located<bool>> reads;  // `effect: read`: true, `effect: write`: false
  std::optional<Located<bool>> idempotent;
  std::vector<NamedValueSyntax> metadata;
  std::optional<Place> read_mask;  // `read_mask: auto`
  std::optional<Located<Milliseconds>> timeout;
  std::optional<RetrySyntax> retry;
  OnErrorSyntax on_error;
  Place place;
};

// A declared input: `query: { recent: { type: int32, default: 5, min: 1, max: 20 } }`.
struct ParameterSyntax {
  LocatedText name;
  std::string wire_name;  // what the client writes; a header's in lower case
  LocatedText type;       // string bool int32 int64 uint32 uint64 double float
  std::optional<config::Node> default_value;
  std::optional<config::Node> min, max;
  bool required = false;
  bool repeated = false;
  std::string separator;               // repeated: also splits each value, `?ids=1,2`; one byte
  std::optional<LocatedText> pattern;  // RE2, of the whole text
  Place place;
};

// `role: { one_of: [admin, support] }`, `tenant: acme`, `groups: { contains: staff }`
struct ClaimSyntax {
  LocatedText name;
  bool contains = false;             // else: is one of the values
  std::vector<config::Node> values;  // plain scalars, at least one
};
struct AuthSyntax {
  bool required = false;  // false with `public_` false: optional
  bool is_public = false;
  std::vector<Located<std::size_t>> methods;  // indexes of kAuthMethodWords
  std::vector<LocatedText> scopes;
  std::vector<ClaimSyntax> claims;
  std::vector<LocatedText> acr;
  std::optional<Located<Milliseconds>> max_age;
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
  std::vector<ViewPath> omit;
  std::vector<std::pair<ViewPath, std::uint32_t>> limits;
  std::vector<std::pair<ViewPath, ShapeSyntaxPtr>> replace;
  std::vector<ParameterSyntax> query;  // only name, default_value, min and max are set
  Place place;
};

// `require: [{ that: $body.quantity, status: 422, title: … }]`
struct RequireSyntax {
  ConditionsSyntax that;
  Located<std::uint32_t> status;
  std::string title;
  Place place;
};
struct CookieSyntax {
  LocatedText name;
  ShapeSyntaxPtr value;
  std::optional<Located<Milliseconds>> max_age;
  std::string path = "/";
  std::string domain;
  bool http_only = true, secure = true;
  enum class SameSite { lax, strict, none } same_site = SameSite::lax;
};
struct RespondSyntax {
  std::optional<Located<std::uint32_t>> status;
  std::vector<NamedValueSyntax> headers;
  std::vector<CookieSyntax> cookies;
  std::vector<LocatedText> pass;  // metadata of services that goes to the client: set-cookie
  Place place;
};

// `stream: sse`, `stream: { as: [sse, ndjson], id: $item.seq }`: an answer of many messages.
struct StreamSyntax {
  enum class Form { sse, ndjson };
  std::vector<Form> forms;  // by preference
  ShapeSyntaxPtr id;        // of a message; a literal, an expression or a text
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
  std::vector<ParameterSyntax> query, path_parameters, headers, cookies;
  std::optional<LocatedText> body;  // the full name of a message
  std::vector<RequireSyntax> require;
  std::vector<CallSyntax> calls;
  ShapeSyntaxPtr shape;
  std::optional<RespondSyntax> respond;
  std::optional<StreamSyntax> stream;
  bool deprecated = false;
  std::optional<LocatedText> sunset;                 // "2027-01-31", a good date
  std::optional<DetailKinds> error_details;          // absent: the gateway's
  std::optional<std::vector<ClientSyntax>> clients;  // absent: every client gets the whole shape
  bool damaged = false;  // the parser has reported a problem inside this route
  Place place;
};

// `shapes: { Card: { of: pkg.Product as p, shape: … } }`
struct NamedShapeSyntax {
  LocatedText name;
  LocatedText of;  // the full name of a message
  LocatedText as;  // what it is called in the shape
  ShapeSyntaxPtr shape;
  Place place;
};

// `expose: [{ service: shop.v1.UserService, auth: public }]`: a service as its google.api.http
// says. What a method does not say is the service's.
struct ExposeSyntax {
  struct Method {
    LocatedText name;
    std::optional<AuthSyntax> auth;
    std::optional<Located<Milliseconds>> deadline;
    std::optional<DetailKinds> error_details;
  };
  LocatedText service;
  std::optional<AuthSyntax> auth;
  std::optional<Located<Milliseconds>> deadline;
  std::optional<DetailKinds> error_details;  // absent: the gateway's
  std::vector<LocatedText> include, omit;    // names of methods; at most one of them is not empty
  std::vector<Method> methods;
  std::optional<std::vector<LocatedText>> clients;            // absent: all
  bool grpc_web = false, connect = false, websocket = false;  // `protocols`
  bool unannotated = false;     // methods without google.api.http: POST /package.Service/Method
  bool ignore_unknown = false;  // parameters and members of bodies that no field is called
  bool omit_unset = false;      // absent and zero fields are not written
  bool damaged = false;
  Place place;
};

struct RouteFile {
  std::shared_ptr<const Source> source;
  proto::JsonFormat format;          // `defaults`; `any` is not set
  std::vector<LocatedText> imports;  // paths, relative to this file
  std::vector<CallSyntax> calls;     // of the file: made by the routes that read them
  std::vector<NamedShapeSyntax> shapes;
  std::vector<RouteSyntax> routes;
  std::vector<ExposeSyntax> exposes;
  bool damaged = false;  // the parser has reported a problem outside of the routes
};

// Reads one route file. All problems go to `out` (BFF2xx): unknown keys with the nearest known
// one, missing keys, wrong kinds, durations without units, refused constructs. What could be read
// is returned all the same, so that compile() can go on to find the rest; nullopt only when the
// YAML itself does not hold.
std::optional<RouteFile> parse_route_file(std::shared_ptr<const Source> source, Diagnostics& out);

// The same of a document that was read already, or made of something else (proto_form.hpp).
RouteFile parse_route_file(std::shared_ptr<const Source> source, const config::Node& root,
                           Diagnostics& out);

}  // namespace bff::plan
