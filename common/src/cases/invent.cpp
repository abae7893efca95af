// SPDX-License-Identifier: Apache-2.0
#include "cases/invent.hpp"

#include <google/protobuf/dynamic_message.h>

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "cases/copy_field.hpp"
#include "cases/rpc_messages.hpp"

namespace bff::cases {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DynamicMessageFactory;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kMaxDepth = 8;  // messages within messages
constexpr int kElements = 2;

// "display_name" as "Display name".
std::string words_of(const std::string& name) {
  std::string words = name;
  std::ranges::replace(words, '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words;
}

// "UserProfile" as "user_profile".
std::string snake_case(const std::string& name) {
  std::string snake;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !snake.empty()) snake += '_';
    snake += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return snake;
}

std::string text_for(const std::string& name, int number) {
  const auto has = [&](const char* part) { return name.find(part) != name.npos; };
  const std::string n = std::to_string(number);
  if (name.ends_with("page_token")) return "";
  if (has("url") || has("uri") || has("link")) return "https://example.com/" + name + "/" + n;
  if (has("email")) return "someone" + n + "@example.com";
  if (has("currency")) return "USD";
  if (name == "id" || name.ends_with("_id") || has("slug")) {
    std::string id = name + "-" + n;
    std::ranges::replace(id, '_', '-');
    return id;
  }
  return words_of(name) + " " + n;
}

class Inventor {
 public:
  explicit Inventor(const Message& request) : request_(request) {}

  // `number` tells elements of a list apart; the first is 1.
  void fill(Message& message, int number, int depth = 0) {
    const Descriptor& type = *message.GetDescriptor();
    if (fill_well_known(message)) return;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const auto* oneof = field.real_containing_oneof();
      if (oneof != nullptr && (number - 1) % oneof->field_count() != field.index_in_oneof()) {
        continue;
      }
      if (take_from_request(message, field)) continue;
      const int elements = field.is_repeated() ? kElements : 1;
      for (int e = 1; e <= elements; ++e)
        set(message, field, field.is_repeated() ? e : number, depth);
    }
  }

 private:
  // 2024-05-17T12:00:00Z, one minute, no details: what is no matter of fields.
  bool fill_well_known(Message& message) {
    const std::string& name = message.GetDescriptor()->full_name();
    const auto& reflection = *message.GetReflection();
    const auto* seconds = message.GetDescriptor()->FindFieldByName("seconds");
    if (name == "google.protobuf.Timestamp") {
      reflection.SetInt64(&message, seconds, 1'715'947'200);
    } else if (name == "google.protobuf.Duration") {
      reflection.SetInt64(&message, seconds, 60);
    } else if (name == "google.protobuf.Value") {
      reflection.SetString(&message, message.GetDescriptor()->FindFieldByName("string_value"),
                           "Value");
    } else {
      return name == "google.protobuf.Any" || name == "google.protobuf.Struct" ||
             name == "google.protobuf.ListValue" || name == "google.protobuf.FieldMask";
    }
    return true;
  }

  bool take_from_request(Message& message, const FieldDescriptor& field) {
    const auto* same = request_.GetDescriptor()->FindFieldByName(field.name());
    if (same == nullptr && field.name() == "id") {
      same = request_.GetDescriptor()->FindFieldByName(snake_case(message.GetDescriptor()->name()) +
                                                       "_id");
    }
    return same != nullptr && copy_scalar(request_, *same, message, field);
  }

  void set(Message& message, const FieldDescriptor& field, int number, int depth) {
    const auto& reflection = *message.GetReflection();
    const bool repeated = field.is_repeated();
    const auto put = [&](auto one, auto add, auto value) {
      if (repeated) {
        (reflection.*add)(&message, &field, value);
      } else {
        (reflection.*one)(&message, &field, value);
      }
    };
    using R = google::protobuf::Reflection;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return put(&R::SetInt32, &R::AddInt32, std::int32_t{number});
      case FieldDescriptor::CPPTYPE_INT64:
        return put(&R::SetInt64, &R::AddInt64, std::int64_t{number});
      case FieldDescriptor::CPPTYPE_UINT32:
        return put(&R::SetUInt32, &R::AddUInt32, static_cast<std::uint32_t>(number));
      case FieldDescriptor::CPPTYPE_UINT64:
        return put(&R::SetUInt64, &R::AddUInt64, static_cast<std::uint64_t>(number));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return put(&R::SetDouble, &R::AddDouble, number + 0.5);
      case FieldDescriptor::CPPTYPE_FLOAT:
        return put(&R::SetFloat, &R::AddFloat, static_cast<float>(number) + 0.5F);
      case FieldDescriptor::CPPTYPE_BOOL:
        return put(&R::SetBool, &R::AddBool, number % 2 == 1);
      case FieldDescriptor::CPPTYPE_ENUM: {
        // The zero of an enum means "not specified".
        const auto& type = *field.enum_type();
        const int values = type.value_count();
        const auto* value = type.value(values > 1 ? 1 + (number - 1) % (values - 1) : 0);
        return put(&R::SetEnum, &R::AddEnum, value);
      }
      case FieldDescriptor::CPPTYPE_STRING: {
        const auto text = text_for(field.name(), number);
        return repeated ? reflection.AddString(&message, &field, text)
                        : reflection.SetString(&message, &field, text);
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return set_message(message, field, number, depth);
    }
  }

  // A message that holds itself ends there.
  void set_message(Message& message, const FieldDescriptor& field, int number, int depth) {
    if (depth >= kMaxDepth || !open_.insert(field.message_type()).second) return;
    const auto& reflection = *message.GetReflection();
    Message& nested = field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                          : *reflection.MutableMessage(&message, &field);
    fill(nested, number, depth + 1);
    open_.erase(field.message_type());
  }

  const Message& request_;
  std::set<const Descriptor*> open_;
};

// Exactly the rows that were asked for: those of a list have the keys in their key field, those of
// a map in their entries.
void make_rows(const plan::Call& call, const Message& request, Message& response,
               Inventor& inventor) {
  const plan::Table& table = *call.table;
  const auto& reflection = *response.GetReflection();
  const auto& into = *request.GetDescriptor()->FindFieldByName(table.into->name);
  const auto& rows =
      *response.GetDescriptor()->FindFieldByName(call.selection->field(table.rows_slot).name);
  const auto& key = *rows.message_type()->FindFieldByName(table.key->name);
  reflection.ClearField(&response, &rows);
  const int keys = request.GetReflection()->FieldSize(request, &into);
  for (int i = 0; i < keys; ++i) {
    Message& row = *reflection.AddMessage(&response, &rows);
    inventor.fill(row, i + 1);
    copy_element(request, into, i, row, key);
  }
}

}  // namespace

std::string invent(const plan::Call& call, std::string_view request, const proto::Schema& schema) {
  DynamicMessageFactory factory;
  const auto& method = method_of(call.method, schema);
  const std::unique_ptr<Message> asked{factory.GetPrototype(method.input_type())->New()};
  const std::unique_ptr<Message> answer{factory.GetPrototype(method.output_type())->New()};
  asked->ParseFromArray(request.data(), static_cast<int>(request.size()));
  Inventor inventor{*asked};
  inventor.fill(*answer, 1);
  if (call.table && call.table->keys == plan::Table::Keys::batch) {
    make_rows(call, *asked, *answer, inventor);
  }
  return answer->SerializeAsString();
}

}  // namespace bff::cases
