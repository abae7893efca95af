// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>
#include <google/protobuf/repeated_field.h>
#include <grpcpp/support/status.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace demo {

// What the services' requests have in common: masks, pages and lists of ids.

// INVALID_ARGUMENT for a path that `type` does not have, or that goes on behind a list.
grpc::Status check_mask(const google::protobuf::FieldMask& mask,
                        const google::protobuf::Descriptor& type);

// Leaves only what the mask names; an empty one, or "*", names everything.
void apply_mask(const google::protobuf::FieldMask& mask, google::protobuf::Message& message);

inline constexpr std::size_t kDefaultPage = 10, kLargestPage = 100;
inline constexpr int kLargestBatch = 100;

struct Page {
  std::size_t first = 0, end = 0;
  std::string next_token;  // empty on the last page
};

// The rows of one page out of `total`. INVALID_ARGUMENT for a negative size and for a token that is
// none of ours.
grpc::Status page_of(std::int32_t size, const std::string& token, std::size_t total, Page& page);

// The ids of a batch in their order, each once. INVALID_ARGUMENT above kLargestBatch.
grpc::Status batch_of(const google::protobuf::RepeatedField<std::int64_t>& ids,
                      std::vector<std::int64_t>& batch);

}  // namespace demo
