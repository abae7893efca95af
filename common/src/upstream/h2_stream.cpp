// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_stream.hpp"

#include <algorithm>
#include <cstring>

#include "upstream/metadata.hpp"

namespace bff::upstream {

H2Stream::H2Stream(std::string_view path, MetadataView metadata, std::string message,
                   std::size_t max_message)
    : message_(std::move(message)), max_message_(max_message), reader_(max_message) {
  std::size_t size = path.size();
  for (const auto& [name, value] : metadata) size += name.size() + value.size();
  block_.reserve(size);

  // The block does not grow again, so views into it hold.
  const auto keep_text = [this](std::string_view text) {
    block_ += text;
    return std::string_view{block_}.substr(block_.size() - text.size());
  };
  path_ = keep_text(path);
  header_list_size_ = path.size() + 32;
  for (const auto& [name, value] : metadata) {
    const auto kept_name = keep_text(name);
    metadata_.emplace_back(kept_name, keep_text(trimmed(value)));
    header_list_size_ += name.size() + value.size() + 32;
  }

  const std::size_t length = message_.size();
  prefix_ = {0, static_cast<unsigned char>(length >> 24), static_cast<unsigned char>(length >> 16),
             static_cast<unsigned char>(length >> 8), static_cast<unsigned char>(length)};
}

std::size_t H2Stream::read(unsigned char* to, std::size_t most) noexcept {
  std::size_t copied = 0;
  const auto copy = [&](const void* from, std::size_t size, std::size_t offset) {
    const std::size_t count = std::min(size - offset, most - copied);
    std::memcpy(to + copied, static_cast<const unsigned char*>(from) + offset, count);
    copied += count;
    sent_ += count;
  };
  if (sent_ < prefix_.size()) copy(prefix_.data(), prefix_.size(), sent_);
  if (sent_ >= prefix_.size()) copy(message_.data(), message_.size(), sent_ - prefix_.size());
  return copied;
}

void H2Stream::rewind() {
  if (!submitted_) {
    submitted_ = true;
    return;
  }
  sent_ = 0;
  reader_ = ResponseReader{max_message_};
  outcome = {};
  concluded_ = ended_by_peer_ = not_sent_ = false;
}

}  // namespace bff::upstream
