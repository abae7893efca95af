// SPDX-License-Identifier: Apache-2.0
#include "contract/diff_parameters.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "contract/diff_types.hpp"

namespace bff::contract {
namespace {

using In = Parameter::In;
using Turn = TypeDiff::Turn;

std::string where_of(const Parameter& parameter) {
  return std::string(name_of(parameter.in)) + "." + parameter.name;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// Where a variable stands in the path, which is what a client fills in.
std::optional<std::size_t> position(const Route& route, const Parameter& parameter) {
  const auto names = variables_of(route.path);
  const auto at = std::ranges::find(names, parameter.name);
  if (at == names.end()) return std::nullopt;
  return static_cast<std::size_t>(at - names.begin());
}

class ParameterDiff {
 public:
  ParameterDiff(const Contract& old_contract, const Route& old, const Contract& now_contract,
                const Route& now, std::vector<Change>& out)
      : old_(old),
        now_(now),
        out_(out),
        types_(old_contract, now_contract, TypeDiff::Direction::request, now.id, out) {}

  void run() {
    for (const Parameter& parameter : old_.parameters) {
      if (const Parameter* same = counterpart(parameter, old_, now_)) {
        compare(parameter, *same);
      } else {
        add(true, where_of(parameter), "is no parameter any more");
      }
    }
    for (const Parameter& parameter : now_.parameters) {
      if (counterpart(parameter, now_, old_) != nullptr) continue;
      add(parameter.required, where_of(parameter),
          parameter.required ? "is new and required" : "is new");
    }
  }

 private:
  static const Parameter* counterpart(const Parameter& wanted, const Route& mine,
                                      const Route& other) {
    const Parameter* similar = nullptr;
    for (const Parameter& parameter : other.parameters) {
      if (parameter.in != wanted.in) continue;
      if (const auto place = position(mine, wanted); place && wanted.in == In::path) {
        if (place == position(other, parameter)) return &parameter;
        continue;
      }
      if (wanted.name == parameter.name) return &parameter;
      const bool header = wanted.in == In::header && lower(wanted.name) == lower(parameter.name);
      if (header) similar = &parameter;
    }
    return similar;
  }

  void add(bool breaks, const std::string& where, std::string what) {
    out_.push_back({.breaks = breaks, .route = now_.id, .where = where, .what = std::move(what)});
  }

  void compare(const Parameter& old, const Parameter& now) {
    const std::string where = where_of(now);
    if (old.name != now.name) add(false, where, "was called " + old.name);
    if (!old.required && now.required) add(true, where, "is required now");
    if (old.required && !now.required) add(false, where, "may be left out now");
    compare_types(old, now, where);
    compare_bound(old.min, now.min, "at least", true, where);
    compare_bound(old.max, now.max, "at most", false, where);
    if (old.pattern != now.pattern) {
      types_.report(now.pattern.empty()   ? Turn::wider
                    : old.pattern.empty() ? Turn::narrower
                                          : Turn::other,
                    where,
                    now.pattern.empty() ? "need not match " + old.pattern + " any more"
                                        : "must match " + now.pattern);
    }
    if (!now.required && old.default_text != now.default_text) {
      add(false, where,
          "is " + now.default_text.value_or("null") + " when it is left out, was " +
              old.default_text.value_or("null"));
    }
  }

  // A parameter is a text on its way: 64 bits have no quotes, and any scalar is a text.
  void compare_types(const Parameter& old, const Parameter& now, const std::string& where) {
    Type was = old.type, is = now.type;
    const bool was_list = was.kind == Type::Kind::list, is_list = is.kind == Type::Kind::list;
    if (was_list && is_list && old.separator != now.separator) {
      add(true, where, "its values are told apart in another way");
    }
    if (was_list && !is_list) add(true, where, "can be given once only");
    if (!was_list && is_list) add(false, where, "can be given several times");
    was = unquoted(was_list ? old.type.items.at(0) : old.type);
    is = unquoted(is_list ? now.type.items.at(0) : now.type);
    if (is.kind == Type::Kind::text && is.name.empty() && was.kind != is.kind) {
      add(false, where, "takes any text");
    } else {
      types_.compare(was, is, where);
    }
  }

  static Type unquoted(Type type) {
    if (type.kind == Type::Kind::text && (type.name == "int64" || type.name == "uint64")) {
      type.kind = Type::Kind::number;
    }
    return type;
  }

  void compare_bound(const std::optional<std::string>& old, const std::optional<std::string>& now,
                     std::string_view bound, bool lower_bound, const std::string& where) {
    if (old == now) return;
    if (!now)
      return types_.report(Turn::wider, where, "need not be " + std::string(bound) + " " + *old);
    const long double to = std::strtold(now->c_str(), nullptr);
    const long double from = old ? std::strtold(old->c_str(), nullptr) : to;
    if (old && from == to) return;
    const bool wider = old && (lower_bound ? to < from : to > from);
    types_.report(wider ? Turn::wider : Turn::narrower, where,
                  "must be " + std::string(bound) + " " + *now + (old ? ", was " + *old : ""));
  }

  const Route& old_;
  const Route& now_;
  std::vector<Change>& out_;
  TypeDiff types_;
};

}  // namespace

void diff_parameters(const Contract& old_contract, const Route& old, const Contract& now_contract,
                     const Route& now, std::vector<Change>& out) {
  ParameterDiff(old_contract, old, now_contract, now, out).run();
}

}  // namespace bff::contract
