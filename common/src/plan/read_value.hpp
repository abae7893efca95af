// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/route_file.hpp"

namespace bff::plan {

// Values of one kind. Each reports what is wrong with `node` and is then empty. `what` names the
// value in messages: "'timeout'".

// How a text reads in the language.
enum class TextKind {
  plain,
  escaped,     // plain, but begins with `$$` or has `{$$` inside, each for one `$`
  expression,  // begins with `$`
  templated,   // has `{$…}` or `{+$…}` inside
};
TextKind classify(std::string_view text);
// The text of what is plain or escaped.
std::string plain_text(std::string_view text);

// A text that is not empty and no expression, with `$$` undone.
std::optional<LocatedText> read_text(const config::Node& node, std::string_view what,
                                     Diagnostics& out);
// A name of the language that is not one of its own: for calls, `as` and `in`.
bool check_own_name(std::string_view name, const Place& place, std::string_view what,
                    Diagnostics& out);
// One of a few words; its position in `words`.
std::optional<std::size_t> read_word(const config::Node& node, std::string_view what,
                                     std::span<const std::string_view> words, Diagnostics& out);
std::optional<bool> read_boolean(const config::Node& node, std::string_view what, Diagnostics& out);
// A whole number, least..most.
std::optional<Located<std::uint32_t>> read_count(const config::Node& node, std::string_view what,
                                                 std::uint32_t least, std::uint32_t most,
                                                 Diagnostics& out);
// Greater than zero, or zero as well.
std::optional<Located<Milliseconds>> read_duration(const config::Node& node, std::string_view what,
                                                   Diagnostics& out, bool or_nothing = false);
// The full name of a message, as far as its form goes.
bool check_full_name(const LocatedText& name, std::string_view what, Diagnostics& out);
// Any value without expressions and directives, with `$$` undone in it.
std::optional<config::Node> read_literal(const config::Node& node, std::string_view what,
                                         Diagnostics& out);
// False, and reported, when the node is no list or has no items.
bool check_list(const config::Node& node, std::string_view what, std::string_view remedy_if_empty,
                Diagnostics& out);

// "'timeout' is a duration, not a list".
void refuse_kind(const config::Node& node, std::string_view what, std::string_view wanted,
                 std::string remedy, Diagnostics& out);
// "an expression cannot stand in 'rpc'".
void refuse_expression(const config::Node& node, std::string_view what, Diagnostics& out);

}  // namespace bff::plan
