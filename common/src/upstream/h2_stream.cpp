// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_stream.hpp"

#include <algorithm>

#include "upstream/hpack_encoder.hpp"
#include "upstream/metadata.hpp"

namespace bff::upstream {

H2Stream::H2Stream(std::string_view path, MetadataView metadata, std::string message,
                   std::size_t max_message)
    : path_size_(path.size()),
      message_(std::move(message)),
      header_list_size_(path.size() + 32),
      max_message_(max_message),
      reader_(max_message) {
  std::size_t most = path.size();
  for (const auto& [name, value] : metadata) {
    most += name.size() + value.size() + kFieldOverhead;
    header_list_size_ += name.size() + value.size() + 32;
  }
  block_.reserve(most);
  block_ += path;
  block_.resize(most);
  char* at = block_.data() + path.size();
  for (const auto& [name, value] : metadata) at = put_field(at, name, trimmed(value));
  block_.resize(static_cast<std::size_t>(at - block_.data()));

  prefix_ = prefix_of(message_.size());
}

H2Stream::H2Stream(std::string_view path, MetadataView metadata, std::size_t max_message, Streaming)
    : H2Stream(path, metadata, std::string{}, max_message) {
  flow_ = std::make_unique<StreamFlow>(max_message);
  reader_ = ResponseReader{max_message, &flow_->metadata};
}

void H2Stream::move_to(std::string& out, std::size_t count) {
  if (flow_ != nullptr) return flow_->out.move_to(out, count, closed() && count == left());
  if (sent_ < prefix_.size()) {
    const std::size_t of_prefix = std::min(prefix_.size() - sent_, count);
    out.append(prefix_.data() + sent_, of_prefix);
    sent_ += of_prefix;
    count -= of_prefix;
  }
  if (count == 0) return;
  out.append(message_, sent_ - prefix_.size(), count);
  sent_ += count;
}

void H2Stream::rewind() {
  if (!submitted_) {
    submitted_ = true;
    return;
  }
  sent_ = 0;
  headers_sent_ = ended_by_peer_ = false;
  rules_ = {};
  reader_ = ResponseReader{max_message_, flow_ == nullptr ? nullptr : &flow_->metadata};
  if (flow_ != nullptr) flow_->out.rewind();
  outcome = {};
}

}  // namespace bff::upstream
