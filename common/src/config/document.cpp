// SPDX-License-Identifier: Apache-2.0
#include "config/document.hpp"

#include <algorithm>
#include <string>

#include "config/node_builder.hpp"
#include "config/yaml.hpp"
#include "json/reader.hpp"

namespace bff::config {
namespace {

std::string decoded(const json::Text& text) {
  std::string out(text.raw.size(), '\0');
  out.resize(static_cast<std::size_t>(json::decode(text, out.data()) - out.data()));
  return out;
}

class JsonDocument {
 public:
  JsonDocument(std::shared_ptr<const Source> source, Diagnostics& out)
      : source_(std::move(source)),
        reader_(source_->text(), static_cast<int>(kMaxDepth)),
        out_(out) {}

  bool read(Node& root) {
    if (value(root) && reader_.finish()) return true;
    if (!reader_.what().empty()) {
      out_.add("BFF102", place(reader_.offset(), 1), "no JSON: " + std::string{reader_.what()});
    }
    return false;
  }

 private:
  using Kind = json::Reader::Kind;
  using Next = json::Reader::Next;

  // False when the text does not hold; what merely must not be is reported, and the reading goes
  // on.
  bool value(Node& node) {
    const Kind kind = reader_.peek();
    const std::size_t at = reader_.offset();
    bool good = false;
    switch (kind) {
      case Kind::none:
        return false;
      case Kind::object:
        node.kind = Node::Kind::map;
        node.place = place(at, 1);
        return members(node);
      case Kind::list:
        node.kind = Node::Kind::list;
        node.place = place(at, 1);
        return items(node);
      case Kind::text: {
        json::Text text;
        good = reader_.text(text);
        node.kind = Node::Kind::text;
        node.quoted = true;
        if (good) node.scalar = decoded(text);
        break;
      }
      case Kind::number: {
        json::Number number;
        good = reader_.number(number);
        node.kind = Node::Kind::number;
        node.scalar = number.text;
        break;
      }
      case Kind::boolean: {
        bool boolean = false;
        good = reader_.boolean(boolean);
        node.kind = Node::Kind::boolean;
        node.scalar = boolean ? "true" : "false";
        break;
      }
      case Kind::null:
        good = reader_.null();
        node.kind = Node::Kind::null;
        break;
    }
    node.place = place(at, reader_.offset() - at);
    return good;
  }

  bool items(Node& node) {
    if (!reader_.open()) return false;
    for (;;) {
      const Next next = reader_.item();
      if (next != Next::more) return next == Next::end;
      if (!value(node.items.emplace_back())) return false;
    }
  }

  bool members(Node& node) {
    if (!reader_.open()) return false;
    for (;;) {
      json::Text name;
      const Next next = reader_.member(name);
      if (next != Next::more) return next == Next::end;
      const auto at = static_cast<std::size_t>(name.raw.data() - source_->text().data()) - 1;
      Node::Member member{.key = decoded(name), .key_place = place(at, name.raw.size() + 2)};
      const auto first = std::ranges::find(node.members, member.key, &Node::Member::key);
      if (first != node.members.end()) {
        out_.add("BFF104", member.key_place, "the key '" + member.key + "' stands here twice",
                 "the first is in line " + std::to_string(first->key_place.line));
      }
      if (!value(member.value)) return false;
      node.members.push_back(std::move(member));
    }
  }

  Place place(std::size_t offset, std::size_t size) const {
    return place_at(source_, offset, size);
  }

  std::shared_ptr<const Source> source_;
  json::Reader reader_;
  Diagnostics& out_;
};

}  // namespace

std::optional<Node> load_json(const std::shared_ptr<const Source>& source, Diagnostics& out) {
  const std::size_t problems = out.size();
  Node root;
  JsonDocument{source, out}.read(root);
  if (out.size() != problems) return std::nullopt;
  return root;
}

std::optional<Node> load_document(const std::shared_ptr<const Source>& source, Diagnostics& out) {
  return source->path().ends_with(".json") ? load_json(source, out) : load_yaml(source, out);
}

}  // namespace bff::config
