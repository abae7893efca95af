// SPDX-License-Identifier: Apache-2.0
#include "route/router.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <utility>

#include "route/canonical.hpp"

namespace bff::route {

// A node of the trie: what may follow the segments that lead here.
struct Router::Segment {
  struct Literal {
    std::string text;
    std::unique_ptr<Segment> next;
  };
  struct Method {
    std::string name;
    std::uint32_t route;
  };
  std::vector<Literal> literals;  // sorted by text, as unsigned bytes
  std::unique_ptr<Segment> variable;
  std::vector<Method> methods;  // of the templates that end here, in order of definition

  const Method* find(std::string_view method) const {
    const auto found = std::ranges::find(methods, method, &Method::name);
    return found == methods.end() ? nullptr : &*found;
  }

  // The place of the literal in `literals`, or where it would stand; `raw` is percent-encoded.
  auto position(std::string_view raw) const {
    return std::ranges::partition_point(
        literals, [raw](const Literal& l) { return compare_decoded(raw, l.text) > 0; });
  }
};

// One look-up, depth first. Each node is reached by one path only, so a look-up never takes more
// steps than the trie has nodes.
class Router::Search {
 public:
  explicit Search(std::string_view method) : method_(method) {}

  // `rest`: the path from the slash before the next segment on; empty at its end.
  bool walk(const Segment& node, std::string_view rest) {
    if (rest.empty()) return ends_at(node);
    rest.remove_prefix(1);
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    const auto literal = node.position(segment);
    if (literal != node.literals.end() && compare_decoded(segment, literal->text) == 0 &&
        walk(*literal->next, rest)) {
      return true;
    }
    if (!node.variable || segment.empty()) return false;
    captured_[count_++] = segment;
    if (walk(*node.variable, rest)) return true;
    --count_;
    return false;
  }

  Match match() const {
    Match match{.route = found_->route, .variables = {}, .head = head_};
    match.variables.reserve(count_);
    for (std::size_t i = 0; i < count_; ++i) {
      match.variables.push_back(decode_segment(captured_[i]));
    }
    return match;
  }

  bool path_exists() const noexcept { return !others_.empty(); }

  std::string allow() const {
    std::set<std::string_view> names;
    for (const Segment* node : others_) {
      for (const auto& method : node->methods) {
        names.insert(method.name);
        if (method.name == "GET") names.insert("HEAD");
      }
    }
    std::string text;
    for (const auto name : names) {
      if (!text.empty()) text += ", ";
      text += name;
    }
    return text;
  }

 private:
  bool ends_at(const Segment& node) {
    if (node.methods.empty()) return false;
    found_ = node.find(method_);
    if (found_ == nullptr && method_ == "HEAD") {
      found_ = node.find("GET");
      head_ = found_ != nullptr;
    }
    if (found_ == nullptr) others_.push_back(&node);
    return found_ != nullptr;
  }

  std::string_view method_;
  std::array<std::string_view, kMaxVariables> captured_;
  std::size_t count_ = 0;
  const Segment::Method* found_ = nullptr;
  bool head_ = false;
  std::vector<const Segment*> others_;  // match the path, not the method
};

Router::Router() : root_(std::make_unique<Segment>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

Result<Match> Router::match(std::string_view method, std::string_view path,
                            std::string& allow) const {
  if (auto canonical = check_canonical(path); !canonical) return canonical.error();
  Search search{method};
  if (search.walk(*root_, path == "/" ? std::string_view{} : path)) return search.match();
  if (!search.path_exists())
    return Error{.code = Errc::not_found, .detail = "no route has this path"};
  allow = search.allow();
  return Error{.code = Errc::method_not_allowed, .detail = "this path answers " + allow};
}

RouterBuilder::RouterBuilder() : root_(std::make_unique<Router::Segment>()) {}
RouterBuilder::~RouterBuilder() = default;

std::optional<std::uint32_t> RouterBuilder::add(std::string_view method, const PathTemplate& path,
                                                std::uint32_t route) {
  Router::Segment* node = root_.get();
  for (const auto& segment : path.segments) {
    if (segment.variable) {
      if (!node->variable) node->variable = std::make_unique<Router::Segment>();
      node = node->variable.get();
      continue;
    }
    // A template's literal holds no `%`, so it is its own encoding.
    auto at = node->literals.begin() + (node->position(segment.text) - node->literals.begin());
    if (at == node->literals.end() || at->text != segment.text) {
      at = node->literals.insert(at, {segment.text, std::make_unique<Router::Segment>()});
    }
    node = at->next.get();
  }
  if (const auto* known = node->find(method)) return known->route;
  node->methods.push_back({std::string{method}, route});
  return std::nullopt;
}

Router RouterBuilder::build() && {
  Router router;
  router.root_ = std::move(root_);
  return router;
}

}  // namespace bff::route
