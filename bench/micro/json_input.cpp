// SPDX-License-Identifier: Apache-2.0
// From a client's JSON to the bytes of a request: ours, and protobuf's own library.
#include <benchmark/benchmark.h>
#include <google/protobuf/util/json_util.h>

#include "micro/fixture.hpp"
#include "proto/json_reader.hpp"
#include "shop/v1/catalog.pb.h"
#include "shop/v1/orders.pb.h"

namespace bff::bench {
namespace {

std::string ours_read(const proto::MessageTable& table, const std::string& json) {
  alignas(std::max_align_t) char first[16 * 1024];
  std::pmr::monotonic_buffer_resource arena(first, sizeof first);
  std::string out;
  out.reserve(json.size());  // messages are shorter than their JSON
  if (!proto::append_message(out, json, table, {.any = &shop()}, arena)) std::abort();
  return out;
}

template <class Message>
std::string protobuf_read(const std::string& json) {
  Message message;
  if (!google::protobuf::util::JsonStringToMessage(json, &message).ok()) std::abort();
  return message.SerializeAsString();
}

template <class Message>
void read(benchmark::State& state, const std::string& bytes, bool ours) {
  const auto& table = shop().table(
      *shop().pool().FindMessageTypeByName(std::string(Message::descriptor()->full_name())));
  Message message;
  std::string json;
  if (!message.ParseFromString(bytes) ||
      !google::protobuf::util::MessageToJsonString(message, &json).ok() ||
      ours_read(table, json) != protobuf_read<Message>(json)) {
    return state.SkipWithError("both must read the same bytes");
  }
  for (auto _ : state) {
    if (ours) {
      benchmark::DoNotOptimize(ours_read(table, json));
    } else {
      benchmark::DoNotOptimize(protobuf_read<Message>(json));
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * json.size()));
}

void orders_read(benchmark::State& state, bool ours) {
  read<shop::v1::ListOrdersResponse>(state, home_answers().orders, ours);
}
void products_read(benchmark::State& state, bool ours) {
  read<shop::v1::BatchGetProductsResponse>(state, home_answers().products, ours);
}
// Names are read by bench/load, as in projection.cpp.
BENCHMARK_CAPTURE(orders_read, ours, true);
BENCHMARK_CAPTURE(orders_read, protobuf, false);
BENCHMARK_CAPTURE(products_read, ours, true);
BENCHMARK_CAPTURE(products_read, protobuf, false);

}  // namespace
}  // namespace bff::bench
