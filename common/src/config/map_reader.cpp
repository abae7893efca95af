// SPDX-License-Identifier: Apache-2.0
#include "config/map_reader.hpp"

#include <algorithm>
#include <charconv>

#include "config/scalar.hpp"

namespace bff::config {
namespace {

std::string quote(std::string_view text) { return "'" + std::string(text) + "'"; }

// A number by its own kind, or a quoted text whose number came from the environment: within
// `{ }` a variable must be quoted.
bool is_number(const Node& node) {
  return node.kind == Node::Kind::number ||
         (node.is_text() && node.replaced && is_json_number(node.scalar));
}

bool is_scalar(const Node& node) { return node.is_text() || node.kind == Node::Kind::number; }

void report_range(const Node& node, std::string_view name, std::string_view min,
                  std::string_view max, Diagnostics& out) {
  out.add("BFF119", node.place,
          quote(name) + " must be between " + std::string(min) + " and " + std::string(max) +
              ", not " + node.scalar);
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string show(Milliseconds value) {
  const auto count = value.count();
  if (count != 0 && count % 3'600'000 == 0) return std::to_string(count / 3'600'000) + "h";
  if (count != 0 && count % 60'000 == 0) return std::to_string(count / 60'000) + "m";
  if (count % 1000 == 0) return std::to_string(count / 1000) + "s";
  return std::to_string(count) + "ms";
}

std::string show(std::size_t bytes) {
  constexpr std::size_t kKilo = 1024;
  if (bytes == 0) return "0B";
  if (bytes % (kKilo * kKilo * kKilo) == 0) return std::to_string(bytes >> 30) + "GiB";
  if (bytes % (kKilo * kKilo) == 0) return std::to_string(bytes >> 20) + "MiB";
  if (bytes % kKilo == 0) return std::to_string(bytes >> 10) + "KiB";
  return std::to_string(bytes) + "B";
}

}  // namespace

void report_kind(const Node& node, std::string_view name, std::string_view wanted,
                 Diagnostics& out) {
  if (node.unknown) return;
  std::string remedy;
  if (node.kind == Node::Kind::null) {
    remedy = "write a value, or leave the key out";
  } else if (node.is_text() && !node.quoted && wanted == "a map" &&
             node.scalar.find(':') != std::string::npos) {
    remedy = "a space must follow the colon of 'key: value'";
  } else if (wanted == "a text" && !node.is_list() && !node.is_map()) {
    remedy = "write '\"" + node.scalar + "\"'";
  } else if (wanted == "a list" && node.is_text()) {
    remedy = "write [\"" + node.scalar + "\"]";
  }
  out.add("BFF116", node.place,
          quote(name) + " must be " + std::string(wanted) + ", not " +
              std::string(kind_name(node.kind)),
          std::move(remedy));
}

bool read_text(const Node& node, std::string_view name, std::string& value, Diagnostics& out) {
  if (node.unknown) return false;
  const bool scalar = node.is_text() || node.kind == Node::Kind::number ||
                      node.kind == Node::Kind::boolean || node.kind == Node::Kind::null;
  if (!node.is_text() && !(node.replaced && scalar)) {
    report_kind(node, name, "a text", out);
    return false;
  }
  if (node.scalar.empty()) {
    out.add("BFF119", node.place, quote(name) + " must not be empty");
    return false;
  }
  value = node.scalar;
  return true;
}

bool read_flag(const Node& node, std::string_view name, bool& value, Diagnostics& out) {
  const bool word = node.scalar == "true" || node.scalar == "false";
  if (node.kind != Node::Kind::boolean && !(node.replaced && word)) {
    report_kind(node, name, "true or false", out);
    return false;
  }
  value = node.scalar == "true";
  return true;
}

bool read_count(const Node& node, std::string_view name, std::uint64_t min, std::uint64_t max,
                std::uint64_t& value, Diagnostics& out) {
  if (!is_number(node)) {
    report_kind(node, name, "a whole number", out);
    return false;
  }
  std::uint64_t count = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  const auto result = std::from_chars(node.scalar.data(), end, count);
  if (result.ec != std::errc{} || result.ptr != end || count < min || count > max) {
    report_range(node, name, std::to_string(min), std::to_string(max), out);
    return false;
  }
  value = count;
  return true;
}

namespace {

// What the messages about a number with a unit say of its kind.
struct Quantity {
  std::string_view noun;          // "duration"
  std::string_view small, large;  // two of its units, for a number without one
  std::string_view form;          // the remedy for what cannot be read
};

template <class Value>
bool read_quantity(const Node& node, std::string_view name, const Quantity& kind, Value min,
                   Value max, bool (*parse)(std::string_view, Value&), Value& value,
                   Diagnostics& out) {
  if (node.unknown) return false;
  Value parsed{};
  if (!is_scalar(node)) {
    report_kind(node, name, "a " + std::string{kind.noun}, out);
  } else if (all_digits(node.scalar)) {
    out.add("BFF112", node.place, quote(node.scalar) + " has no unit",
            "write '" + node.scalar + std::string{kind.small} + "' or '" + node.scalar +
                std::string{kind.large} + "'");
  } else if (!parse(node.scalar, parsed)) {
    out.add("BFF112", node.place, quote(node.scalar) + " is no " + std::string{kind.noun},
            std::string{kind.form});
  } else if (parsed < min || parsed > max) {
    report_range(node, name, show(min), show(max), out);
  } else {
    value = parsed;
    return true;
  }
  return false;
}

}  // namespace

bool read_duration(const Node& node, std::string_view name, Milliseconds min, Milliseconds max,
                   Milliseconds& value, Diagnostics& out) {
  constexpr Quantity kDuration{"duration", "ms", "s",
                               "write a whole number with ms, s, m or h, as in '250ms'"};
  return read_quantity(node, name, kDuration, min, max, &parse_duration, value, out);
}

bool read_size(const Node& node, std::string_view name, std::size_t min, std::size_t max,
               std::size_t& value, Diagnostics& out) {
  constexpr Quantity kSize{"size", "B", "KiB",
                           "write a whole number with B, KiB, MiB or GiB, as in '64KiB'"};
  return read_quantity(node, name, kSize, min, max, &parse_size, value, out);
}

MapReader::MapReader(const Node* node, std::string name, Diagnostics& out)
    : node_(node), name_(std::move(name)), out_(out) {
  if (node_ == nullptr || node_->is_map()) return;
  report_kind(*node_, name_, "a map", out_);
  node_ = nullptr;
}

std::string MapReader::name(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

const Node* MapReader::find(std::string_view key) {
  known_.push_back(key);
  return node_ != nullptr ? node_->find(key) : nullptr;
}

const Node* MapReader::require(std::string_view key, std::string_view example) {
  const Node* value = find(key);
  if (value == nullptr && node_ != nullptr) {
    out_.add("BFF117", node_->place, quote(name(key)) + " is missing",
             "write '" + std::string(example) + "'");
  }
  return value;
}

void MapReader::flag(std::string_view key, bool& value) {
  if (const Node* node = find(key)) read_flag(*node, name(key), value, out_);
}

void MapReader::count(std::string_view key, std::uint64_t min, std::uint64_t max,
                      std::size_t& value) {
  const Node* node = find(key);
  std::uint64_t count = 0;
  if (node != nullptr && read_count(*node, name(key), min, max, count, out_)) {
    value = static_cast<std::size_t>(count);
  }
}

void MapReader::duration(std::string_view key, Milliseconds min, Milliseconds max,
                         Milliseconds& value) {
  if (const Node* node = find(key)) read_duration(*node, name(key), min, max, value, out_);
}

void MapReader::size(std::string_view key, std::size_t min, std::size_t max, std::size_t& value) {
  if (const Node* node = find(key)) read_size(*node, name(key), min, max, value, out_);
}

void MapReader::texts(const Node* node, std::string_view key, const Element& element) {
  if (node == nullptr) return;
  if (!node->is_list()) {
    report_kind(*node, name(key), "a list", out_);
    return;
  }
  if (node->items.empty()) {
    out_.add("BFF119", node->place, quote(name(key)) + " must not be empty");
  }
  for (const Node& item : node->items) {
    std::string text;
    if (read_text(item, name(key), text, out_)) element(text, item);
  }
}

void MapReader::refuse_unknown() {
  if (node_ == nullptr) return;
  for (const Node::Member& member : node_->members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    std::string remedy = did_you_mean(member.key, known_);
    if (remedy.empty()) {
      remedy = "known are:";
      for (const std::string_view key : known_) {
        remedy += (remedy.ends_with(':') ? " " : ", ") + std::string(key);
      }
    }
    out_.add("BFF115", member.key_place,
             "unknown key '" + member.key + "'" + (name_.empty() ? "" : " in '" + name_ + "'"),
             std::move(remedy));
  }
}

}  // namespace bff::config
