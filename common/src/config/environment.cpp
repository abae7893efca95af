// SPDX-License-Identifier: Apache-2.0
#include "config/environment.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "config/scalar.hpp"

namespace bff::config {
namespace {

bool is_name(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  };
  return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9');
  });
}

class Replacement {
 public:
  Replacement(const Node& node, const Environment& lookup, Diagnostics& out)
      : node_(node), lookup_(lookup), out_(out) {}

  std::string result() {
    const std::string_view text = node_.scalar;
    std::string value;
    std::size_t at = 0;
    while (at < text.size()) {
      if (text.substr(at, 3) == "$${") {
        value += "${";
        at += 3;
      } else if (text.substr(at, 2) == "${") {
        at = variable(at, value);
      } else {
        value += text[at++];
      }
    }
    return value;
  }

 private:
  // Appends the value of the variable that begins at `begin`; returns where the text goes on.
  std::size_t variable(std::size_t begin, std::string& value) {
    const std::string_view text = node_.scalar;
    const std::size_t end = text.find('}', begin);
    if (end == std::string_view::npos) {
      out_.add("BFF113", place(begin, text.size()), "'${' is not closed",
               "write '${NAME}', or '$${' for a plain '${'");
      return text.size();
    }
    const std::string_view inner = text.substr(begin + 2, end - begin - 2);
    const std::size_t dash = inner.find(":-");
    const bool has_default = dash != std::string_view::npos;
    const std::string name(inner.substr(0, dash));
    const std::string_view fallback = has_default ? inner.substr(dash + 2) : std::string_view();
    if (!is_name(name)) {
      out_.add("BFF113", place(begin, end + 1), "'" + name + "' is no name of a variable",
               "write '${NAME}' or '${NAME:-default}', or '$${' for a plain '${'");
    } else if (fallback.find("${") != std::string_view::npos) {
      out_.add("BFF113", place(begin, end + 1), "a default cannot hold another '${'",
               "write the default out");
    } else {
      const char* set = lookup_(name);
      if (set != nullptr && (*set != '\0' || !has_default)) {
        value += set;
      } else if (has_default) {
        value += fallback;
      } else {
        out_.add("BFF114", place(begin, end + 1),
                 "the environment variable '" + name + "' is not set",
                 "set it, or write '${" + name + ":-default}'");
      }
    }
    return end + 1;
  }

  // Only a text that stands in the file as it is has places within.
  Place place(std::size_t begin, std::size_t end) const {
    if (node_.place.source == nullptr || node_.place.length != node_.scalar.size()) {
      return node_.place;
    }
    return node_.place.part(static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(end - begin));
  }

  const Node& node_;
  const Environment& lookup_;
  Diagnostics& out_;
};

}  // namespace

void replace_variables(Node& node, const Environment& lookup, Diagnostics& out) {
  for (Node& item : node.items) replace_variables(item, lookup, out);
  for (Node::Member& member : node.members) replace_variables(member.value, lookup, out);
  if (!node.is_text() || node.scalar.find("${") == std::string::npos) return;
  const std::size_t problems = out.size();
  node.scalar = Replacement(node, lookup, out).result();
  node.replaced = true;
  node.unknown = out.size() != problems;
  if (!node.quoted && !node.unknown) node.kind = plain_kind(node.scalar);
}

}  // namespace bff::config
