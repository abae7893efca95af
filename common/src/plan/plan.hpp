// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/policy.hpp"
#include "base/detail_kinds.hpp"
#include "bff/error.hpp"
#include "proto/field_tree.hpp"
#include "proto/json_format.hpp"
#include "proto/message_table.hpp"
#include "proto/selection.hpp"
#include "route/path_template.hpp"

namespace re2 {
class RE2;
}

namespace bff::transcode {
struct Binding;
}

namespace bff::plan {

// What one route is for one client, compiled. Immutable, shared by all workers, kept alive by
// the snapshot of every request that runs it. Nothing in it is looked up by name at run time.

using CallId = std::uint16_t;
using FrameId = std::uint16_t;  // a name in scope while a request runs: a call, an `as`, an `in`
using InputId = std::uint16_t;
using Duration = std::chrono::milliseconds;

// ---- Inputs: what the client sends, typed. ----------------------------------------------------
// One Input per source, name and type: `$path.id` that is a text here and an int64 there is two.
struct Input {
  // `request` is what the gateway itself knows of a request: id, language, client.
  enum class Source : std::uint8_t { path, query, header, cookie, claim, request } source;
  std::string name;  // "recent"; for a claim its name in the token, a header's in lower case
  // text, boolean, int32, int64, uint32, uint64, float64, float32; enumeration of a text that is
  // parsed to the field where it goes.
  proto::FieldType type;
  const proto::EnumTable* enumeration = nullptr;  // of that type; `enums`: how its values are named
  proto::JsonFormat::Enums enums = proto::JsonFormat::Enums::short_name;
  bool required = false;  // query, header, cookie: absent is a 400. A claim or path never is.
  bool repeated = false;  // query: a list; absent is the empty list
  char separator = 0;     // repeated: also splits each value; 0: does not
  std::shared_ptr<const re2::RE2> pattern;   // texts: what the whole of each must match; or null
  std::optional<proto::Cell> default_value;  // when absent; its text lives in `default_text`
  std::string default_text;
  // Bounds of a number, in its own type's domain (compared as long double: 64 bits fit).
  std::optional<long double> min, max;
};

// ---- Expressions ------------------------------------------------------------------------------
struct Path;

struct Step {
  // field: `.name`; insist: `!`; first: `[0]`; all: `[]`, after which the rest of the path is taken
  // of each element and what is not null is joined to one list; entry: `(key)` of a map.
  enum class Kind : std::uint8_t { field, insist, first, all, entry } kind;
  std::uint16_t slot = 0;  // field: into the current record's selection
  std::string label;       // insist: what is missing, for the 502: "profile.user"
  // field: the one that `slot` stands for; its `presence` decides between null and zero.
  // first, all, entry: the repeated field or map whose element is taken.
  const proto::Field* field = nullptr;
  // first, all, entry: what later steps read of the element; null for scalars and copies.
  const proto::Selection* element = nullptr;
  const proto::Selection* entry = nullptr;  // entry: reads one entry, slot 0 its key, 1 its value
  std::shared_ptr<const Path> key;          // entry
};

// From a root through message fields to a value. Null-safe: what is absent stays null to the end.
// A field step reads the record that the root or the step before it has: a call's response (by
// Call::selection), a row (Table::row), an element or a `from` (Node::selection), or the nested
// record of a message field (Selection::into). A path without steps is its root's value; the
// whole message then needs no record. A wrapper is read through: a path to its scalar goes on
// into its `value` field, so that `||`, keys and requests see a scalar.
struct Path {
  enum class Root : std::uint8_t { frame, input, lookup, literal } root;
  std::uint16_t index = 0;    // FrameId, InputId, or the CallId of the table
  std::unique_ptr<Path> key;  // lookup
  // literal, as a key is: its bits or, for texts, `literal_text`.
  proto::Cell literal;
  std::string literal_text;
  proto::FieldType literal_type = proto::FieldType::text;
  std::vector<Step> steps;  // the last field step names the slot that is the value
};

// The static type of an expression's value, all that writing it needs. All paths and the literal
// of one expression have the same type. A wrapper message is never a value of a path: compile()
// reads its `value` by one more field step (an absent wrapper is so null, an empty one the zero).
struct ValueType {
  // For lists, maps, enums and messages the field it came from; for inputs and literals a
  // synthetic field of the right type that the plan owns. Null only where `message` is set.
  const proto::Field* field = nullptr;
  bool list = false;  // a repeated field or a map, uncrossed
  bool nullable = false;
  // The message's own table where the value is a message that is no field (a call, a row): a path
  // to it is a frame or a look-up without field steps.
  const proto::MessageTable* message = nullptr;
};

struct TextPart;
struct Expression {
  enum class Fallback : std::uint8_t { none, if_null, if_empty } fallback = Fallback::none;
  std::vector<Path> paths;
  bool has_literal = false;  // the last operand
  proto::Cell literal;       // texts: a view of `literal_text`, set when the plan is complete
  std::string literal_text;
  bool literal_null = false;
  // Not empty: the expression is these joined to one text, null when one of them is.
  std::vector<TextPart> text;
  ValueType type;
};
// `literal` and behind it the value of `value`, where there is one: scalars as JSON prints them
// without quotes, enums by the route's format.
struct TextPart {
  enum class Encoding : std::uint8_t { none, percent, percent_but_slashes } encoding{};
  std::string literal;
  std::unique_ptr<Expression> value;
};

// holds: not null, false, 0, empty, and no empty list. equal, unequal: the left is or is not
// `right[0]`; null equals only null. among: the left equals one of `right`.
struct Condition {
  enum class Op : std::uint8_t { holds, fails, equal, unequal, among } op = Op::holds;
  Expression left;
  std::vector<Expression> right;  // of left's type
};
using Conditions = std::vector<Condition>;  // all must hold; none: holds

// ---- Shape ------------------------------------------------------------------------------------
struct Node;
struct Member {
  std::string key;     // "name", unescaped; writers use `prefix`
  std::string prefix;  // `,"name":`; the writer turns the first member's comma into the brace
  std::unique_ptr<Node> value;
  // A part of `$merge`: has no key; `value` is an object, or a `from` whose body is one. Its
  // members are written as this object's own; when the `from` is null, each of them as null.
  bool spread = false;
  // A picked member of a oneof: left out, key and all, when its value is null (a oneof that is
  // copied whole shows only the member that is set, and so does what is picked of it).
  bool only_if_set = false;
  // Comes with all fields of its message, so that one that the proto gains comes too.
  bool copied = false;
};
struct Case {
  std::vector<std::int32_t> numbers;  // of the enum; empty: of a oneof
  std::uint16_t slot = 0;             // of a oneof: the member, in the message's selection
  std::unique_ptr<Node> body;         // null: `$skip`, the element of the list is left out
};
struct Node {
  enum class Kind : std::uint8_t {
    object,   // members
    literal,  // `text`: finished JSON
    value,    // `expression`, written by its type: a scalar, a list, a map or a whole message
    each,     // a list (or a map, written as an object with the same keys): `body` per element
    from,     // `expression` bound to `frame`; null when it is null, else `body`
    list,     // `items`; an `each` among them adds its elements, what is left out adds nothing
    choice,   // `$switch`: `expression` is an enum, or the message that has the oneof; the first
              // case that fits, else `otherwise`; null when the expression is
    count,    // `expression` is a list or a map: how many elements
    keys,     // collectors only: `expression` is a key of table `table`; writes nothing
  } kind = Kind::object;
  std::vector<Member> members;  // object; in collectors the prefixes are empty
  std::string text;
  Expression expression;
  FrameId frame = 0;  // each, from: the name that is bound
  // each: which elements there are at all, before any limit. Else: null when it does not hold; in
  // a list, left out.
  Conditions when;
  std::vector<std::unique_ptr<Node>> items;  // list
  std::vector<Case> cases;                   // choice
  std::optional<Case> otherwise;             // choice; of the members that no case names, too
  // each over messages, from: what is read of the element; null for lists of scalars. `from`
  // whose record is already indexed (a table's row, a nested record) has none either. `from` with
  // several paths has one: the value's bytes are read with it, whichever path they came from.
  // each without body: null, the elements are only copied.
  const proto::Selection* selection = nullptr;
  // each over a map: reads one entry, slot 0 its key, slot 1 its value. `frame` is bound to the
  // value, and `selection` is then what is read of a value that is a message.
  const proto::Selection* entry = nullptr;
  std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();  // each
  std::optional<InputId> limit_input;  // each: an integer; below zero counts as zero
  std::unique_ptr<Node> body;          // each, from; null: the element is copied whole
  CallId table = 0;                    // keys
  std::string name;                    // of the named shape that this is, for generated types
};

// ---- Calls ------------------------------------------------------------------------------------
// One field of a request message, in the order of field numbers.
// The expression's type is the field's, or widens to it without loss: int32 (sint32, sfixed32,
// uint32) to 64 bits, where the cell's bits stay as they are, and float32 to float64, where they
// do not. The encoding is always that of `field`. Lists and maps have exactly the field's type.
// A value that is null leaves the field unset.
struct RequestField;
// Elements of a repeated field or of a map: one each, in this order.
struct RequestItems {
  // A loop over `list` (`$for` in `with`), or one element by itself.
  std::optional<Expression> list;
  FrameId frame = 0;
  const proto::Selection* selection = nullptr;  // as Node::selection
  const proto::Selection* entry = nullptr;      // as Node::entry
  std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();
  std::optional<InputId> limit_input;
  Conditions when;                    // of each element of the loop; else of the element
  std::vector<RequestField> element;  // one: the element, written as a field of its own
};
struct RequestField {
  const proto::Field* field = nullptr;
  // Exactly one of: an expression; a literal already encoded with its tag(s); nested fields; items.
  std::optional<Expression> expression;
  std::string literal;
  std::vector<RequestField> nested;
  std::vector<RequestItems> items;
  bool is_nested = false;
  Conditions when;  // not held: the field stays unset
  // nested: the message is there only when this, bound to `frame`, is not null (`$from`).
  std::optional<Expression> from;
  FrameId frame = 0;
  const proto::Selection* selection = nullptr;  // as Node::selection
  bool wrap = false;  // the field is a wrapper message, the value a scalar
};

struct Retry {
  std::uint32_t attempts = 1;  // counts the first
  std::uint32_t codes = 0;     // bit n: google.rpc.Code n may be retried
};

// What `$call(key)` finds, and how the rows come to be there.
struct Table {
  // batch: keys are collected and sent `max` at a time. by_value: each distinct key is a call of
  // its own, `frame` bound to it in the request and in `when`. response: the rows of an ordinary
  // call's answer; there is nothing to collect.
  enum class Keys : std::uint8_t { batch, by_value, response } keys = Keys::batch;
  // row: the first row of that key; group: the list of all; entry: a map's value; whole: by_value,
  // the response itself.
  enum class Join : std::uint8_t { row, group, entry, whole } join = Join::row;
  const proto::Field* into = nullptr;  // batch: the request's repeated field
  const proto::Field* key = nullptr;   // the rows' key field, or the map's; by_value: null
  ValueType key_type;                  // by_value
  FrameId frame = 0;                   // by_value
  const proto::Selection* key_selection = nullptr;  // by_value: read of a key that is a message
  std::uint32_t max = 100;                          // batch: keys per RPC
  std::uint32_t total = 1000;                       // distinct keys in all
  std::uint16_t rows_slot = 0;  // the repeated rows or the map, in the response's selection
  std::uint16_t key_slot = 0;   // in `row`
  const proto::Selection* row = nullptr;    // of a row, or of a map's value that is a message
  const proto::Selection* entry = nullptr;  // of a map's entry: slot 0 its key, slot 1 its value
  std::unique_ptr<Node> collector;          // walks the view and yields keys (Kind::keys)
};

// What becomes of a call that failed.
struct OnError {
  enum class Kind : std::uint8_t { fail, as_null, use_default, problem } kind = Kind::fail;
  std::string bytes;  // use_default: the response, or the row, as protobuf
  int status = 0;     // problem: ends the request with this status and title
  std::string title;
};

struct MetadataField {
  std::string name;  // in lower case
  Expression value;  // null: not sent
};

// A C++ method of this BFF that is called like a service: request in, response out, as protobuf.
// Pure: it neither waits nor keeps anything. Called on workers: must be thread-safe.
using LocalMethod = std::function<Result<std::string>(std::string_view request)>;

struct Call {
  std::string name;
  std::string method;          // ":path" of the RPC: "/shop.v1.UserService/GetUser"
  std::uint16_t upstream = 0;  // index into the snapshot's upstreams
  FrameId frame = 0;
  const proto::Selection* selection = nullptr;  // what is read of the response
  std::vector<RequestField> request;
  std::optional<Expression> whole_request;  // a message of the request's type, instead of fields
  std::vector<CallId> needs;                // calls whose end this one waits for, in plan order
  // Of `needs`, those whose result must be there: when one is missing, this call is not made
  // and is missing too. Only calls that may be missing are listed. A table among them means its
  // rows: when an expression of `request` is null because its last path is a look-up that found
  // no row, this call is not made and is missing likewise (a table as a whole is never missing).
  std::vector<CallId> reads;
  std::optional<Table> table;
  // `for_each: i in $list`: made once per element, in order, one after the other; the call's value
  // is then the list of its responses.
  struct Each {
    Expression list;
    FrameId frame = 0;
    const proto::Selection* selection = nullptr;  // as Node::selection
    std::uint32_t max = 1000;                     // elements; more fail the call
  };
  std::optional<Each> each;
  Conditions when;  // not held: not made, and missing. by_value: judged for each key.
  std::vector<MetadataField> metadata;
  // Places of RoutePlan::requirements that must have been judged before it starts.
  std::vector<std::uint16_t> judged;
  OnError on_error;  // of every code that `on_error_by_code` does not name
  std::vector<std::pair<std::uint8_t, OnError>> on_error_by_code;  // google.rpc.Code
  const OnError& on_error_of(int code) const noexcept;
  const LocalMethod* local = nullptr;  // in-process: there is no upstream then
  Duration timeout{0};                 // 0: the route's deadline
  Retry retry;
  // No other call is in flight beside one that writes, because compile() wants each pair of them
  // ordered: so no other call's failure can cancel it, and the runtime need not ask.
  bool writes = false;
  std::vector<std::string> view_paths;  // what a failure leaves null or defaulted
};

// Judged as soon as the calls that it reads are settled.
struct Requirement {
  Conditions that;
  std::vector<CallId> needs;
  int status = 0;
  std::string title;
};

// The request's body: proto3 JSON of `table`, of which the client may send what `closure` has.
struct Body {
  const proto::MessageTable* table = nullptr;
  FrameId frame = 0;
  const proto::Selection* selection = nullptr;
  proto::FieldTree closure;
};

struct Cookie {
  std::string name;
  Expression value;        // null: the cookie is not set
  std::string attributes;  // "; Path=/; HttpOnly; Secure; SameSite=Lax"
};
struct Respond {
  int status = 200;
  std::vector<MetadataField> headers;  // null: not sent
  std::vector<Cookie> cookies;
  bool pass_cookies = false;  // the services' own Set-Cookie go to the client
};

// An answer of many messages, as they come.
struct StreamPlan {
  enum class Form : std::uint8_t { sse, ndjson };
  std::vector<Form> forms;  // by preference, if Accept has none; empty: the data of HttpBody, bare
  // Of a route: the streaming call, of whose messages the shape is evaluated for each one.
  std::optional<CallId> call;
  std::optional<Expression> id;  // of a route: of a message, for Last-Event-ID
};

// A method that is reached by WebSocket: whether there may be any number of messages each way, or
// has to be one.
struct SocketPlan {
  bool client_streams = false;
  bool server_streams = false;
};
// The method of a route that is opened by a handshake; HTTP has none that is called so.
inline constexpr std::string_view kSocketMethod = "WEBSOCKET";

struct RoutePlan {
  std::string id;
  std::string method;  // "GET"; kSocketMethod where there is `socket`
  route::PathTemplate path;
  auth::Policy policy;
  Duration deadline{10'000};
  std::vector<Input> inputs;
  std::optional<Body> body;  // absent: the route takes none
  std::vector<Requirement> requirements;
  Respond respond;
  std::string deprecation, sunset;              // values of the header fields; empty: none
  DetailKinds error_details = kDefaultDetails;  // of a call's failure, that the client gets
  std::vector<Call> calls;          // only those that this view needs, in the file's order
  std::vector<std::string> pruned;  // names of the route's other calls: not made for this client
  std::uint16_t frames = 0;
  std::unique_ptr<Node> shape;  // null: no body
  bool object_root = false;     // `_errors` can be appended
  // A method that is served 1:1: `calls` has that one alone, and there are neither inputs nor a
  // body nor a shape.
  std::shared_ptr<const transcode::Binding> exposed;
  std::optional<StreamPlan> stream;  // absent: the answer is one message
  std::optional<SocketPlan> socket;  // of an exposed method; absent: requests have answers
  proto::JsonFormat format;
  std::string file;                                           // "routes/home.yaml:8", for logs
  std::string summary;                                        // for people
  std::vector<std::unique_ptr<proto::Selection>> selections;  // owns all that are pointed at
  std::vector<std::shared_ptr<const proto::Field>> synthetic_fields;
};

inline const OnError& Call::on_error_of(int code) const noexcept {
  for (const auto& [known, action] : on_error_by_code) {
    if (known == code) return action;
  }
  return on_error;
}

}  // namespace bff::plan
