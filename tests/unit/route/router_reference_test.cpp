// SPDX-License-Identifier: Apache-2.0
// Random templates and paths: the router finds what trying every template finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "route/router.hpp"
#include "support/reference_router.hpp"

namespace bff::route {
namespace {

using Kind = PathTemplate::Segment::Kind;

struct Route {
  std::string method;
  PathTemplate path;
};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return engine_() % limit; }
  std::string letter() { return std::string(1, "abc"[below(3)]); }

  // "/a/{v0=*/b}/**:v"
  std::string path_template() {
    std::string text;
    bool many = false;
    const std::size_t size = below(5);
    for (std::size_t i = 0; i < size; ++i) {
      const bool open = below(3) == 0;
      text += open ? "/{v" + std::to_string(i) + "=" : "/";
      for (std::size_t n = 1 + (open ? below(3) : 0); n > 0; --n) {
        const std::size_t kind = below(many ? 4 : 5);
        many = many || kind == 4;
        text += (kind == 4 ? "**" : kind == 3 ? "*" : letter()) + (n > 1 ? "/" : "");
      }
      if (open) text += "}";
    }
    if (text.empty()) return "/";
    return below(3) == 0 ? text + ":" + letter() : text;
  }

  // A path that matches, unless a verb would stand behind nothing.
  std::string path_of(const PathTemplate& made) {
    std::string text;
    for (const auto& segment : made.segments) {
      const std::size_t count = segment.kind == Kind::many ? below(4) : 1;
      for (std::size_t n = 0; n < count; ++n) {
        text += "/" + (segment.kind == Kind::literal ? segment.text : letter());
        if (segment.kind != Kind::literal && below(8) == 0) text += ":" + letter();
      }
    }
    if (text.empty()) text = "/";
    return made.verb.empty() ? text : text + ":" + made.verb;
  }

 private:
  std::mt19937 engine_;
};

// The number of the route that wins, or none.
std::size_t best_of(const std::vector<Route>& routes, const std::string& method,
                    const std::string& path) {
  std::size_t best = routes.size();
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (routes[i].method != method || !test::values_in(routes[i].path, path)) continue;
    if (best == routes.size() || test::wins(routes[i].path, routes[best].path)) best = i;
  }
  return best;
}

class RandomRoutes {
 public:
  explicit RandomRoutes(Random& random) {
    RouterBuilder builder;
    for (int i = 0; i < 12; ++i) {
      Route route{random.below(4) == 0 ? "POST" : "GET", {}};
      TemplateProblem problem;
      const std::string text = random.path_template();
      EXPECT_TRUE(parse_path_template(text, route.path, problem)) << text << problem.message;
      const auto same = std::ranges::find_if(routes, [&](const Route& known) {
        return known.method == route.method && test::equivalent(known.path, route.path);
      });
      const auto number = static_cast<std::uint32_t>(routes.size());
      const auto refused = builder.add(route.method, route.path, number);
      EXPECT_EQ(refused.has_value(), same != routes.end()) << text;
      if (!refused) routes.push_back(std::move(route));
    }
    router = std::move(builder).build();
  }

  // Whether a route was found.
  bool check(const std::string& path) const {
    const std::size_t best = best_of(routes, "GET", path);
    std::string allow;
    const auto match = router.match("GET", path, allow);
    if (best == routes.size()) {
      EXPECT_FALSE(match) << path << " " << all();
      const bool exists = best_of(routes, "POST", path) != routes.size();
      EXPECT_EQ(allow, exists ? "POST" : "") << path << " " << all();
      return false;
    }
    EXPECT_TRUE(match) << path << " " << all();
    if (!match) return false;
    EXPECT_EQ(match->route, best) << path << " " << all();
    EXPECT_EQ(match->variables, *test::values_in(routes[best].path, path)) << path << " " << all();
    return true;
  }

  std::string all() const {
    std::string text;
    for (const Route& route : routes) text += "\n" + route.method + " " + route.path.text;
    return text;
  }

  std::vector<Route> routes;
  Router router;
};

TEST(RouterReference, FindsWhatTryingEveryTemplateFinds) {
  Random random{20240229};
  int found = 0, missed = 0;
  for (int round = 0; round < 1'000 && !HasFailure(); ++round) {
    const RandomRoutes made{random};
    for (const Route& route : made.routes) {
      for (int n = 0; n < 4; ++n) {
        const std::string path = random.path_of(route.path);
        const bool matches = test::values_in(route.path, path).has_value();
        EXPECT_TRUE(matches || path.find("/:") != std::string::npos) << path << route.path.text;
        const bool hit = made.check(path);
        EXPECT_TRUE(hit || route.method == "POST" || !matches) << path << made.all();
        ++(hit ? found : missed);
      }
      made.check(random.path_of(route.path) + "/" + random.letter());
    }
  }
  EXPECT_GT(found, 10'000);
  EXPECT_GT(missed, 1'000);
}

}  // namespace
}  // namespace bff::route
