// SPDX-License-Identifier: Apache-2.0
// From a service's bytes to the client's JSON: ours, and two ways over protobuf's own library.
// Names are read by bench/load: FAMILY/ours is set against FAMILY/protobuf and FAMILY/dom.
#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>

#include "micro/fixture.hpp"
#include "plan/execution.hpp"
#include "proto/json_format.hpp"
#include "shop/v1/catalog.pb.h"
#include "shop/v1/orders.pb.h"

namespace bff::bench {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// ---- Whole messages ---------------------------------------------------------------------------

std::string ours_whole(const proto::MessageTable& table, const std::string& bytes) {
  const proto::JsonFormat format{.enums = proto::JsonFormat::Enums::full_name, .any = &shop()};
  alignas(std::max_align_t) char first[16 * 1024];
  std::pmr::monotonic_buffer_resource arena(first, sizeof first);
  std::string out;
  out.reserve(bytes.size() * 3);  // as an Execution guesses it
  if (!proto::write_message(out, table, bytes, format, arena)) std::abort();
  return out;
}

// What both print, but for nulls: ours has a null for each absent message, the reference nothing.
json without_nulls(const json& value) {
  if (!value.is_structured()) return value;
  json out = value.is_array() ? json::array() : json::object();
  for (const auto& [key, item] : value.items()) {
    if (item.is_null()) continue;
    if (value.is_array())
      out.push_back(without_nulls(item));
    else
      out[key] = without_nulls(item);
  }
  return out;
}

template <class Message>
void whole(benchmark::State& state, const std::string& bytes, bool ours, bool dom) {
  const auto& table = shop().table(
      *shop().pool().FindMessageTypeByName(std::string(Message::descriptor()->full_name())));
  Message message;
  must_equal(without_nulls(json::parse(ours_whole(table, bytes))).dump(),
             without_nulls(json::parse(reference_json(message, bytes))).dump());
  for (auto _ : state) {
    if (ours) {
      benchmark::DoNotOptimize(ours_whole(table, bytes));
    } else if (dom) {
      benchmark::DoNotOptimize(ordered_json::parse(reference_json(message, bytes)).dump());
    } else {
      benchmark::DoNotOptimize(reference_json(message, bytes));
    }
  }
}

using Orders = shop::v1::ListOrdersResponse;
using Products = shop::v1::BatchGetProductsResponse;
void orders_whole(benchmark::State& state, bool ours, bool dom) {
  whole<Orders>(state, home_answers().orders, ours, dom);
}
void products_whole(benchmark::State& state, bool ours, bool dom) {
  whole<Products>(state, home_answers().products, ours, dom);
}
BENCHMARK_CAPTURE(orders_whole, ours, true, false);
BENCHMARK_CAPTURE(orders_whole, protobuf, false, false);
BENCHMARK_CAPTURE(orders_whole, dom, false, true);
BENCHMARK_CAPTURE(products_whole, ours, true, false);
BENCHMARK_CAPTURE(products_whole, protobuf, false, false);
BENCHMARK_CAPTURE(products_whole, dom, false, true);

// ---- A trimmed shape --------------------------------------------------------------------------

constexpr const char* kTrimmed = R"(version: bff/v1
defaults: { int64: string, enums: full, names: camelCase }
routes:
  - id: trimmed
    http: GET /v1/trimmed
    auth: public
    calls:
      orders: { rpc: shop.v1.OrderService/ListOrders, with: { customer_id: 1, page_size: 5 } }
    shape:
      orders:
        $for: o in $orders.orders
        $shape:
          id: $o.id
          status: $o.status
          placedAt: $o.placed_at
          total: $o.total
)";

// The same picked out of the parsed JSON.
std::string trimmed_dom(const std::string& text) {
  const ordered_json whole = ordered_json::parse(text);
  ordered_json out;
  ordered_json& rows = out["orders"] = ordered_json::array();
  for (const auto& order : whole["orders"]) {
    ordered_json& row = rows.emplace_back();
    for (const char* key : {"id", "status", "placedAt", "total"}) row[key] = order[key];
  }
  return out.dump();
}

// The plan's own run is part of ours here: making the request, the schedule, reading, writing.
void orders_trimmed(benchmark::State& state, int way) {
  const auto plan = compile_route(kTrimmed, "web");
  const auto& bytes = home_answers().orders;
  Orders message;
  must_equal(run(*plan, {}, home_answers()), trimmed_dom(reference_json(message, bytes)));
  for (auto _ : state) {
    if (way == 0)
      benchmark::DoNotOptimize(run(*plan, {}, home_answers()));
    else if (way == 1)
      benchmark::DoNotOptimize(reference_json(message, bytes));
    else
      benchmark::DoNotOptimize(trimmed_dom(reference_json(message, bytes)));
  }
}
BENCHMARK_CAPTURE(orders_trimmed, ours, 0);
BENCHMARK_CAPTURE(orders_trimmed, protobuf, 1);
BENCHMARK_CAPTURE(orders_trimmed, dom, 2);

}  // namespace
}  // namespace bff::bench
