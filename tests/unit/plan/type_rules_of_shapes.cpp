// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/compile_fixture.hpp"
#include "unit/plan/type_rules.hpp"

namespace bff::plan {
namespace {

// With a named shape in front of the routes.
std::string with_card(std::string_view calls, std::string_view shape) {
  std::string file = route_with(calls, shape);
  return file.insert(file.find("routes:"),
                     "shapes: { Card: { of: shop.v1.Order as o, "
                     "shape: { id: $o.id, total: $o.total } } }\n");
}

}  // namespace

std::vector<TypeRule> rules_of_shapes() {
  return {
      {"for over a list is a list, over a map an object with the same keys",
       route_with(kUserAndOrders, R"(list: { $for: o in $orders.orders, $shape: { id: $o.id } }
maybe: { $for: l in $orders.newest.lines, $shape: $l.quantity }
map: { $for: b in $user.user!.budgets, $shape: $b.units }
)"),
       "list: { id: string; }[]; maybe: number[] | null; map: Record<string, string>;",
       {{"types/for-over-a-message", "BFF350 $for wants a list, $user.user is shop.v1.User"}}},

      {"when beside for is a filter",
       route_with(kOrdersCall,
                  "paid: { $for: o in $orders.orders, $when: $o.status == PAID, "
                  "$shape: $o.id }\n"),
       "paid: string[];",
       {{"types/filter-by-its-own-rows",
         "BFF359 the filter needs 'products', which is fetched for this list -- filter by what "
         "the list itself holds, or in the service"}}},

      {"when elsewhere gives null, in a list literal nothing",
       route_with(kUserCall, R"(object: { $when: $user.user!.verified, x: 1 }
from: { $from: $user.user! as u, $when: $user.user!.verified, $shape: $u.id }
list: [{ kind: a, $when: $user.user!.verified }, { kind: b }]
)"),
       "object: { x: 1; } | null; from: string | null; "
       "list: ({ kind: \"a\"; } | { kind: \"b\"; })[];",
       {}},

      {"from gives its body, null where its message may be, which is not so inside",
       route_with(kUserCall, R"(maybe: { $from: $user.user as u, $shape: { id: $u.id } }
sure: { $from: $user.user! as u, $shape: { id: $u.id } }
)"),
       "maybe: { id: string; } | null; sure: { id: string; };",
       {{"types/from-a-list",
         "BFF351 $from wants a message, $orders.orders is repeated shop.v1.Order -- loop over it "
         "with $for"}}},

      {"switch is the union of its cases, and in a case its member is not null",
       route_with(kUserAndOrders, R"(oneof:
  $from: $user.user! as u
  $switch: $u.contact
  $case: { phone: { call: $u.phone }, card: { show: $u.card }, $else: none }
enum: { $switch: $orders.newest!.status, $case: { PAID: 1, $else: 2 } }
)"),
       "oneof: { call: string; } | { show: Image; } | \"none\"; enum: 1 | 2;",
       {{"syntax/switch-without-else",
         "BFF203 '$else' is missing -- unset, and members of newer protos, land there: a shape, "
         "or '$else: $skip'"},
        {"types/switch-on-a-text",
         "BFF355 $switch wants a oneof or an enum, $user.user.id is string -- for other values "
         "there is $when"},
        {"types/switch-case-misspelt",
         "BFF356 the oneof 'content' has no 'baner' -- did you mean 'banner'?"}}},

      {"a list literal has the union of its elements, a for adds its own",
       route_with(kOrdersCall,
                  "list: [1, first, { $for: o in $orders.orders, $shape: $o.total }]\n"),
       "list: (1 | \"first\" | Money | null)[];",
       {{"types/skip-outside-of-a-list",
         "BFF357 $skip leaves out an element of a list, and this is none -- write null"}}},

      {"count is a number, null where the list is",
       route_with(kOrdersCall,
                  "sure: { $count: $orders.orders }\n"
                  "maybe: { $count: $orders.newest.lines }\n"),
       "sure: number; maybe: number | null;",
       {{"types/count-of-a-text", "BFF350 $count wants a list, $user.user.id is string"}}},

      {"a named shape is one type for all its uses",
       with_card(kOrdersCall,
                 "best: { $from: $orders.newest, $shape: Card }\n"
                 "list: { $for: o in $orders.orders, $shape: Card }\n"),
       "best: Card | null; list: Card[];",
       {{"types/shape-of-another-message",
         "BFF358 Card is of shop.v1.User, given shop.v1.Image -- give it a shop.v1.User"}}},

      {"pick and omit keep fields as a whole copy has them",
       route_with(kOrdersCall,
                  "pick: { $from: $orders.newest!, $pick: [id, placed_at] }\n"
                  "omit: { $from: $orders.newest!, $omit: [id, lines, total, status] }\n"),
       "pick: { id: string; placedAt: string | null; }; "
       "omit: { placedAt: string | null; tags: string[]; };",
       {{"types/pick-misspelt",
         "BFF321 shop.v1.User has no field 'e_mail' -- did you mean 'email'? "
         "(shop/v1/shop.proto:21)"},
        {"types/omit-misspelt",
         "BFF321 shop.v1.User has no field 'labls' -- did you mean 'labels'? "
         "(shop/v1/shop.proto:25)"},
        {"types/pick-of-a-text", "BFF352 $pick wants a message, this is string"}}},

      {"merge has the keys of its parts, each once, all null where a part may be",
       route_with(kOrdersCall, R"(sure: { $merge: { $from: $orders.newest!, $pick: [id] }, x: 1 }
maybe: { $merge: [{ $from: $orders.newest, $pick: [id] }, { y: 2 }] }
)"),
       "sure: { id: string; x: 1; }; maybe: { id: string | null; y: 2; };",
       {{"types/merge-of-a-key-twice",
         "BFF353 'id' comes from both -- each key is set once: leave it out of one, as in $omit: "
         "[field]"},
        {"types/merge-of-a-list",
         "BFF354 $merge wants objects whose keys are known here -- give it an object, a message, "
         "or $from with such a shape"}}},

      {"a limit is a number or a declared integer",
       route_with(kOrdersCall,
                  "number: { $for: o in $orders.orders, $limit: 4, $shape: $o.id }\n"
                  "input: { $for: o in $orders.orders, $limit: $query.page, $shape: $o.id }\n"),
       "number: string[]; input: string[];",
       {{"types/limit-by-a-text",
         "BFF362 $limit wants a number or a declared integer, $query.n is string -- as in $limit: "
         "4, or $limit: $query.count with a default"},
        {"types/limit-that-may-be-null",
         "BFF362 $limit wants a number or a declared integer, $query.n is int32 that may be null "
         "-- as in $limit: 4, or $limit: $query.count with a default"}}},
  };
}

}  // namespace bff::plan
