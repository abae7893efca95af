// SPDX-License-Identifier: Apache-2.0
#include "json/appender.hpp"

#include <algorithm>

namespace bff::json {

namespace {

// The least step. A string fills with zeros what it grows by, so what is reserved is taken in
// steps, not at once.
constexpr std::size_t kStep = 1024;

}  // namespace

void Appender::grow(std::size_t bytes) {
  const std::size_t size = this->size();
  out_.resize(std::max({size + bytes, out_.size() * 2, out_.size() + kStep}));
  at_ = out_.data() + size;
  end_ = out_.data() + out_.size();
}

}  // namespace bff::json
