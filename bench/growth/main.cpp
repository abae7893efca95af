// SPDX-License-Identifier: Apache-2.0
// bench-growth PORT: a service whose answers are made once for each size, then only sent.
#include <grpcpp/grpcpp.h>

#include <map>
#include <mutex>
#include <string>

#include "bench_service.hpp"
#include "growth.grpc.pb.h"

namespace {

using bench::v1::ListRequest;
using bench::v1::ListResponse;

class Growth final : public bench::v1::GrowthService::CallbackService {
  grpc::ServerUnaryReactor* List(grpc::CallbackServerContext* context, const ListRequest* request,
                                 ListResponse* response) override {
    *response = of_size(request->items());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  const ListResponse& of_size(int items) {
    const std::scoped_lock lock(mutex_);
    const auto [made, added] = made_.try_emplace(items);
    for (int i = 0; added && i < items; ++i) {
      bench::v1::Item& item = *made->second.add_items();
      item.set_id(1'000'000 + i);
      item.set_name("Item number " + std::to_string(i));
      item.set_price(i + 0.5);
      item.set_active(i % 2 == 0);
      item.set_note("A \"note\" of an item");
    }
    return made->second;
  }

  std::mutex mutex_;
  std::map<int, ListResponse> made_;  // addresses are stable
};

}  // namespace

int main(int argc, char** argv) {
  Growth service;
  return bff::bench::serve(argc, argv, "bench-growth", service);
}
