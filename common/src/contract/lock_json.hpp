// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/diagnostics.hpp"

namespace bff::contract {

// A value of a lock, with the keys that lead to it. What is asked of it and does not hold is
// reported with its place; the answer is then an empty one.
class LockValue {
 public:
  LockValue(const nlohmann::json& json, const std::shared_ptr<const Source>& source,
            Diagnostics& out)
      : json_(&json), source_(&source), out_(&out) {}

  bool is_text() const noexcept { return json_->is_string(); }
  bool has(std::string_view key) const { return json_->is_object() && json_->contains(key); }
  // The value of a key; reported when there is none.
  LockValue at(std::string_view key) const;
  std::string text() const;
  bool flag() const;
  int number() const;
  std::string json() const { return json_->dump(); }
  std::vector<std::string> texts() const;
  std::vector<LockValue> list() const;
  std::vector<std::pair<std::string, LockValue>> members() const;
  // Reports keys that are none of these.
  void only(std::initializer_list<std::string_view> keys) const;
  void refuse(const std::string& message) const;
  std::size_t depth() const noexcept { return path_.size(); }

 private:
  LockValue below(const nlohmann::json& json, std::string key) const;
  Place place() const;

  const nlohmann::json* json_;
  const std::shared_ptr<const Source>* source_;
  Diagnostics* out_;
  std::vector<std::string> path_;
};

}  // namespace bff::contract
