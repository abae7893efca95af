// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/message.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/reference_json.hpp"

namespace bff::random_plans {

// A scalar by itself, however it came: of a field, of the client, of a literal.
struct Scalar {
  enum class Kind { text, bytes, integer, real, boolean, enumeration } kind = Kind::text;
  std::string text;  // itself; integers and an enum's number in decimal
  double real = 0;
  const google::protobuf::EnumDescriptor* type = nullptr;

  bool empty() const;
  bool operator==(const Scalar& other) const;  // as numbers are equal: NaN is not itself
};

// What an expression yields.
struct Value {
  enum class Kind { absent, missing, one, list } kind = Kind::absent;
  // one: a message, or with `field` a value of one of its fields; list: with `field` and no
  // index all of a field, else `items`.
  const google::protobuf::Message* message = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  int index = -1;
  std::vector<Value> items;
  std::shared_ptr<const Scalar> made;  // one: of no message
  std::string origin;                  // the call that it comes from

  bool null() const { return kind == Kind::absent || kind == Kind::missing; }
  bool is_message() const { return kind == Kind::one && !made && field == nullptr; }
};

Value null_of(Value::Kind kind, std::string origin);
Value message_of(const google::protobuf::Message& message, std::string origin);
Value made_of(Scalar scalar);
Value list_of(std::vector<Value> items, std::string origin);

class Values {
 public:
  Values(const test::ReferencePool& pool, const test::reference::Route& format)
      : pool_(pool), format_(format), writer_(pool, format) {}

  const test::reference::ValueWriter& writer() const { return writer_; }

  // A field of a value that is a message.
  Value field(const Value& of, const std::string& name) const;
  bool is_map(const Value& list) const;
  std::vector<Value> elements(const Value& list) const;  // no map's
  // A map's keys, as JSON has them, with their values; each key once.
  std::vector<std::pair<std::string, Value>> entries(const Value& map) const;
  // Precondition: one, and no message.
  Scalar scalar(const Value& value) const;
  // What equal keys have in common: messages their bytes.
  std::string key(const Value& value) const;
  test::JsonTree json(const Value& value) const;
  // In a text: as JSON, without quotes, 64-bit integers as numbers.
  std::string in_text(const Value& value) const;

 private:
  test::JsonTree made_json(const Scalar& scalar) const;
  Value settled(const google::protobuf::Message& from,
                const google::protobuf::FieldDescriptor& field, int index,
                const std::string& origin) const;

  const test::ReferencePool& pool_;
  const test::reference::Route& format_;
  test::reference::ValueWriter writer_;
};

}  // namespace bff::random_plans
