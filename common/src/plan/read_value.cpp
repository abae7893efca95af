// SPDX-License-Identifier: Apache-2.0
#include "plan/read_value.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "config/gateway.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

namespace {

constexpr std::string_view kReserved[] = {"path", "query", "header",  "cookie",
                                          "body", "auth",  "request", "skip"};

std::string text_of(std::string_view what) { return std::string{what}; }

// The value of a plain text; reported and false when it is none.
bool read_plain(const config::Node& node, std::string_view what, std::string& value,
                Diagnostics& out) {
  const TextKind kind = classify(node.scalar);
  if (kind == TextKind::expression || kind == TextKind::templated) {
    refuse_expression(node, what, out);
    return false;
  }
  value = kind == TextKind::escaped ? plain_text(node.scalar) : node.scalar;
  return true;
}

}  // namespace

void refuse_kind(const config::Node& node, std::string_view what, std::string_view wanted,
                 std::string remedy, Diagnostics& out) {
  out.add(codes::kWrongKind, node.place,
          text_of(what) + " is " + text_of(wanted) + ", not " +
              std::string{config::kind_name(node.kind)},
          std::move(remedy));
}

void refuse_expression(const config::Node& node, std::string_view what, Diagnostics& out) {
  if (classify(node.scalar) == TextKind::templated) {
    const auto at = std::min(node.scalar.find("{$"), node.scalar.find("{+$"));
    const auto end = std::min(node.scalar.find('}', at), node.scalar.size() - 1) + 1;
    const LocatedScalar text{node.scalar, node.place};
    out.add(codes::kExpressionHere, text.part(at, end - at),
            "a value, here " + in_quotes(node.scalar.substr(at, end - at)) + ", cannot stand in " +
                text_of(what),
            "for a plain '{$' write '{$$'");
    return;
  }
  out.add(codes::kExpressionHere, node.place, "an expression cannot stand in " + text_of(what),
          "for a text that begins with '$' write " + in_quotes("$" + node.scalar));
}

std::optional<LocatedText> read_text(const config::Node& node, std::string_view what,
                                     Diagnostics& out) {
  if (!node.is_text()) {
    const bool scalar =
        node.kind == config::Node::Kind::number || node.kind == config::Node::Kind::boolean;
    refuse_kind(node, what, "a text", scalar ? "write \"" + node.scalar + "\"" : "", out);
    return std::nullopt;
  }
  if (node.scalar.empty()) {
    out.add(codes::kEmpty, node.place, text_of(what) + " is empty");
    return std::nullopt;
  }
  LocatedText text{.place = node.place};
  if (!read_plain(node, what, text.value, out)) return std::nullopt;
  return text;
}

bool check_own_name(std::string_view name, const Place& place, std::string_view what,
                    Diagnostics& out) {
  if (!is_name(name)) {
    out.add(codes::kBadName, place, in_quotes(name) + " is no name for " + text_of(what),
            "letters, digits and '_', not beginning with a digit");
    return false;
  }
  if (std::ranges::find(kReserved, name) != std::end(kReserved)) {
    out.add(codes::kReservedName, place,
            in_quotes(name) + " is a name of the language and cannot be that of " + text_of(what),
            "choose another");
    return false;
  }
  return true;
}

std::optional<std::size_t> read_word(const config::Node& node, std::string_view what,
                                     std::span<const std::string_view> words, Diagnostics& out) {
  const auto text = read_text(node, what, out);
  if (!text) return std::nullopt;
  const auto found = std::ranges::find(words, text->value);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string remedy = did_you_mean(text->value, {words.begin(), words.end()});
  if (remedy.empty()) remedy = write_one_of(words);
  out.add(codes::kUnknownWord, node.place, text_of(what) + " cannot be " + in_quotes(text->value),
          std::move(remedy));
  return std::nullopt;
}

std::optional<bool> read_boolean(const config::Node& node, std::string_view what,
                                 Diagnostics& out) {
  if (node.kind == config::Node::Kind::boolean) return node.scalar == "true";
  refuse_kind(node, what, "true or false", "", out);
  return std::nullopt;
}

std::optional<Located<std::uint32_t>> read_count(const config::Node& node, std::string_view what,
                                                 std::uint32_t least, std::uint32_t most,
                                                 Diagnostics& out) {
  if (node.kind != config::Node::Kind::number) {
    refuse_kind(node, what, "a whole number", "", out);
    return std::nullopt;
  }
  Located<std::uint32_t> count{.place = node.place};
  const char* end = node.scalar.data() + node.scalar.size();
  const auto [stop, error] = std::from_chars(node.scalar.data(), end, count.value);
  if (error != std::errc{} || stop != end || count.value < least || count.value > most) {
    out.add(codes::kOutOfRange, node.place, text_of(what) + " cannot be " + in_quotes(node.scalar),
            "write a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  return count;
}

std::optional<Located<Milliseconds>> read_duration(const config::Node& node, std::string_view what,
                                                   Diagnostics& out, bool or_nothing) {
  constexpr std::string_view kExample = "write a number and its unit, such as '250ms'";
  const bool number = node.kind == config::Node::Kind::number;
  if (!number && !node.is_text()) {
    refuse_kind(node, what, "a duration", std::string{kExample}, out);
    return std::nullopt;
  }
  std::string text;
  if (!number && !read_plain(node, what, text, out)) return std::nullopt;
  Located<Milliseconds> duration{.place = node.place};
  if (!config::parse_duration(node.scalar, duration.value)) {
    const bool digits =
        number ||
        (!node.scalar.empty() && node.scalar.find_first_not_of("0123456789.") == std::string::npos);
    if (digits) {
      out.add(codes::kBadDuration, node.place, in_quotes(node.scalar) + " has no unit",
              "write " + in_quotes(node.scalar + "ms") + " or " + in_quotes(node.scalar + "s"));
    } else {
      out.add(codes::kBadDuration, node.place, in_quotes(node.scalar) + " is no duration",
              std::string{kExample});
    }
    return std::nullopt;
  }
  if (duration.value <= Milliseconds::zero() && !or_nothing) {
    out.add(codes::kOutOfRange, node.place, text_of(what) + " cannot be " + in_quotes(node.scalar),
            "write more than nothing");
    return std::nullopt;
  }
  return duration;
}

bool check_full_name(const LocatedText& name, std::string_view what, Diagnostics& out) {
  if (is_dotted(name.value)) return true;
  out.add(
      codes::kBadType, name.place,
      in_quotes(name.value) + " is not the full name of a message, which " + text_of(what) + " is",
      "write it with its package, as in 'shop.v1.Product'");
  return false;
}

std::optional<config::Node> read_literal(const config::Node& node, std::string_view what,
                                         Diagnostics& out) {
  config::Node literal = node;
  bool good = true;
  if (node.is_text()) good = read_plain(node, what, literal.scalar, out);
  for (auto& item : literal.items) {
    if (auto value = read_literal(item, what, out)) {
      item = std::move(*value);
    } else {
      good = false;
    }
  }
  for (auto& member : literal.members) {
    if (member.key.starts_with("$$")) {
      member.key.erase(0, 1);
    } else if (member.key.starts_with('$')) {
      out.add(codes::kExpressionHere, member.key_place,
              "the directive " + in_quotes(member.key) + " cannot stand in " + text_of(what),
              "for a key that begins with '$' write " + in_quotes("$" + member.key));
      good = false;
      continue;
    }
    if (auto value = read_literal(member.value, what, out)) {
      member.value = std::move(*value);
    } else {
      good = false;
    }
  }
  if (!good) return std::nullopt;
  return literal;
}

bool check_list(const config::Node& node, std::string_view what, std::string_view remedy_if_empty,
                Diagnostics& out) {
  if (!node.is_list()) {
    refuse_kind(node, what, "a list", "", out);
    return false;
  }
  if (node.items.empty()) {
    out.add(codes::kEmpty, node.place, text_of(what) + " is empty", std::string{remedy_if_empty});
    return false;
  }
  return true;
}

}  // namespace bff::plan
