// SPDX-License-Identifier: Apache-2.0
#include "upstream/stream_table.hpp"

#include <algorithm>
#include <utility>

namespace bff::upstream {

H2Stream* StreamTable::find(std::uint32_t id) const noexcept {
  H2Stream* stream = chains_[chain_of(id)];
  while (stream != nullptr && stream->id_ != id) stream = stream->next_in_chain_;
  return stream;
}

void StreamTable::add(H2Stream& stream) noexcept {
  stream.next_in_chain_ = std::exchange(chains_[chain_of(stream.id_)], &stream);
}

void StreamTable::remove(H2Stream& stream) noexcept {
  H2Stream** at = &chains_[chain_of(stream.id_)];
  while (*at != &stream) at = &(*at)->next_in_chain_;
  *at = std::exchange(stream.next_in_chain_, nullptr);
}

void StreamTable::remember_reset(std::uint32_t id) noexcept {
  std::uint32_t& slot = resets_[reset_count_++ % resets_.size()];
  forgotten_ = std::max(forgotten_, slot);
  slot = id;
}

bool StreamTable::maybe_reset(std::uint32_t id) const noexcept {
  return id <= forgotten_ || std::find(resets_.begin(), resets_.end(), id) != resets_.end();
}

}  // namespace bff::upstream
