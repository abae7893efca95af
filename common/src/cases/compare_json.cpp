// SPDX-License-Identifier: Apache-2.0
#include "cases/compare_json.hpp"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "cases/codes.hpp"

namespace bff::cases {
namespace {

using config::Node;
using nlohmann::json;

// Values in messages are cut to this many bytes.
constexpr std::size_t kMaxShown = 120;

std::string shown(const json& value) {
  std::string text = value.dump();
  if (text.size() <= kMaxShown) return text;
  std::size_t end = kMaxShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

class Comparison {
 public:
  Comparison(Extent extent, Diagnostics& out) : extent_(extent), out_(out) {}

  void compare(const Node& expected, const json& got, const std::string& at) {
    switch (expected.kind) {
      case Node::Kind::map:
        return got.is_object() ? compare_members(expected, got, at) : differ(expected, got, at);
      case Node::Kind::list:
        return got.is_array() ? compare_items(expected, got, at) : differ(expected, got, at);
      default:
        if (value_of(expected) != got) differ(expected, got, at);
    }
  }

 private:
  static json value_of(const Node& node) {
    return node.is_text() ? json(node.scalar)
                          : json::parse(node.scalar.empty() ? "null" : node.scalar);
  }

  static std::string child(const std::string& at, const std::string& key) {
    std::string escaped;
    for (const char c : key) {
      if (c == '~')
        escaped += "~0";
      else if (c == '/')
        escaped += "~1";
      else
        escaped += c;
    }
    return at + "/" + escaped;
  }

  void compare_members(const Node& expected, const json& got, const std::string& at) {
    for (const auto& [key, place, value] : expected.members) {
      const auto found = got.find(key);
      if (found == got.end()) {
        out_.add(codes::kOtherwise, place, "the answer has no '" + child(at, key) + "'");
      } else {
        compare(value, *found, child(at, key));
      }
    }
    if (extent_ == Extent::named) return;
    std::string more;
    for (const auto& [key, value] : got.items()) {
      if (expected.find(key) != nullptr || (at.empty() && key == "_errors")) continue;
      more += (more.empty() ? "'" : ", '") + child(at, key) + "'";
    }
    if (!more.empty()) {
      out_.add(codes::kOtherwise, expected.place, "the answer has " + more + " too");
    }
  }

  void compare_items(const Node& expected, const json& got, const std::string& at) {
    if (expected.items.size() != got.size()) {
      out_.add(codes::kOtherwise, expected.place,
               "'" + at + "' has " + std::to_string(got.size()) +
                   (got.size() == 1 ? " element" : " elements") + ", expected were " +
                   std::to_string(expected.items.size()));
    }
    for (std::size_t i = 0; i < std::min(expected.items.size(), got.size()); ++i) {
      compare(expected.items[i], got[i], at + "/" + std::to_string(i));
    }
  }

  void differ(const Node& expected, const json& got, const std::string& at) {
    const bool quotes = expected.kind == Node::Kind::number && got.is_string() &&
                        got.get_ref<const std::string&>() == expected.scalar;
    out_.add(codes::kOtherwise, expected.place, "'" + at + "' is " + shown(got),
             quotes ? "64-bit integers are texts: write it in quotes" : "");
  }

  Extent extent_;
  Diagnostics& out_;
};

}  // namespace

void compare_json(const Node& expected, const json& got, Extent extent, Diagnostics& out) {
  Comparison{extent, out}.compare(expected, got, "");
}

}  // namespace bff::cases
