// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "upstream/rpc.hpp"

namespace bff::upstream {

// A streaming RPC of an H2Client: between the flow on its stream and its owner's events. To the
// client it is as any RPC, and over once its outcome is known; what had come by then is still
// handed out as it is demanded, with the outcome behind it.
class StreamRpc final : public Rpc {
 public:
  // `loop` must outlive this object.
  StreamRpc(boost::asio::io_context& loop, H2Client& owner, const StreamRequest& request,
            StreamEvents& events, std::size_t max_message);

  void write(std::string_view message);
  void half_close();
  std::size_t unsent() noexcept;
  void demand(std::size_t messages);
  // No more events; what is open is cancelled.
  void abandon();

 private:
  void on_news() override { deliver(); }
  void concluded(RpcOutcome end);
  void schedule();
  void deliver();
  void hand_out();
  void refuse();
  void tell_end();

  boost::asio::io_context& loop_;
  StreamEvents* events_;  // null: told of the end, or abandoned
  std::size_t demand_ = 0;
  std::optional<RpcOutcome> end_;
  bool told_headers_ = false;
  bool delivering_ = false;
  bool scheduled_ = false;
};

// The owner's hold on it.
std::unique_ptr<Stream> hold(std::shared_ptr<StreamRpc> rpc);

}  // namespace bff::upstream
