// SPDX-License-Identifier: Apache-2.0
// Apart from ResponseReader, whose functions are shorter without it where there is one message.
#include "upstream/answer_metadata.hpp"

#include <utility>

#include "upstream/metadata.hpp"

namespace bff::upstream {

void AnswerMetadata::add(std::string_view name, std::string_view value) {
  if (!is_reserved(name)) trailers.emplace_back(name, value);
}

void AnswerMetadata::begin() {
  headers = std::exchange(trailers, {});
  begun = true;
}

}  // namespace bff::upstream
