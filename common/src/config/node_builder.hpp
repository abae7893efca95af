// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <yaml-cpp/eventhandler.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "config/node.hpp"

namespace bff::config {

// Thrown by NodeBuilder to end the parser's recursion: what is wrong is in the diagnostics, or
// the document is too deep.
struct StopParsing {
  bool too_deep = false;
  Place place = {};
};

inline constexpr std::size_t kMaxDepth = 64;

// Builds nodes from yaml-cpp's events and reports what yaml-cpp accepts but this project does not.
// Marks give byte offsets (Mark::pos); their line and column are not used, since they are 0 at
// the end of the text.
class NodeBuilder final : public YAML::EventHandler {
 public:
  NodeBuilder(std::shared_ptr<const Source> source, Diagnostics& out);

  Node take() { return std::move(root_); }

  // The innermost open `{` or `[`, or null.
  const Place* open_bracket() const;
  // The outermost one.
  const Place* first_open_bracket() const;
  // True if an expression of this line was reported as cut; what the parser says about the rest
  // of it would only confuse.
  bool reported_cut_in(std::uint32_t line) const { return cut_line_ == line; }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override;
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { open_.pop_back(); }

 private:
  enum class Role { value, alias };  // an alias as a key is reported once, not as a null too
  struct Open {
    Node* node;
    bool flow;
    bool has_key = false;  // of a map: the next event is a value
  };

  // Behind the end of the text yaml-cpp's marks may count on.
  std::size_t offset(const YAML::Mark& mark) const;
  bool key_is_next() const;
  void open(Node::Kind kind, std::size_t at, const std::string& tag, bool flow);
  Node* add(Node node, Role role = Role::value);
  void add_key(Node node, Role role);
  Node plain(std::size_t at, const std::string& value);
  Node quoted(std::size_t at, const std::string& value);
  void refuse_tag(const std::string& tag, std::size_t at);
  void refuse_question_mark(std::size_t key);
  void refuse_missing_value(std::size_t at);
  void refuse_cut_expression(const Node& node);
  std::string_view word_at(std::size_t at) const;
  Place empty_place(std::size_t at) const;

  std::shared_ptr<const Source> source_;
  std::string_view text_;
  Diagnostics& out_;
  Node root_;
  std::vector<Open> open_;
  std::uint32_t cut_line_ = 0;
  int documents_ = 0;
};

}  // namespace bff::config
