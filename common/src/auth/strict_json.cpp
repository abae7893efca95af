// SPDX-License-Identifier: Apache-2.0
#include "auth/strict_json.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace bff::auth {
namespace {

using nlohmann::json;

Error malformed(std::string why) {
  return {.code = Errc::invalid_token, .internal = std::move(why)};
}

// Builds JsonValues from nlohmann's events; each event returns whether to go on.
class Builder final : public json::json_sax_t {
 public:
  explicit Builder(int max_depth) : max_depth_{max_depth} {}

  bool null() override { return add({}); }
  bool boolean(bool value) override {
    return add({.kind = JsonValue::Kind::boolean, .text = value ? "true" : "false"});
  }
  bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return number(text); }
  bool string(string_t& value) override {
    return add({.kind = JsonValue::Kind::text, .text = std::move(value)});
  }
  bool binary(binary_t&) override { return fail("binary data"); }
  bool start_object(std::size_t) override { return open(JsonValue::Kind::object); }
  bool key(string_t& name) override {
    if (open_.back()->members.contains(name)) return fail("member '" + name + "' stands twice");
    name_ = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonValue::Kind::list); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
    return fail("not JSON at byte " + std::to_string(position));
  }

  JsonValue take() { return std::move(root_); }
  std::string take_failure() { return std::move(failure_); }

 private:
  bool fail(std::string why) {
    failure_ = std::move(why);
    return false;
  }

  bool number(std::string text) {
    return add({.kind = JsonValue::Kind::number, .text = std::move(text)});
  }

  JsonValue& place(JsonValue value) {
    if (open_.empty()) return root_ = std::move(value);
    JsonValue& parent = *open_.back();
    if (parent.is_list()) return parent.items.emplace_back(std::move(value));
    return parent.members.insert_or_assign(name_, std::move(value)).first->second;
  }

  bool add(JsonValue value) {
    place(std::move(value));
    return true;
  }

  // The pointers to open values stay valid: a value gets no sibling before it is closed.
  bool open(JsonValue::Kind kind) {
    if (open_.size() == static_cast<std::size_t>(max_depth_))
      return fail("nested more than " + std::to_string(max_depth_) + " deep");
    open_.push_back(&place({.kind = kind}));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  int max_depth_;
  JsonValue root_;
  std::vector<JsonValue*> open_;
  std::string name_;  // of the member whose value comes next
  std::string failure_;
};

}  // namespace

Result<JsonValue> parse_strict_json(std::string_view text, int max_depth) {
  // nlohmann takes a NUL byte for the end of the text, and skips a byte order mark.
  if (text.find('\0') != std::string_view::npos) return malformed("holds a NUL byte");
  if (text.starts_with("\xef\xbb\xbf")) return malformed("begins with a byte order mark");
  Builder builder{max_depth};
  if (!json::sax_parse(text.begin(), text.end(), &builder))
    return malformed(builder.take_failure());
  return builder.take();
}

}  // namespace bff::auth
