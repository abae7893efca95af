// SPDX-License-Identifier: Apache-2.0
#include "config/node_builder.hpp"

#include <yaml-cpp/mark.h>

#include <algorithm>

#include "config/scalar.hpp"
#include "config/yaml_syntax.hpp"

namespace bff::config {
NodeBuilder::NodeBuilder(std::shared_ptr<const Source> source, Diagnostics& out)
    : source_(std::move(source)), text_(source_->text()), out_(out) {
  root_.place = place_at(source_, 0, 0);  // of an empty document
}

std::size_t NodeBuilder::offset(const YAML::Mark& mark) const {
  return std::min(static_cast<std::size_t>(mark.pos), text_.size());
}

const Place* NodeBuilder::open_bracket() const {
  return !open_.empty() && open_.back().flow ? &open_.back().node->place : nullptr;
}

const Place* NodeBuilder::first_open_bracket() const {
  for (const Open& open : open_) {
    if (open.flow) return &open.node->place;
  }
  return nullptr;
}

bool NodeBuilder::key_is_next() const {
  return !open_.empty() && open_.back().node->is_map() && !open_.back().has_key;
}

void NodeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (documents_++ == 0) return;
  const std::size_t at = offset(mark);
  if (text_.substr(at, 3) == "---") {
    out_.add("BFF108", place_at(source_, at, 3), "a second document", "a file holds one document");
  } else {
    out_.add(kSyntaxCode, place_at(source_, at, 1), "this does not belong to what stands before",
             "mend the indentation");
  }
  throw StopParsing{};
}

void NodeBuilder::OnAnchor(const YAML::Mark& mark, const std::string& name) {
  out_.add("BFF105", place_at(source_, offset(mark), name.size() + 1), "an anchor, '&" + name + "'",
           "write the value out where it is used");
}

void NodeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  const std::string_view alias = word_at(offset(mark));
  const Place place = place_at(source_, offset(mark), alias.size());
  out_.add("BFF105", place, "an alias, '" + std::string(alias) + "'", "write the value out");
  add({.place = place}, Role::alias);
}

void NodeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                                  YAML::EmitterStyle::value style) {
  open(Node::Kind::list, offset(mark), tag, style == YAML::EmitterStyle::Flow);
}

void NodeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                             YAML::EmitterStyle::value style) {
  const std::size_t at = offset(mark);
  // `[a: b]` is a list of one map, which nobody means; `{`, an anchor or a tag begin a real one.
  const bool braced =
      at < text_.size() && std::string_view("{&!").find(text_[at]) != std::string_view::npos;
  if (open_bracket() != nullptr && open_.back().node->is_list() && !braced) {
    out_.add(kSyntaxCode, place_at(source_, at, 1), "a key within [ ]", "write [{ key: value }]");
  }
  open(Node::Kind::map, at, tag, style == YAML::EmitterStyle::Flow);
}

void NodeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t) {
  const std::size_t at = offset(mark);
  // An empty value's mark is that of the next token, which may itself be a null. It is not this
  // one when it stands no deeper than the collection.
  const bool deeper = open_.empty() || open_.back().flow || key_is_next() ||
                      place_at(source_, at, 1).column > open_.back().node->place.column;
  if (deeper) {
    for (const std::string_view word : {"null", "~", "Null", "NULL"}) {
      if (text_.substr(at, word.size()) != word) continue;
      add(plain(at, std::string(word)));
      return;
    }
  }
  if (open_bracket() != nullptr && !key_is_next()) refuse_missing_value(at);
  add({.place = empty_place(at)});
}

void NodeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                           const std::string& value) {
  const std::size_t at = offset(mark);
  const char first = at < text_.size() ? text_[at] : '\0';
  if (key_is_next()) refuse_question_mark(at);
  // yaml-cpp gives the tag "!" to whatever is not plain, and to what is written with a "!".
  if (tag != "?" && (tag != "!" || first == '!')) {
    refuse_tag(tag, at);
    add({.kind = Node::Kind::text, .scalar = value, .place = place_at(source_, at, 1)});
  } else if (first == '&') {
    // An anchor, reported already; where its value stands is not known.
    add({.kind = Node::Kind::text, .scalar = value, .place = place_at(source_, at, 1)});
  } else {
    add(tag == "?" ? plain(at, value) : quoted(at, value));
  }
}

void NodeBuilder::open(Node::Kind kind, std::size_t at, const std::string& tag, bool flow) {
  if (tag != "?") refuse_tag(tag, at);
  if (open_.size() == kMaxDepth)
    throw StopParsing{.too_deep = true, .place = place_at(source_, at, 1)};
  Node* node = add({.kind = kind, .place = place_at(source_, at, 1)});
  open_.push_back({.node = node, .flow = flow});
}

// The node's final address. It holds until its parent gets another child, by which time the node
// is complete and no longer in open_.
Node* NodeBuilder::add(Node node, Role role) {
  if (open_.empty()) {
    root_ = std::move(node);
    return &root_;
  }
  Open& parent = open_.back();
  if (parent.node->is_list()) return &parent.node->items.emplace_back(std::move(node));
  if (!parent.has_key) {
    add_key(std::move(node), role);
    parent.has_key = true;
    // A collection as a key is reported; its content goes into a member of its own.
    return &parent.node->members.back().value;
  }
  parent.has_key = false;
  Node& value = parent.node->members.back().value;
  const Place key_place = parent.node->members.back().key_place;
  value = std::move(node);
  if (value.kind == Node::Kind::null && value.place.length == 0) value.place = key_place;
  return &value;
}

void NodeBuilder::add_key(Node node, Role role) {
  std::vector<Node::Member>& members = open_.back().node->members;
  Node::Member member{.key = node.scalar, .key_place = node.place, .value = {}};
  if (role == Role::alias) {
    // reported
  } else if (!node.is_text()) {
    const bool written = !node.scalar.empty();
    out_.add("BFF109", node.place, "a key must be a text, not " + std::string(kind_name(node.kind)),
             written ? "write '\"" + node.scalar + "\"'" : "");
    member.value = std::move(node);
  } else if (node.scalar == "<<" && !node.quoted) {
    out_.add("BFF106", node.place, "'<<' merges nothing here", "write the keys out");
  } else {
    const auto first = std::find_if(members.begin(), members.end(), [&](const Node::Member& other) {
      return other.key == member.key;
    });
    if (first != members.end()) {
      out_.add("BFF104", node.place, "the key '" + member.key + "' stands here twice",
               "the first is in line " + std::to_string(first->key_place.line));
    }
  }
  members.push_back(std::move(member));
}

void NodeBuilder::refuse_tag(const std::string& tag, std::size_t at) {
  const std::string_view written =
      at < text_.size() && text_[at] == '!' ? word_at(at) : std::string_view(tag);
  out_.add("BFF107", place_at(source_, at, written.size()), "a tag, '" + std::string(written) + "'",
           "remove it; quote a value to make it a text");
}

Node NodeBuilder::plain(std::size_t at, const std::string& value) {
  Node node{
      .kind = plain_kind(value), .scalar = value, .place = place_at(source_, at, value.size())};
  if (text_.substr(at, value.size()) != value) {
    node.place = place_at(source_, at, source_->text().size());
    out_.add(kSyntaxCode, node.place, "a plain text goes on in the next line",
             "mend the indentation, or quote the text");
  }
  refuse_cut_expression(node);
  return node;
}

void NodeBuilder::refuse_question_mark(std::size_t key) {
  const std::size_t before =
      key > 0 ? text_.find_last_not_of(' ', key - 1) : std::string_view::npos;
  if (before == std::string_view::npos || text_[before] != '?') return;
  out_.add(kSyntaxCode, place_at(source_, before, 1), "'?' before a key", "write 'key: value'");
}

// `$a || "x # y"` ends before the '#' if it is plain, and `{ k: $f(a, b) }` at the comma, which
// would leave a valid document with another meaning.
void NodeBuilder::refuse_cut_expression(const Node& node) {
  if (!node.scalar.starts_with('$')) return;
  bool in_quotes = false;
  int brackets = 0;
  for (std::size_t i = 0; i < node.scalar.size(); ++i) {
    const char c = node.scalar[i];
    if (in_quotes && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes) {
      brackets += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
  }
  if (in_quotes) {
    out_.add("BFF111", node.place, "the quote in '" + node.scalar + "' is not closed",
             open_bracket() != nullptr
                 ? "put the whole text in single quotes: ',' ends a plain one within { } and [ ]"
                 : "put the whole text in single quotes: ' #' and ': ' end a plain one");
    cut_line_ = node.place.line;
  } else if (brackets > 0 && open_bracket() != nullptr) {
    out_.add("BFF111", node.place, "the bracket in '" + node.scalar + "' is not closed",
             std::string(kQuoteInFlow));
    cut_line_ = node.place.line;
  }
}

// The place is that of what stands between the quotes, as far as it is in the first line; of a
// block text (`|`, `>`) it is the indicator.
Node NodeBuilder::quoted(std::size_t at, const std::string& value) {
  Node node{.kind = Node::Kind::text, .quoted = true, .scalar = value};
  const char quote = at < text_.size() ? text_[at] : '\0';
  if (quote != '"' && quote != '\'') {
    node.place = place_at(source_, at, 1);
    return node;
  }
  std::size_t end = at + 1;
  while (end < text_.size()) {
    const bool escape = quote == '"' ? text_[end] == '\\' : text_.substr(end, 2) == "''";
    if (!escape && text_[end] == quote) break;
    end += escape ? 2 : 1;
  }
  node.place = place_at(source_, at + 1, end - at - 1);
  return node;
}

Place NodeBuilder::empty_place(std::size_t at) const {
  const std::size_t last =
      at > 0 ? text_.find_last_not_of(" \r\n", at - 1) : std::string_view::npos;
  return place_at(source_, last == std::string_view::npos ? 0 : last + 1, 0);
}

std::string_view NodeBuilder::word_at(std::size_t at) const {
  return text_.substr(at, text_.find_first_of(" ,]}\r\n", at) - at);
}

// `{a:b}` is the key `a:b` without a value, `[a, , b]` has a null in its middle.
void NodeBuilder::refuse_missing_value(std::size_t at) {
  const Place place = empty_place(at);
  if (reported_cut_in(place.line)) return;
  const Node& parent = *open_.back().node;
  const bool expression = parent.is_map() && parent.members.back().key.find('$') < 2;
  out_.add(kSyntaxCode, place, "a value is missing",
           expression ? "quote a text that begins with '{'"
                      : "write 'key: value' with a space after the colon, or null");
}

}  // namespace bff::config
