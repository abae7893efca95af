// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/policy.hpp"
#include "proto/json_format.hpp"
#include "proto/message_table.hpp"
#include "proto/selection.hpp"
#include "route/path_template.hpp"

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
  enum class Source : std::uint8_t { path, query, claim } source;
  std::string name;       // "recent"; for a claim its name in the token
  proto::FieldType type;  // text, boolean, int32, int64, uint32, uint64, float64, float32
  bool required = false;  // query: absent is a 400. A claim or path never is.
  std::optional<proto::Cell> default_value;  // when absent; its text lives in `default_text`
  std::string default_text;
  // Bounds of a number, in its own type's domain (compared as long double: 64 bits fit).
  std::optional<long double> min, max;
};

// ---- Expressions ------------------------------------------------------------------------------
struct Path;

struct Step {
  enum class Kind : std::uint8_t { field, insist } kind;
  std::uint16_t slot = 0;  // field: into the current record's selection
  std::string label;       // insist: what is missing, for the 502: "profile.user"
  // field: the one that `slot` stands for; its `presence` decides between null and zero.
  const proto::Field* field = nullptr;
};

// From a root through message fields to a value. Null-safe: what is absent stays null to the end.
// A field step reads the record that the root or the step before it has: a call's response (by
// Call::selection), a row (Table::row), an element or a `from` (Node::selection), or the nested
// record of a message field (Selection::into). A path without steps is its root's value; the
// whole message then needs no record. A wrapper is read through: a path to its scalar goes on
// into its `value` field, so that `||`, keys and requests see a scalar.
struct Path {
  enum class Root : std::uint8_t { frame, input, lookup } root;
  std::uint16_t index = 0;    // FrameId, InputId, or the CallId of the table
  std::unique_ptr<Path> key;  // lookup
  std::vector<Step> steps;    // the last field step names the slot that is the value
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

struct Expression {
  enum class Fallback : std::uint8_t { none, if_null, if_empty } fallback = Fallback::none;
  std::vector<Path> paths;
  bool has_literal = false;  // the last operand
  proto::Cell literal;       // texts: a view of `literal_text`, set when the plan is complete
  std::string literal_text;
  bool literal_null = false;
  ValueType type;
};

// ---- Shape ------------------------------------------------------------------------------------
struct Node;
struct Member {
  std::string key;     // "name", unescaped; writers use `prefix`
  std::string prefix;  // `,"name":`; the writer turns the first member's comma into the brace
  std::unique_ptr<Node> value;
  // A picked member of a oneof: left out, key and all, when its value is null (a oneof that is
  // copied whole shows only the member that is set, and so does what is picked of it).
  bool only_if_set = false;
};
struct Node {
  enum class Kind : std::uint8_t {
    object,   // members
    literal,  // `text`: finished JSON
    value,    // `expression`, written by its type: a scalar, a list, a map or a whole message
    each,     // a list (or a map, written as an object with the same keys): `body` per element
    from,     // `expression` bound to `frame`; null when it is null, else `body`
    keys,     // collectors only: `expression` is a key of table `table`; writes nothing
  } kind = Kind::object;
  std::vector<Member> members;  // object; in collectors the prefixes are empty
  std::string text;
  Expression expression;
  FrameId frame = 0;  // each, from: the name that is bound
  // each over messages, from: what is read of the element; null for lists of scalars. `from`
  // whose record is already indexed (a table's row, a nested record) has none either. `from` with
  // several paths has one: the value's bytes are read with it, whichever path they came from.
  // each without body: null, the elements are only copied.
  const proto::Selection* selection = nullptr;
  // each over a map: reads one entry, slot 0 its key, slot 1 its value. `frame` is bound to the
  // value, and `selection` is then what is read of a value that is a message.
  const proto::Selection* entry = nullptr;
  std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();  // each
  std::unique_ptr<Node> body;  // each, from; null: the element is copied whole
  CallId table = 0;            // keys
};

// ---- Calls ------------------------------------------------------------------------------------
// One field of a request message, in the order of field numbers.
// The expression's type is the field's, or widens to it without loss: int32 (sint32, sfixed32,
// uint32) to 64 bits, where the cell's bits stay as they are, and float32 to float64, where they
// do not. The encoding is always that of `field`. Lists and maps have exactly the field's type.
// A value that is null leaves the field unset.
struct RequestField {
  const proto::Field* field = nullptr;
  // Exactly one of: an expression; a literal already encoded with its tag(s); nested fields.
  std::optional<Expression> expression;
  std::string literal;
  std::vector<RequestField> nested;
  bool is_nested = false;
  bool wrap = false;  // the field is a wrapper message, the value a scalar
};

struct Retry {
  std::uint32_t attempts = 1;  // counts the first
  std::uint32_t codes = 0;     // bit n: google.rpc.Code n may be retried
};

struct Table {
  const proto::Field* into = nullptr;  // the request's repeated field
  const proto::Field* key = nullptr;   // the rows' key field; its type is the key's
  std::uint32_t max = 100;             // keys per RPC
  std::uint32_t total = 1000;          // distinct keys in all
  std::uint16_t rows_slot = 0;         // the repeated rows, in the response's selection
  std::uint16_t key_slot = 0;          // in `row`
  const proto::Selection* row = nullptr;
  std::unique_ptr<Node> collector;  // walks the view and yields keys (Kind::keys)
};

struct OnError {
  enum class Kind : std::uint8_t { fail, as_null, use_default } kind = Kind::fail;
  std::string bytes;  // use_default: the response, or the row, as protobuf
};

struct Call {
  std::string name;
  std::string method;          // ":path" of the RPC: "/shop.v1.UserService/GetUser"
  std::uint16_t upstream = 0;  // index into the snapshot's upstreams
  FrameId frame = 0;
  const proto::Selection* selection = nullptr;  // what is read of the response
  std::vector<RequestField> request;
  std::vector<CallId> needs;  // calls whose end this one waits for, in plan order
  // Of `needs`, those whose result must be there: when one is missing, this call is not made
  // and is missing too. Only calls that may be missing are listed. A table among them means its
  // rows: when an expression of `request` is null because its last path is a look-up that found
  // no row, this call is not made and is missing likewise (a table as a whole is never missing).
  std::vector<CallId> reads;
  std::optional<Table> table;
  OnError on_error;
  Duration timeout{0};  // 0: the route's deadline
  Retry retry;
  // No other call is in flight beside one that writes, because compile() wants each pair of them
  // ordered: so no other call's failure can cancel it, and the runtime need not ask.
  bool writes = false;
  std::vector<std::string> view_paths;  // what a failure leaves null or defaulted
};

struct RoutePlan {
  std::string id;
  std::string method;  // "GET"
  route::PathTemplate path;
  auth::Policy policy;
  Duration deadline{10'000};
  std::vector<Input> inputs;
  std::vector<Call> calls;  // only those that this view needs, in the file's order
  std::uint16_t frames = 0;
  std::unique_ptr<Node> shape;  // null: no body
  bool object_root = false;     // `_errors` can be appended
  proto::JsonFormat format;
  std::string file;                                           // "routes/home.yaml:8", for logs
  std::vector<std::unique_ptr<proto::Selection>> selections;  // owns all that are pointed at
  std::vector<std::unique_ptr<proto::Field>> synthetic_fields;
};

}  // namespace bff::plan
