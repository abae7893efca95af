// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/random_route.hpp"

#include <algorithm>
#include <vector>

#include "unit/plan/random/routes/calls.hpp"
#include "unit/plan/random/routes/shapes.hpp"
#include "unit/plan/random/routes/views.hpp"

namespace bff::random_plans {
namespace {

class RouteMaker {
 public:
  RouteMaker(Random& random, const World& world) : random_(random), world_(world) {}

  std::string make() {
    const std::size_t count = 1 + random_.below(4);
    std::vector<std::string> calls;
    for (std::size_t i = 0; i < count; ++i) calls.push_back(calls_.call("c" + std::to_string(i)));
    std::string shape = shapes_.object(0, "");
    // A call that nothing reads is refused.
    shape.pop_back();
    for (std::size_t i = 0; i < count; ++i) shape += ", " + reading("c" + std::to_string(i));
    shape += "}";
    // Calls may stand in any order.
    if (random_.one_in(3)) std::shuffle(calls.begin(), calls.end(), random_.engine());
    std::string out = "version: bff/v1\ndefaults: {" + format();
    out +=
        "}\nroutes:\n  - id: r\n    http: GET /r\n    auth: public\n    query:\n"
        "      q: { type: string }\n      d: { type: string, default: a }\n"
        "      n: { type: int32, default: 2 }\n    calls:\n";
    for (const std::string& one : calls) out += "      " + one + "\n";
    return out + "    shape: " + shape + "\n    clients: { web: {" +
           random_view(random_, shapes_.paths()) + "} }\n";
  }

 private:
  std::string format() {
    std::string out = random_.one_in(2) ? "int64: number, " : "int64: string, ";
    constexpr const char* kEnums[] = {"short", "full", "number"};
    out += std::string("enums: ") + random_.of(kEnums);
    return out + (random_.one_in(4) ? ", names: proto" : "");
  }

  // A member that reads a call, whatever else there is.
  std::string reading(const std::string& call) {
    const Name& name = *std::find_if(scope_.names.begin(), scope_.names.end(),
                                     [&](const Name& one) { return one.name == call; });
    const std::string key = "r" + call;
    shapes_.note(key, false);
    if (!name.is_value) {
      return key + ": " +
             in_double_quotes("$" + call + "(" + refs_.key_of(*name.key, 0, name.level) + ")");
    }
    if (name.type.message->field_count() == 0) return key + ": " + in_double_quotes("$" + call);
    return key + ": " +
           in_double_quotes("$" + call + "." + refs_.field_of(*name.type.message).name());
  }

  Random& random_;
  const World& world_;
  Scope scope_{world_};
  References refs_{random_, scope_};
  RandomExpressions expressions_{random_, refs_};
  RandomRequests requests_{random_, world_, scope_, refs_, expressions_};
  RandomCalls calls_{random_, world_, scope_, expressions_, requests_};
  RandomShapes shapes_{random_, scope_, refs_, expressions_};
};

}  // namespace

std::string random_route(Random& random, const World& world) {
  return RouteMaker(random, world).make();
}

}  // namespace bff::random_plans
