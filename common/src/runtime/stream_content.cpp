// SPDX-License-Identifier: Apache-2.0
#include "runtime/stream_content.hpp"

#include <utility>

#include "runtime/stream_run.hpp"

namespace bff::runtime {

void StreamContent::start(upstream::Stream& stream) {
  stream_ = &stream;
  exchange_.on_content([this](std::string_view bytes, bool last) { take(bytes, last); },
                       [this](const Error& error) { owner_.on_content_failed(error); });
}

void StreamContent::take(std::string_view bytes, bool last) {
  const auto taken =
      messages_.take(bytes, last, [this](std::string_view message) { stream_->write(message); });
  if (!taken) return owner_.on_content_failed(taken.error());
  owner_.on_content_moved();
  ended_ = last;
  if (last) return stream_->half_close();
  if (stream_->unsent() <= upstream::Stream::kLowWater) return;
  paused_ = true;
  exchange_.pause_content();
}

void StreamContent::on_writable() {
  if (!std::exchange(paused_, false)) return;
  owner_.on_content_moved();
  exchange_.resume_content();
}

}  // namespace bff::runtime
