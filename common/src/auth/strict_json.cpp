// SPDX-License-Identifier: Apache-2.0
#include "auth/strict_json.hpp"

#include <utility>

#include "json/reader.hpp"

namespace bff::auth {
namespace {

using json::Reader;

Error malformed(std::string why) {
  return {.code = Errc::invalid_token, .internal = std::move(why)};
}

std::string decoded(const json::Text& text) {
  std::string out{text.raw};
  if (text.escaped)
    out.resize(static_cast<std::size_t>(json::decode(text, out.data()) - out.data()));
  return out;
}

// Builds values of what a Reader meets. Each step returns whether to go on.
class Builder {
 public:
  // The reader would go deeper than allowed, so that the failure is ours to name.
  Builder(std::string_view text, int max_depth)
      : reader_{text, max_depth + 1}, max_depth_{max_depth} {}

  bool build(JsonValue& root) { return (value(root, 0) && reader_.finish()) || not_json(); }
  std::string take_failure() { return std::move(failure_); }

 private:
  bool fail(std::string why) {
    failure_ = std::move(why);
    return false;
  }
  bool not_json() {
    if (!failure_.empty()) return false;
    return fail("not JSON at byte " + std::to_string(reader_.offset()));
  }

  // `depth`: lists and objects around it.
  bool value(JsonValue& out, int depth) {
    const auto kind = reader_.peek();
    const bool nests = kind == Reader::Kind::object || kind == Reader::Kind::list;
    if (nests && depth == max_depth_)
      return fail("nested more than " + std::to_string(max_depth_) + " deep");
    switch (kind) {
      case Reader::Kind::object:
        return object(out, depth + 1);
      case Reader::Kind::list:
        return list(out, depth + 1);
      case Reader::Kind::text:
        return text(out);
      case Reader::Kind::number:
        return number(out);
      case Reader::Kind::boolean:
        return boolean(out);
      case Reader::Kind::null:
        return reader_.null();
      case Reader::Kind::none:
        return false;
    }
    return false;
  }

  bool object(JsonValue& out, int depth) {
    out.kind = JsonValue::Kind::object;
    if (!reader_.open()) return false;
    json::Text name;
    Reader::Next next{};
    while ((next = reader_.member(name)) == Reader::Next::more) {
      const auto [member, is_new] = out.members.try_emplace(decoded(name));
      if (!is_new) return fail("member '" + member->first + "' stands twice");
      if (!value(member->second, depth)) return false;
    }
    return next == Reader::Next::end;
  }

  bool list(JsonValue& out, int depth) {
    out.kind = JsonValue::Kind::list;
    if (!reader_.open()) return false;
    Reader::Next next{};
    while ((next = reader_.item()) == Reader::Next::more)
      if (!value(out.items.emplace_back(), depth)) return false;
    return next == Reader::Next::end;
  }

  bool text(JsonValue& out) {
    json::Text text;
    if (!reader_.text(text)) return false;
    out.kind = JsonValue::Kind::text;
    out.text = decoded(text);
    return true;
  }

  bool number(JsonValue& out) {
    json::Number number;
    double nearest = 0;
    if (!reader_.number(number) || (!number.plain && !json::to_double(number, nearest)))
      return false;
    out.kind = JsonValue::Kind::number;
    out.text = number.text;
    return true;
  }

  bool boolean(JsonValue& out) {
    bool value = false;
    if (!reader_.boolean(value)) return false;
    out.kind = JsonValue::Kind::boolean;
    out.text = value ? "true" : "false";
    return true;
  }

  Reader reader_;
  int max_depth_;
  std::string failure_;
};

}  // namespace

Result<JsonValue> parse_strict_json(std::string_view text, int max_depth) {
  if (text.find('\0') != std::string_view::npos) return malformed("holds a NUL byte");
  if (text.starts_with("\xef\xbb\xbf")) return malformed("begins with a byte order mark");
  Builder builder{text, max_depth};
  JsonValue root;
  if (!builder.build(root)) return malformed(builder.take_failure());
  return root;
}

}  // namespace bff::auth
