// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "bff/error.hpp"
#include "json/appender.hpp"
#include "transcode/binding.hpp"

namespace bff::transcode {

// The variables of a path and the parameters of a query, as the JSON object that a body would be
// which sets the same fields. So a value means the same wherever it stands, and what is true of
// bodies is true of parameters: both names of a field, ranges, oneofs, the forms of well-known
// types. Lives for one request; names and values must outlive it.
class Parameters {
 public:
  Parameters(const Binding& binding, std::pmr::memory_resource& arena);

  // The value of a variable: percent-decoded, as the router gives it.
  Result<void> set(const FieldPath& field, std::string_view value);
  // One pair of the query, decoded: `filter.name`, `labels[env]`, both kinds of names.
  // Errors: invalid_parameter ("query.filter.name") when no field is called so, when it is no
  // scalar, is one that path or body give, or was given already.
  Result<void> add(std::string_view name, std::string_view value);

  bool empty() const noexcept { return root_.children.empty(); }
  void write_json(json::Appender& out) const;
  // The same error as invalid_parameter of the variable or the parameter that it is about:
  // `error.parameter` is "body" with the JSON pointer into what write_json() wrote.
  Error blame(Error error) const;

 private:
  // A field with what is set in it; of a map the child of each key has the map's field too.
  struct Node {
    explicit Node(std::pmr::memory_resource& arena) : children(&arena), values(&arena) {}
    const proto::Field* field = nullptr;
    std::string_view key;   // of a map's entry
    std::string_view name;  // as the client has it, whole: "filter.name"
    bool of_path = false;
    std::pmr::vector<Node*> children;
    std::pmr::vector<std::string_view> values;
  };

  Node& child(Node& parent, const proto::Field& field, std::string_view key = {});
  Result<void> put(Node& node, std::string_view name, std::string_view value);
  template <class Fields>
  bool is_of_body(const Fields& fields) const noexcept;
  // Whether its children are entries of a map.
  static bool has_keys(const Node& node) noexcept;
  static void write_members(json::Appender& out, const Node& node);
  static void write_node(json::Appender& out, const Node& node);

  const Binding& binding_;
  std::pmr::memory_resource& arena_;
  Node root_;
};

}  // namespace bff::transcode
