// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "runtime/http1/exchange.hpp"
#include "transcode/upload.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

class StreamRun;

// The content of a request on its way to the service, as it comes. A service that takes it slowly
// stops the client: what is kept here is bounded by Stream::kLowWater and one piece of content.
class StreamContent {
 public:
  // Belongs to `owner`, which is told of each step and may then destroy this object.
  StreamContent(StreamRun& owner, http1::Exchange& exchange,
                const transcode::UploadMessages& messages)
      : owner_(owner), exchange_(exchange), messages_(messages) {}
  StreamContent(const StreamContent&) = delete;
  StreamContent& operator=(const StreamContent&) = delete;

  // Asks for the content; `stream` gets it, and its end.
  void start(upstream::Stream& stream);
  // The stream has room again.
  void on_writable();
  // The client is to send more.
  bool awaited() const noexcept { return !paused_ && !ended_; }

 private:
  void take(std::string_view bytes, bool last);

  StreamRun& owner_;
  http1::Exchange& exchange_;
  transcode::UploadMessages messages_;
  upstream::Stream* stream_ = nullptr;
  bool paused_ = false, ended_ = false;
};

}  // namespace bff::runtime
