// SPDX-License-Identifier: Apache-2.0
#include "contract/lock_json.hpp"

#include <algorithm>

namespace bff::contract {
namespace {

using LockJson = nlohmann::json;

const LockJson kNothing;

}  // namespace

LockValue LockValue::below(const LockJson& json, std::string key) const {
  LockValue out = *this;
  out.json_ = &json;
  out.path_.push_back(std::move(key));
  return out;
}

LockValue LockValue::at(std::string_view key) const {
  if (!has(key)) {
    refuse("'" + std::string(key) + "' is missing");
    return below(kNothing, std::string(key));
  }
  return below(json_->at(std::string(key)), std::string(key));
}

std::string LockValue::text() const {
  if (json_->is_string()) return json_->get<std::string>();
  if (json_ != &kNothing) refuse("this must be a text");
  return {};
}

bool LockValue::flag() const {
  if (json_->is_boolean()) return json_->get<bool>();
  refuse("this must be true or false");
  return false;
}

int LockValue::number() const {
  if (json_->is_number_integer()) return json_->get<int>();
  if (json_ != &kNothing) refuse("this must be a whole number");
  return 0;
}

std::vector<std::string> LockValue::texts() const {
  std::vector<std::string> out;
  for (const LockValue& value : list()) out.push_back(value.text());
  return out;
}

std::vector<LockValue> LockValue::list() const {
  std::vector<LockValue> out;
  if (!json_->is_array()) refuse("this must be a list");
  if (json_->is_array()) {
    for (const LockJson& item : *json_) out.push_back(below(item, ""));
  }
  return out;
}

std::vector<std::pair<std::string, LockValue>> LockValue::members() const {
  std::vector<std::pair<std::string, LockValue>> out;
  if (json_->is_object()) {
    for (const auto& [key, value] : json_->items()) out.emplace_back(key, below(value, key));
  } else if (json_ != &kNothing) {
    refuse("this must be an object");
  }
  return out;
}

void LockValue::only(std::initializer_list<std::string_view> keys) const {
  for (const auto& [key, value] : members()) {
    if (std::ranges::find(keys, key) == keys.end()) {
      value.refuse("there is no key '" + key + "' here");
    }
  }
}

void LockValue::refuse(const std::string& message) const {
  out_->add("BFF402", place(), message, "write the lock anew with the command 'lock'");
}

// JSON without its places: the keys are looked for one behind the other. Another key of that name
// in between leads astray, which the message then makes up for by naming what it wants.
Place LockValue::place() const {
  const std::string& text = (*source_)->text();
  std::size_t at = 0, size = 0;
  for (const std::string& key : path_) {
    const std::string quoted = LockJson(key).dump();
    const auto found = key.empty() ? text.npos : text.find(quoted + ":", at + size);
    if (found == text.npos) continue;
    at = found;
    size = quoted.size();
  }
  return place_at(*source_, at, size);
}

}  // namespace bff::contract
