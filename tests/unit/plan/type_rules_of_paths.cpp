// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/compile_fixture.hpp"
#include "unit/plan/type_rules.hpp"

namespace bff::plan {
std::vector<TypeRule> rules_of_paths() {
  return {
      {"a field of a message is what its presence says",
       route_with(kUserAndOrders, R"(plain: $user.user!.email
enum: $orders.newest!.status
optional: $user.user!.nickname
wrapper: $user.user!.title
message: $user.user!.avatar
member: $user.user!.phone
list: $user.user!.notes
map: $user.user!.labels
)"),
       "plain: string; enum: OrderStatus; optional: string | null; wrapper: string | null; "
       "message: Image | null; member: string | null; list: string[]; "
       "map: Record<string, string>;",
       {{"types/field-misspelt",
         "BFF321 shop.v1.User has no field 'displayname' -- did you mean 'display_name'? "
         "(shop/v1/shop.proto:20)"}}},

      {"a field of what may be null may be null, lists and maps too",
       route_with(kUserCall, R"(plain: $user.user.email
list: $user.user.notes
map: $user.user.labels
)"),
       "plain: string | null; list: string[] | null; map: Record<string, string> | null;",
       {}},

      {"a list is never crossed silently",
       route_with(kOrdersCall, R"(all: "$orders.orders[].id"
one: "$orders.orders[0].id"
each: { $for: o in $orders.orders, $shape: $o.id }
)"),
       "all: string[]; one: string | null; each: string[];",
       {{"types/list-crossed",
         "BFF322 'orders.orders' is repeated -- write [] for all, [0] for one, or $for"}}},

      {"insisting takes null away",
       route_with(kUserCall, R"(message: $user.user!
field: $user.user!.nickname!
)"),
       "message: User; field: string;",
       {{"types/insisted-twice", "BFF324 'user.user.id' is never null -- drop the !"}}},

      {"the first of a list may be null",
       route_with(kOrdersCall, "first: \"$orders.orders[0]\"\nsure: \"$orders.orders[0]!\"\n"),
       "first: Order | null; sure: Order;",
       {{"types/first-of-no-list", "BFF323 [0] wants a list, 'user.user' is shop.v1.User"}}},

      {"all of a list leave nulls out, and nested lists are one",
       route_with(kOrdersCall, R"(field: "$orders.orders[].id"
unset: "$orders.orders[].lines[].gift_id"
below: "$orders.orders[].total.units"
nested: "$orders.orders[].lines[].quantity"
)"),
       "field: string[]; unset: string[]; below: string[]; nested: number[];",
       {{"types/all-of-no-list", "BFF323 [] wants a list, 'user.user' is shop.v1.User"},
        {"types/all-of-lists",
         "BFF322 'orders.orders[].lines' is a list of lists -- write [] behind it for one list of "
         "all"}}},

      {"a row by index may be null, and its key has the type of the key field",
       route_with(std::string(kProductsCall) + std::string(kOrdersCall), R"(row: $products($path.id)
field: $products(7).name
none: '$products($orders.orders[0].lines[0].gift_id)'
)"),
       "row: Product | null; field: string | null; none: Product | null;",
       {{"types/key-of-another-type", "BFF328 the key is int32, products.id is string"},
        {"types/literal-key-null", "BFF328 null is no key -- it would find nothing"},
        {"types/table-without-a-key",
         "BFF327 'products' is a table -- look up a row: $products(key)"},
        {"types/key-for-no-table",
         "BFF327 'user' is no table and takes no key -- tables are calls with batch, index, group "
         "or "
         "for_each, and maps"}}},

      {"rows by group are a list",
       route_with("related: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: ids }, "
                  "group: products.related_id }\n",
                  "rows: $related($path.id)\n"),
       "rows: Product[];",
       {{"types/group-of-a-map",
         "BFF345 'by_product' is map<string, int32>, rows are a list of messages -- for a map "
         "write its name alone"}}},

      {"a table by value gives the response, null where the value or the call may be",
       route_with("by_id: { rpc: shop.v1.UserService/GetUser, for_each: id, "
                  "with: { user_id: $id } }\n"
                  "maybe: { rpc: shop.v1.UserService/GetUser, for_each: id, "
                  "with: { user_id: $id }, on_error: as_null }\n" +
                      std::string(kOrdersCall),
                  R"(sure: $by_id($path.id)
value: '$by_id($orders.orders[0].lines[0].gift_id)'
call: $maybe($path.id)
)"),
       "sure: GetUserResponse; value: GetUserResponse | null; call: GetUserResponse | null;",
       {{"types/value-of-another-type",
         "BFF328 the key is int32, what 'product' is asked by is string"},
        {"types/for-each-that-goes-nowhere",
         "BFF345 '$id' goes to no field of the request -- its type is that of the field: write "
         "`with: { field: $id }`"}}},

      {"a look up in a map may be null",
       route_with(kUserCall,
                  "entry: $user.user!.budgets(\"fun\")\nfield: "
                  "$user.user!.budgets($query.must).units\n"),
       "entry: Money | null; field: string | null;",
       {{"types/map-key-of-another-type",
         "BFF330 'one' is a text, the key of 'user.user.budgets' is int32"}}},

      {"index by a map field gives its value or null",
       route_with("stock: { rpc: shop.v1.CatalogService/GetStock, batch: { into: ids }, "
                  "index: by_product }\n",
                  "left: $stock($path.id)\n"),
       "left: number | null;",
       {{"types/map-row-of-another-type",
         "BFF328 the key is int32, the key of by_product is string"}}},
  };
}

}  // namespace bff::plan
