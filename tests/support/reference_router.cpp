// SPDX-License-Identifier: Apache-2.0
#include "support/reference_router.hpp"

#include <algorithm>

namespace bff::test {
namespace {

using route::PathTemplate;
using Kind = PathTemplate::Segment::Kind;
using Texts = std::vector<std::string>;

Texts split(std::string_view path) {
  Texts parts;
  while (path.size() > 1) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    parts.emplace_back(path.substr(1, end - 1));
    path.remove_prefix(end);
  }
  if (path == "/" && !parts.empty()) parts.emplace_back();  // a slash at the end
  return parts;
}

// How many parts each segment takes, tried one after the other.
bool divide(const PathTemplate& made, const Texts& parts, std::size_t part,
            std::vector<std::size_t>& counts) {
  if (counts.size() == made.segments.size()) return part == parts.size();
  const auto& segment = made.segments[counts.size()];
  const bool many = segment.kind == Kind::many;
  for (std::size_t count = many ? 0 : 1; part + count <= parts.size(); ++count) {
    if (count != 0 && parts[part + count - 1].empty()) break;
    if (segment.kind == Kind::literal && parts[part] != segment.text) break;
    counts.push_back(count);
    if (divide(made, parts, part + count, counts)) return true;
    counts.pop_back();
    if (!many) break;
  }
  return false;
}

int rank(const PathTemplate& made, std::size_t segment) {
  return segment == made.segments.size() ? 0 : 1 + static_cast<int>(made.segments[segment].kind);
}

}  // namespace

std::optional<Texts> values_in(const PathTemplate& made, std::string_view path) {
  if (!made.verb.empty()) {
    const std::string verb = ":" + made.verb;
    if (!path.ends_with(verb)) return std::nullopt;
    path.remove_suffix(verb.size());
    if (path.ends_with('/')) return std::nullopt;
  }
  const Texts parts = split(path);
  std::vector<std::size_t> counts;
  if (!divide(made, parts, 0, counts)) return std::nullopt;
  Texts values;
  for (const auto& variable : made.variables) {
    std::string value;
    std::size_t part = 0;
    for (std::size_t i = 0; i < variable.end; ++i) {
      for (std::size_t n = 0; n < counts[i]; ++n, ++part) {
        if (i >= variable.begin) value += (value.empty() ? "" : "/") + parts[part];
      }
    }
    values.push_back(std::move(value));
  }
  return values;
}

bool equivalent(const PathTemplate& a, const PathTemplate& b) {
  return a.verb == b.verb && std::ranges::equal(a.segments, b.segments, [](auto& x, auto& y) {
           return x.kind == y.kind && x.text == y.text;
         });
}

bool wins(const PathTemplate& a, const PathTemplate& b) {
  if (a.verb.empty() != b.verb.empty()) return b.verb.empty();
  for (std::size_t i = 0; i < std::min(a.segments.size(), b.segments.size()); ++i) {
    if (rank(a, i) != rank(b, i)) return rank(a, i) < rank(b, i);
    if (a.segments[i].kind == Kind::many && a.segments.size() != b.segments.size()) {
      return a.segments.size() > b.segments.size();
    }
  }
  return a.segments.size() < b.segments.size();  // the longer one goes on with a `**` for nothing
}

}  // namespace bff::test
