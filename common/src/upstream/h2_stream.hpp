// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <boost/intrusive/list.hpp>

#include "upstream/answer_rules.hpp"
#include "upstream/client.hpp"
#include "upstream/grpc_response.hpp"
#include "upstream/grpc_timeout.hpp"
#include "upstream/receive_window.hpp"
#include "upstream/stream_flow.hpp"

namespace bff::upstream {

// One gRPC request and the reader of its answer, as an H2Session carries them: with one message
// each, or with a flow of them. May be submitted again, to another session, after an outcome that
// is `unprocessed`, while it is repeatable().
//
// The hook puts a stream into one list at a time: a queue of its owner's before it is
// submitted, the session's while it is open.
class H2Stream : public boost::intrusive::list_base_hook<> {
 public:
  // Copies path and metadata, the latter as HPACK has them.
  H2Stream(std::string_view path, MetadataView metadata, std::string message,
           std::size_t max_message);
  struct Streaming {};
  H2Stream(std::string_view path, MetadataView metadata, std::size_t max_message, Streaming);
  virtual ~H2Stream() = default;
  H2Stream(const H2Stream&) = delete;
  H2Stream& operator=(const H2Stream&) = delete;

  // As RFC 9113 §6.5.2 counts, without :authority and what is the same in all requests.
  std::size_t header_list_size() const noexcept { return header_list_size_; }

  // Null of a unary RPC.
  StreamFlow* flow() noexcept { return flow_.get(); }
  // Nothing is lost that was to be sent, and nothing was told of an answer.
  bool repeatable() const noexcept {
    return flow_ == nullptr || (flow_->out.whole() && !flow_->answered);
  }
  // Something of the flow has changed: headers or bytes have come, or room to write.
  virtual void on_news() {}

  RpcOutcome outcome;              // valid once the session has handed it out as concluded
  std::shared_ptr<H2Stream> keep;  // itself, while in a list

 private:
  friend class H2Sender;
  friend class H2Session;
  friend class StreamTable;

  std::string_view path() const noexcept { return std::string_view{block_}.substr(0, path_size_); }
  std::string_view fields() const noexcept { return std::string_view{block_}.substr(path_size_); }
  // Of the framed request, as far as it is known.
  std::size_t left() const noexcept {
    return flow_ == nullptr ? prefix_.size() + message_.size() - sent_ : flow_->out.left();
  }
  // The last byte that is left is the request's last.
  bool closed() const noexcept { return flow_ == nullptr || flow_->out.closed(); }
  // The peer has been told of the request's end.
  bool request_ended() const noexcept {
    return flow_ == nullptr ? left() == 0 : flow_->out.ended();
  }
  // There is something to send, and it may be; the end alone needs no window.
  bool sendable() const noexcept {
    if (left() > 0) return send_window_ > 0;
    return flow_ != nullptr && flow_->out.end_due();
  }
  // Appends the next `count` bytes of it, which may be the last. Precondition: there are as many.
  void move_to(std::string& out, std::size_t count);
  // Bytes that came and that nobody asked for.
  std::size_t held() const noexcept { return flow_ == nullptr ? 0 : flow_->in.held(); }
  void rewind();  // to be submitted, perhaps again

  std::string block_;  // the path, then the metadata
  std::size_t path_size_;
  std::string message_;
  std::array<char, 5> prefix_;
  std::size_t header_list_size_ = 0;
  std::size_t max_message_;
  GrpcTimeout timeout_;

  // While it is open, and in H2Sender's hands.
  boost::intrusive::list_member_hook<> queue_hook_;
  std::size_t sent_ = 0;
  std::int64_t send_window_ = 0;
  bool headers_sent_ = false;

  // While it is open, and in H2Session's.
  H2Stream* next_in_chain_ = nullptr;
  std::uint32_t id_ = 0;  // 0: not open
  ReceiveWindow window_{0};
  AnswerRules rules_;
  ResponseReader reader_;
  std::unique_ptr<StreamFlow> flow_;
  bool submitted_ = false;      // at least once
  bool ended_by_peer_ = false;  // END_STREAM has come
};

using StreamList = boost::intrusive::list<H2Stream>;

}  // namespace bff::upstream
