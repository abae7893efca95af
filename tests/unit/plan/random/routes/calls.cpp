// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/calls.hpp"

#include <algorithm>

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

namespace {

bool has_calls(const Scope& scope) {
  return std::any_of(scope.names.begin(), scope.names.end(),
                     [](const Name& name) { return name.name[0] == 'c'; });
}

}  // namespace

// The first is no table: it would have no keys.
std::string RandomCalls::call(const std::string& name) {
  const pb::Descriptor& row = world_.message("w.Row");
  const Typed key{.field = &world_.key_field()};
  Name made{.name = name, .is_value = false};
  made.level = calls_++;
  std::string parts;
  std::string row_default = "{ name: dflt, next: " + json_key() + " }";
  switch (scope_.counter == 0 && !has_calls(scope_) ? 7 + random_.below(2) : random_.below(10)) {
    case 0:
    case 1:
      parts = "rpc: w.S/GetRows, " + batch() + ", index: rows.key";
      made.key = key;
      made.row = {.message = &row, .nullable = true};
      break;
    case 2:
    case 3:
      parts = "rpc: w.S/GetRows, " + batch() + ", group: rows.key";
      made.key = key;
      made.row = {.field = world_.message("w.Rows").FindFieldByName("rows"), .many = true};
      break;
    case 4: {
      parts = "rpc: w.S/GetRows, " + batch() + ", index: by_key";
      const Field& map = *world_.message("w.Rows").FindFieldByName("by_key");
      made.key = {.field = map.message_type()->map_key()};
      made.row = {.message = &row, .nullable = true};
      row_default = "";
      break;
    }
    case 5:
    case 6:
      parts = by_value(made, row_default);
      break;
    default:
      parts = ordinary(made);
      row_default = "";
      break;
  }
  if (parts.find("with:") == std::string::npos && !random_.one_in(3)) parts += requests_.with(-1);
  if (random_.one_in(5) && parts.find("when:") == std::string::npos) {
    parts += ", when: " + expressions_.condition();
  }
  const bool reads = parts.find("$c") != std::string::npos;
  parts += reads && !random_.one_in(6) ? ", on_error: as_null" : on_error(row_default);
  if (made.is_value && random_.one_in(2)) made.type.nullable = true;
  scope_.add(std::move(made));
  return name + ": { " + parts + " }";
}

// The key's literal in a default, which is JSON.
std::string RandomCalls::json_key() {
  const std::string& literal = world_.key_literal();
  return literal == "RED" ? "HUE_RED" : literal;
}

std::string RandomCalls::batch() {
  std::string out = "batch: { into: keys";
  if (random_.one_in(2)) out += ", max: " + std::to_string(1 + random_.below(4));
  if (random_.one_in(6)) out += ", total: " + std::to_string(1 + random_.below(4));
  return out + " }";
}

// Its own answer may be joined by a key too.
std::string RandomCalls::ordinary(Name& made) {
  constexpr const char* kMethods[] = {"GetHead", "GetHead", "GetHead",
                                      "GetRow",  "GetAny",  "GetRows"};
  const std::string method = random_.of(kMethods);
  made.is_value = true;
  made.type = {.message = &world_.message(answer_of(world_, method))};
  std::string out = "rpc: w.S/" + method;
  if (method != "GetHead" && method != "GetRows") return out;
  if (!random_.one_in(3)) return out;
  made.key = Typed{.field = &world_.key_field()};
  made.row = {.message = &world_.message("w.Row"), .nullable = true};
  if (random_.one_in(2)) return out + ", index: rows.key";
  made.row = {.field = made.type.message->FindFieldByName("rows"), .many = true};
  return out + ", group: rows.key";
}

// One call a value, which may be a message.
std::string RandomCalls::by_value(Name& made, std::string& row_default) {
  const Field& one = *world_.message("w.Ask").FindFieldByName(random_.one_in(3)   ? "row"
                                                              : random_.one_in(3) ? "part"
                                                                                  : "one");
  made.key = single(one);
  const std::string method = random_.one_in(2) ? "GetRow" : "GetHead";
  made.row = {.message = &world_.message(answer_of(world_, method))};
  const std::string key = scope_.fresh();
  std::string out = "rpc: w.S/" + method + ", for_each: " + key;
  if (method == "GetHead") row_default = "{ size: \"5\" }";
  if (random_.one_in(4)) out += ", max: " + std::to_string(1 + random_.below(3));
  scope_.bind(key, *made.key, made.level);
  out += requests_.with(one.number(), "$" + key);
  if (random_.one_in(4)) out += ", when: " + expressions_.condition();
  scope_.unbind();
  return out;
}

// By code, or one for all.
std::string RandomCalls::on_error(const std::string& row_default) {
  if (random_.one_in(3)) return "";
  if (random_.one_in(4)) {
    return ", on_error: { NOT_FOUND: as_null, UNAVAILABLE: { status: 418, title: No tea }, "
           "else: " +
           std::string(random_.one_in(2) ? "as_null" : failure(row_default)) + " }";
  }
  return ", on_error: " + (random_.one_in(3) ? failure(row_default) : std::string("as_null"));
}

std::string RandomCalls::failure(const std::string& row_default) {
  const std::size_t choice = random_.below(4);
  if (choice == 0) return "fail";
  if (choice == 1) return "{ status: 402, title: The card was refused }";
  return "{ default: " + (row_default.empty() ? std::string("{}") : row_default) + " }";
}

}  // namespace bff::random_plans
