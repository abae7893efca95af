// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/compile_fixture.hpp"
#include "unit/plan/type_rules.hpp"

namespace bff::plan {
std::vector<TypeRule> rules_of_values() {
  return {
      {"behind ?? comes what replaces null",
       route_with(kUserCall, R"(literal: $user.user!.nickname ?? "none"
other: $user.user!.nickname ?? $user.user!.email
still: $user.user!.nickname ?? $user.user!.title
)"),
       "literal: string; other: string; still: string | null;",
       {{"types/fallback-of-never-null",
         "BFF325 the left of ?? is never null -- for the empty value write ||"},
        {"types/operands-that-differ",
         "BFF326 the operands differ: string and google.protobuf.Timestamp"}}},

      {"behind || comes what replaces null and empty, of a scalar or an enum",
       route_with(kUserAndOrders, R"(plain: $user.user!.email || null
optional: $user.user!.nickname || "none"
enum: $orders.newest!.status || PAID
)"),
       "plain: string | null; optional: string; enum: OrderStatus;",
       {{"types/empty-fallback-of-a-message",
         "BFF325 || wants a scalar, $user.user.avatar is shop.v1.Image -- for null write ??"},
        {"types/bare-word-for-a-text",
         "BFF330 'none' is a bare word, $orders.next_page_token is string -- write \"none\""}}},

      {"?? and || are not mixed",
       route_with(kUserCall,
                  "one: $user.user.nickname ?? $user.user.title ?? \"none\"\n"
                  "two: $user.user.nickname || $user.user.title || \"none\"\n"),
       "one: string; two: string;",
       {{"syntax/fallbacks-mixed", "BFF273 '?\?' and '||' are mixed -- write one of them"}}},

      {"a text with values may be null where a part may be",
       route_with(kUserCall, "sure: /u/{$user.user!.id}\nmaybe: Dear {$user.user.nickname}!\n"),
       "sure: string; maybe: string | null;",
       {{"types/text-with-a-message",
         "BFF343 $user.user is shop.v1.User, which cannot stand in a text -- scalars and enums "
         "can"}}},

      {"a condition compares equal types and knows the words of enums",
       route_with(kUserAndOrders, R"(equal: { $when: $user.user!.email == "a@b.c", x: 1 }
unequal: { $when: $orders.newest.status != PAID, x: 1 }
among: { $when: "$orders.newest.status in [PAID, SHIPPED]", x: 1 }
there: { $when: $user.user, x: 1 }
)"),
       "equal: { x: 1; } | null; unequal: { x: 1; } | null; among: { x: 1; } | null; "
       "there: { x: 1; } | null;",
       {{"types/condition-of-different-types", "BFF330 '5' is a number, $user.user.id is string"},
        {"types/condition-with-an-unknown-value",
         "BFF331 shop.v1.OrderStatus has no 'SHIPED' -- did you mean 'SHIPPED'?"},
        {"types/condition-on-a-message",
         "BFF326 $user.user is shop.v1.User, which cannot be compared -- $user.user alone asks "
         "whether it is there"}}},

      {"a call may be null by as_null, by when, or by what it reads",
       route_with(std::string(kUserCall) + std::string(kMaybeCall) +
                      "asked: { rpc: shop.v1.UserService/GetUser, with: { user_id: 1 }, "
                      "when: $query.text }\n"
                      "reads: { rpc: shop.v1.UserService/GetUser, "
                      "with: { user_id: $maybe.user!.id }, on_error: as_null }\n",
                  "sure: $user\nmaybe: $maybe\nasked: $asked\nreads: $reads\n"),
       "sure: GetUserResponse; maybe: GetUserResponse | null; asked: GetUserResponse | null; "
       "reads: GetUserResponse | null;",
       {{"types/reads-what-may-be-missing",
         "BFF342 'orders' reads 'user', which may be missing -- write ?? or on_error: as_null"}}},

      {"a request field takes its type, widened or wrapped, and null where it can be unset",
       route_with(std::string(kUserCall) +
                      "asked: { rpc: shop.v1.UserService/GetUser, with: { "
                      "user_id: $query.page, depth: $query.number, locale: $user.user!.title, "
                      "by_name: $query.text, filter: { top: $path.id } } }\n",
                  "id: $asked.user!.id\n"),
       "id: string;",
       {{"types/null-into-a-plain-field",
         "BFF341 $query.id may be null and GetUserRequest.user_id cannot be left unset -- write "
         "!, ?? or ||"},
        {"types/number-narrowed",
         "BFF340 ListOrdersRequest.page_size is int32, $orders.orders[0]!.total!.units is int64"},
        {"types/message-for-a-text",
         "BFF340 ListOrdersRequest.customer_id is string, $user.user.avatar is shop.v1.Image"}}},

      {"a default is proto3 JSON of the response, of a batch of the row",
       route_with("orders: { rpc: shop.v1.OrderService/ListOrders, with: { customer_id: 1 }, "
                  "on_error: { default: { orders: [] } } }\n"
                  "products: { rpc: shop.v1.CatalogService/BatchGetProducts, "
                  "batch: { into: ids }, index: products.id, "
                  "on_error: { default: { name: none } } }\n",
                  "orders: $orders.orders\nproduct: $products($path.id)\n"),
       "orders: Order[]; product: Product | null;",
       {{"types/default-of-another-type",
         "BFF330 a number, 'orders' is repeated -- write a list: [ … ]"},
        {"types/default-of-no-row",
         "BFF321 shop.v1.Product has no field 'products' -- it has id, name, price, categories, "
         "picture"}}},

      {"the timeouts of the longest path fit into the deadline",
       route_with("user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub }, "
                  "timeout: 400ms }\n"
                  "orders: { rpc: shop.v1.OrderService/ListOrders, "
                  "with: { customer_id: $user.user!.id }, timeout: 600ms }\n",
                  "pages: $orders.pages\n"),
       "pages: number;",
       {{"types/timeouts-beyond-the-deadline",
         "BFF316 user 300ms → orders 300ms exceed 500ms -- shorten the timeouts or lengthen the "
         "deadline"}}},

      {"a write and another call are ordered",
       post_with("add: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub } }\n"
                 "orders: { rpc: shop.v1.OrderService/ListOrders, "
                 "with: { customer_id: $auth.sub }, after: [add] }\n",
                 "pages: $orders.pages\n"),
       "pages: number;",
       {{"types/writes-without-an-order",
         "BFF317 'add' may write, and nothing orders 'add' and 'cart' -- let one read the other, "
         "or say after: [add]; a call that writes nothing says effect: read"}}},
  };
}

}  // namespace bff::plan
