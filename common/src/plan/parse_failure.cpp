// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// What becomes of a call that fails: `retry`, `on_error` and `error_details`.
namespace bff::plan {

namespace {

constexpr std::uint32_t kMaxAttempts = 10;
constexpr std::string_view kFailureForms =
    "write 'fail', 'as_null', { default: … }, { status: …, title: … } or a map of codes";

bool is_code(std::string_view name) {
  return std::ranges::find(language::kCodeWords, name) != std::end(language::kCodeWords);
}

void refuse_code(const std::string& name, const Place& place, Diagnostics& out) {
  const auto& codes = language::kCodeWords;
  out.add(codes::kUnknownWord, place,
          in_quotes(name) + " is no code of a failure in google.rpc.Code",
          did_you_mean(name, {std::begin(codes), std::end(codes)}));
}

// `{ status: 402, title: The card was refused }`
bool parse_problem(const MapReader& map, FailureSyntax& failure, Diagnostics& out) {
  const config::Node* status = map.find("status");
  const config::Node* title = map.find("title");
  failure.kind = FailureSyntax::Kind::problem;
  bool good = true;
  if (status == nullptr || title == nullptr) {
    const std::string_view missing = status == nullptr ? "status" : "title";
    out.add(codes::kMissingKey, map.place_of(status == nullptr ? "title" : "status"),
            std::string{"'on_error' lacks "} + in_quotes(missing),
            "write { status: 409, title: What the client is told }");
    good = false;
  }
  if (status != nullptr) {
    const auto number = read_count(*status, "'status'", 400, 599, out);
    if (number) failure.status = static_cast<int>(number->value);
    good = number && good;
  }
  if (title != nullptr) {
    auto text = read_text(*title, "'title'", out);
    if (text) failure.title = std::move(text->value);
    good = text && good;
  }
  return good;
}

// One decision; `node` holds no codes.
std::optional<FailureSyntax> parse_one(const config::Node& node, const std::string& what,
                                       Diagnostics& out) {
  FailureSyntax failure;
  failure.place = node.place;
  if (node.is_text() && node.scalar == "stale") {
    refuse_later("stale", node.place, out);
    return std::nullopt;
  }
  if (node.is_text()) {
    const auto word = read_word(node, what, language::kOnErrorWords, out);
    if (!word) return std::nullopt;
    failure.kind = *word == 0 ? FailureSyntax::Kind::fail : FailureSyntax::Kind::as_null;
    return failure;
  }
  if (!node.is_map()) {
    refuse_kind(node, what, "a word or a map", std::string{kFailureForms}, out);
    return std::nullopt;
  }
  const std::size_t problems = out.size();
  const MapReader map{node, what, node.place, language::kFailure, out};
  const config::Node* value = map.find("default");
  const bool problem = map.find("status") != nullptr || map.find("title") != nullptr;
  if (value != nullptr && problem) {
    out.add(codes::kContradiction, map.place_of("default"),
            "'default' beside '" + std::string{map.find("status") ? "status" : "title"} + "'",
            "a failure is one of them");
    return std::nullopt;
  }
  if (problem) return parse_problem(map, failure, out) ? std::optional{failure} : std::nullopt;
  if (value == nullptr) {
    if (out.size() == problems) {
      out.add(codes::kEmpty, node.place, what + " is empty", std::string{kFailureForms});
    }
    return std::nullopt;
  }
  auto literal = read_literal(*value, "'default'", out);
  if (!literal) return std::nullopt;
  failure.kind = FailureSyntax::Kind::use_default;
  failure.value = std::move(*literal);
  return failure;
}

// `{ NOT_FOUND: as_null, else: fail }`
OnErrorSyntax parse_by_code(const config::Node& node, Diagnostics& out) {
  OnErrorSyntax on_error;
  on_error.place = on_error.otherwise.place = node.place;
  for (const auto& member : node.members) {
    const auto& keys = language::kFailureKeys;
    if (std::ranges::find(keys, member.key) != std::end(keys)) {
      out.add(codes::kContradiction, member.key_place, in_quotes(member.key) + " beside codes",
              "for all other codes write 'else: { " + member.key + ": … }'");
    } else if (member.key == "else") {
      if (auto one = parse_one(member.value, "'else'", out)) on_error.otherwise = std::move(*one);
    } else if (!is_code(member.key)) {
      refuse_code(member.key, member.key_place, out);
    } else if (auto one = parse_one(member.value, in_quotes(member.key), out)) {
      on_error.by_code.emplace_back(LocatedText{member.key, member.key_place}, std::move(*one));
    }
  }
  return on_error;
}

// A key that is meant for a code is written in capitals.
bool has_codes(const config::Node& node) {
  return std::ranges::any_of(node.members, [](const auto& member) {
    return member.key == "else" || std::ranges::all_of(member.key, [](char c) {
             return (c >= 'A' && c <= 'Z') || c == '_';
           });
  });
}

}  // namespace

std::optional<OnErrorSyntax> parse_on_error(const config::Node& node, Diagnostics& out) {
  if (node.is_map() && has_codes(node)) return parse_by_code(node, out);
  auto one = parse_one(node, "'on_error'", out);
  if (!one) return std::nullopt;
  OnErrorSyntax on_error;
  on_error.otherwise = std::move(*one);
  on_error.place = node.place;
  return on_error;
}

RetrySyntax parse_retry(const config::Node& node, const Place& place, Diagnostics& out) {
  RetrySyntax retry{.attempts = {1, place}};
  retry.place = place;
  const MapReader map{node, "'retry'", place, language::kRetry, out};
  if (const config::Node* attempts = map.find("attempts")) {
    retry.attempts =
        read_count(*attempts, "'attempts'", 1, kMaxAttempts, out).value_or(retry.attempts);
  }
  const config::Node* list = map.find("codes");
  if (list == nullptr || !check_list(*list, "'codes'", "leave 'retry' out", out)) return retry;
  for (const config::Node& item : list->items) {
    const auto text = read_text(item, "a code", out);
    if (!text) continue;
    if (!is_code(text->value)) {
      refuse_code(text->value, item.place, out);
    } else if (std::ranges::find(retry.codes, text->value, &LocatedText::value) !=
               retry.codes.end()) {
      out.add(codes::kRepeated, item.place, "the code " + in_quotes(text->value) + " stands twice",
              "name it once");
    } else {
      retry.codes.push_back(*text);
    }
  }
  return retry;
}

std::optional<DetailKinds> parse_error_details(const config::Node& node, Diagnostics& out) {
  DetailKinds kinds;
  if (node.is_text()) {
    if (node.scalar == "none") return kinds;
    out.add(codes::kUnknownWord, node.place, "'error_details' cannot be " + in_quotes(node.scalar),
            "write 'none', or a list as in [bad_request, retry_info]");
    return std::nullopt;
  }
  if (!check_list(node, "'error_details'", "write 'none'", out)) return std::nullopt;
  for (const config::Node& item : node.items) {
    const auto word = read_word(item, "'error_details'", kDetailWords, out);
    if (word && !kinds.add(static_cast<DetailKind>(*word))) {
      out.add(codes::kRepeated, item.place, in_quotes(item.scalar) + " stands twice",
              "name it once");
    }
  }
  return kinds;
}

}  // namespace bff::plan
