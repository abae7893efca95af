// SPDX-License-Identifier: Apache-2.0
#include "shop_contract.hpp"

#include <utility>

namespace bff::contract {

using Kind = Type::Kind;
using In = Parameter::In;

Type text(std::string form) { return {.kind = Kind::text, .name = std::move(form)}; }
Type number(std::string form) { return {.kind = Kind::number, .name = std::move(form)}; }
Type reference(std::string name) { return {.kind = Kind::reference, .name = std::move(name)}; }
Type literal(std::string json) { return {.kind = Kind::literal, .name = std::move(json)}; }
Type list_of(Type item) { return {.kind = Kind::list, .items = {std::move(item)}}; }
Type map_of(Type value) { return {.kind = Kind::map, .items = {std::move(value)}}; }
Type either_of(std::vector<Type> items) {
  return {.kind = Kind::either, .items = std::move(items)};
}
Type object_of(std::vector<Member> members) {
  return {.kind = Kind::object, .members = std::move(members)};
}
Type enum_of(std::vector<std::string> names) {
  return {.kind = Kind::enumeration, .names = std::move(names)};
}
Type any(std::string form) { return {.kind = Kind::any, .name = std::move(form)}; }
Type or_null(Type type) {
  type.nullable = true;
  return type;
}

namespace {

std::vector<Named> named_types() {
  return {
      {.name = "Money",
       .source = "shop.v1.Money",
       .comment = "An amount of money.\nNever a float.",
       .type = object_of({{"currencyCode", text()},
                          {"units", text("int64"), false, false, "Whole units. */ is no end."},
                          {"nanos", number()}})},
      {.name = "OrderStatus",
       .source = "shop.v1.OrderStatus",
       .type = enum_of({"PENDING", "PAID", "SHIPPED"})},
      // Leads to itself in three ways.
      {.name = "Category",
       .source = "shop.v1.Category",
       .type = object_of({{"name", text()},
                          {"parent", or_null(reference("Category"))},
                          {"children", list_of(reference("Category"))},
                          {"byName", map_of(reference("Category"))}})},
      {.name = "Download",
       .source = "shop.v1.Download",
       .type = object_of({{"file", text("bytes"), true}, {"link", text(), true}})},
      // Would hide what JavaScript calls so.
      {.name = "Error",
       .source = "shop.v1.Error",
       .type = object_of({{"code", number("uint32")}, {"old", text(), false, true}})},
      {.name = "AddressInput",
       .source = "shop.v1.Address",
       .input = true,
       .type = object_of({{"street", text(), true}, {"lines", list_of(text()), true}})},
  };
}

Route home() {
  return {
      .id = "home",
      .method = "GET",
      .path = "/v1/home",
      .summary = "Everything the home screen needs, in one answer",
      .auth = {.mode = Auth::Mode::required, .scopes = {"profile.read", "orders.read"}},
      .parameters = {{.in = In::query,
                      .name = "recent",
                      .type = number(),
                      .default_text = "5",
                      .min = "1",
                      .max = "20"},
                     {.in = In::query,
                      .name = "status",
                      .type = reference("OrderStatus"),
                      .default_text = "PAID"}},
      .answer = {.body = object_of(
                     {{"user", object_of({{"id", text("int64")}, {"email", or_null(text())}})},
                      {"orders", list_of(object_of({{"status", reference("OrderStatus")},
                                                    {"placedAt", or_null(text("date-time"))},
                                                    {"total", or_null(reference("Money"))}}))}}),
                 .partial = true},
      .problems = {400, 401, 403}};
}

// One key for each kind of type.
Route product() {
  return {
      .id = "product",
      .method = "GET",
      .path = "/v1/products/{id}",
      .parameters =
          {{.in = In::path, .name = "id", .type = text("int64"), .required = true},
           {.in = In::query, .name = "color", .type = list_of(enum_of({"RED", "BLUE"}))},
           {.in = In::query, .name = "tags", .type = list_of(text()), .separator = ","},
           {.in = In::query, .name = "near.lat", .type = number("double"), .comment = "Degrees."},
           {.in = In::header,
            .name = "x-device",
            .type = text(),
            .required = true,
            .pattern = "[a-z]+"},
           {.in = In::cookie, .name = "currency", .type = text(), .default_text = "USD"}},
      .answer = {.body = object_of({{"name", text()},
                                    {"stock", or_null(number())},
                                    {"weight", Type{.kind = Kind::floating, .name = "double"}},
                                    {"rating", number("float")},
                                    {"views", text("uint64")},
                                    {"fresh", or_null(Type{.kind = Kind::boolean})},
                                    {"leadTime", text("duration")},
                                    {"mask", text("field-mask")},
                                    {"prices", map_of(or_null(reference("Money")))},
                                    {"images", list_of(or_null(text()))},
                                    {"category", reference("Category")},
                                    {"download", or_null(reference("Download"))},
                                    {"fault", reference("Error")},
                                    {"attributes", any("object")},
                                    {"extra", or_null(any())},
                                    {"history", any("list")},
                                    {"event", any("message")},
                                    {"nothing", object_of({})},
                                    {"kind", literal("\"product\"")},
                                    {"x-ray", literal("true")}})},
      .problems = {400, 404}};
}

Route add_to_cart() {
  return {.id = "add-to-cart",
          .method = "POST",
          .path = "/v1/cart/items",
          .summary = "Puts a product into the cart",
          .auth = {.mode = Auth::Mode::required},
          .body = Body{.type = object_of({{"productId", text()},
                                          {"quantity", number(), true},
                                          {"deliverTo", or_null(reference("AddressInput")), true},
                                          {"notes", list_of(or_null(text())), true}})},
          .answer = {.status = 201,
                     .body = object_of({{"lines", number()}}),
                     .partial = true,
                     .headers = {"location"},
                     .cookies = {"cart"}},
          .problems = {400, 401, 409, 422}};
}

Route feed() {
  const Type banner = object_of({{"kind", literal("\"banner\"")}, {"image", text()}});
  const Type rail = object_of(
      {{"kind", literal("\"rail\"")}, {"products", list_of(or_null(reference("Money")))}});
  return {.id = "feed",
          .method = "GET",
          .path = "/v1/feed",
          .deprecated = true,
          .sunset = "2027-01-31",
          .auth = {.mode = Auth::Mode::optional},
          .parameters = {{.in = In::query, .name = "cursor", .type = text(), .default_text = ""}},
          .answer = {.body = object_of({{"next", or_null(text())},
                                        {"items", list_of(either_of({banner, rail}))}})},
          .problems = {400, 401}};
}

// The roots that are not plainly an object.
std::vector<Route> roots() {
  return {{.id = "category",
           .method = "GET",
           .path = "/v1/categories/{name}",
           .parameters = {{.in = In::path, .name = "name", .type = text(), .required = true}},
           .answer = {.body = or_null(reference("Category")), .partial = true},
           .problems = {404}},
          {.id = "prices",
           .method = "GET",
           .path = "/v1/prices",
           .answer = {.body = map_of(reference("Money"))},
           .problems = {400}},
          {.id = "statuses",
           .method = "GET",
           .path = "/v1/statuses",
           .answer = {.body = list_of(reference("OrderStatus")), .partial = true},
           .problems = {400}}};
}

}  // namespace

Contract shop_contract() {
  Contract out{.client = "web",
               .routes = {home(), product(), add_to_cart(), feed()},
               .types = named_types()};
  // A word of the language, and no body.
  out.routes.push_back(
      {.id = "delete",
       .method = "DELETE",
       .path = "/v1/cart/items/{line-id}",
       .auth = {.mode = Auth::Mode::required},
       .parameters = {{.in = In::path, .name = "line-id", .type = number(), .required = true}},
       .answer = {.status = 204},
       .problems = {401}});
  out.routes.push_back(
      {.id = "checkout",
       .method = "POST",
       .path = "/v1/checkout",
       .body = Body{.type = object_of({{"token", text(), true}}), .required = false},
       .answer = {.status = 303, .headers = {"location"}},
       .problems = {400}});
  for (Route& route : roots()) out.routes.push_back(std::move(route));
  return out;
}

}  // namespace bff::contract
