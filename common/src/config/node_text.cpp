// SPDX-License-Identifier: Apache-2.0
#include "config/node_text.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "config/scalar.hpp"

namespace bff::config {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kMembers = 5;  // of a map on one line
constexpr int kLevels = 2;           // of maps on one line

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string in_double_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (is_control(c)) {
      char escaped[5];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned char>(c));
      out += escaped;
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string in_quotes(std::string_view text) {
  const bool single = text.find_first_of("\"\\") != text.npos && text.find('\'') == text.npos &&
                      std::none_of(text.begin(), text.end(), is_control);
  return single ? "'" + std::string(text) + "'" : in_double_quotes(text);
}

// A text that YAML would end early, or read as something else.
bool needs_quotes(std::string_view text, bool in_braces) {
  if (text.empty() || plain_kind(text) != Node::Kind::text) return true;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`~=< ").find(text.front()) != text.npos) return true;
  if (text.ends_with(' ') || text.ends_with(':')) return true;
  if (text.find(": ") != text.npos || text.find(" #") != text.npos) return true;
  // A cut expression is told by an odd number of them.
  if (std::count(text.begin(), text.end(), '"') % 2 != 0) return true;
  if (std::any_of(text.begin(), text.end(), is_control)) return true;
  return in_braces && text.find_first_of(",[]{}?") != text.npos;
}

std::string scalar(const Node& node, bool in_braces) {
  if (node.kind == Node::Kind::null) return "null";
  if (node.kind != Node::Kind::text) return node.scalar;
  const bool quotes = node.quoted || needs_quotes(node.scalar, in_braces);
  return quotes ? in_quotes(node.scalar) : node.scalar;
}

std::string key(const std::string& text, bool in_braces) {
  return needs_quotes(text, in_braces) ? in_quotes(text) : text;
}

std::string on_one_line(const Node& node) {
  if (node.is_list()) {
    std::string out = "[";
    for (const Node& item : node.items) out += (out.size() > 1 ? ", " : "") + on_one_line(item);
    return out + "]";
  }
  if (!node.is_map()) return scalar(node, true);
  if (node.members.empty()) return "{}";
  std::string out = "{";
  for (const Node::Member& member : node.members) {
    out += (out.size() > 1 ? ", " : " ") + key(member.key, true) + ": " + on_one_line(member.value);
  }
  return out + " }";
}

int levels(const Node& node) {
  int most = 0;
  for (const Node& item : node.items) most = std::max(most, levels(item));
  for (const Node::Member& member : node.members) most = std::max(most, levels(member.value));
  return most + (node.is_map() ? 1 : 0);
}

bool fits(const Node& node, std::size_t column) {
  return node.members.size() <= kMembers && levels(node) <= kLevels &&
         column + on_one_line(node).size() <= kWidth;
}

class Writer {
 public:
  std::string take() { return std::move(out_); }

  // Each member in a line of its own; the first goes on where the last line ends.
  void members(const Node& map, std::size_t indent) {
    for (const Node::Member& member : map.members) {
      if (&member != &map.members.front()) out_ += std::string(indent, ' ');
      const std::string name = key(member.key, false) + ":";
      out_ += name;
      value(member.value, indent, indent + name.size() + 1);
    }
  }

 private:
  void value(const Node& node, std::size_t indent, std::size_t column) {
    const bool nested = node.is_map() || node.is_list();
    // A list of maps has a line for each.
    const bool of_maps = node.is_list() && std::any_of(node.items.begin(), node.items.end(),
                                                       [](const Node& i) { return i.is_map(); });
    if (!nested) {
      out_ += " " + scalar(node, false) + "\n";
    } else if (!of_maps && (fits(node, column) || (node.is_map() && node.members.empty()))) {
      out_ += " " + on_one_line(node) + "\n";
    } else if (node.is_map()) {
      out_ += "\n" + std::string(indent + 2, ' ');
      members(node, indent + 2);
    } else {
      out_ += "\n";
      for (const Node& item : node.items) element(item, indent + 2);
    }
  }

  void element(const Node& item, std::size_t indent) {
    out_ += std::string(indent, ' ') + "- ";
    if (!item.is_map() || item.members.empty() || fits(item, indent + 2)) {
      out_ += (item.is_map() || item.is_list() ? on_one_line(item) : scalar(item, false)) + "\n";
    } else {
      members(item, indent + 2);
    }
  }

  std::string out_;
};

}  // namespace

std::string to_yaml(const Node& map) {
  Writer writer;
  writer.members(map, 0);
  return writer.take();
}

}  // namespace bff::config
