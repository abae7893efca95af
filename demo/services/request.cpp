// SPDX-License-Identifier: Apache-2.0
#include "demo/services/request.hpp"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace demo {
namespace {

using google::protobuf::util::FieldMaskUtil;

grpc::Status invalid(std::string text) {
  return {grpc::StatusCode::INVALID_ARGUMENT, std::move(text)};
}

bool names_everything(const google::protobuf::FieldMask& mask) {
  return mask.paths().empty() ||
         std::find(mask.paths().begin(), mask.paths().end(), "*") != mask.paths().end();
}

}  // namespace

grpc::Status check_mask(const google::protobuf::FieldMask& mask,
                        const google::protobuf::Descriptor& type) {
  for (const std::string& path : mask.paths())
    if (path != "*" && (path.empty() || !FieldMaskUtil::GetFieldDescriptors(&type, path, nullptr)))
      return invalid("read_mask: " + type.full_name() + " has no path '" + path + "'");
  return grpc::Status::OK;
}

void apply_mask(const google::protobuf::FieldMask& mask, google::protobuf::Message& message) {
  if (!names_everything(mask)) FieldMaskUtil::TrimMessage(mask, &message);
}

grpc::Status page_of(std::int32_t size, const std::string& token, std::size_t total, Page& page) {
  if (size < 0) return invalid("page_size: " + std::to_string(size) + " is negative");
  std::size_t first = 0;
  if (!token.empty()) {
    const char* const end = token.data() + token.size();
    const auto [rest, error] = std::from_chars(token.data(), end, first);
    if (error != std::errc{} || rest != end || first == 0 || first >= total)
      return invalid("page_token: '" + token + "' is no next_page_token of this list");
  }
  const std::size_t rows =
      size == 0 ? kDefaultPage : std::min(static_cast<std::size_t>(size), kLargestPage);
  page.first = first;
  page.end = std::min(first + rows, total);
  page.next_token = page.end < total ? std::to_string(page.end) : std::string{};
  return grpc::Status::OK;
}

grpc::Status batch_of(const google::protobuf::RepeatedField<std::int64_t>& ids,
                      std::vector<std::int64_t>& batch) {
  if (ids.size() > kLargestBatch)
    return invalid("ids: " + std::to_string(ids.size()) + " are more than " +
                   std::to_string(kLargestBatch));
  std::unordered_set<std::int64_t> seen;
  for (const std::int64_t id : ids)
    if (seen.insert(id).second) batch.push_back(id);
  return grpc::Status::OK;
}

}  // namespace demo
