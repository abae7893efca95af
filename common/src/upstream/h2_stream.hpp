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

namespace bff::upstream {

// One gRPC request and the reader of its answer, as an H2Session carries them. May be submitted
// again, to another session, after an outcome that is `unprocessed`.
//
// The hook puts a stream into one list at a time: a queue of its owner's before it is
// submitted, the session's while it is open.
class H2Stream : public boost::intrusive::list_base_hook<> {
 public:
  // An answer is read as fast as it comes and bounded by max_message, so the window is there only
  // not to stall: it holds a message of the usual limit.
  static constexpr std::uint32_t kWindow = 4 << 20;

  // Copies path and metadata, the latter as HPACK has them.
  H2Stream(std::string_view path, MetadataView metadata, std::string message,
           std::size_t max_message);
  virtual ~H2Stream() = default;
  H2Stream(const H2Stream&) = delete;
  H2Stream& operator=(const H2Stream&) = delete;

  // As RFC 9113 §6.5.2 counts, without :authority and what is the same in all requests.
  std::size_t header_list_size() const noexcept { return header_list_size_; }

  RpcOutcome outcome;              // valid once the session has handed it out as concluded
  std::shared_ptr<H2Stream> keep;  // itself, while in a list

 private:
  friend class H2Sender;
  friend class H2Session;
  friend class StreamTable;

  std::string_view path() const noexcept { return std::string_view{block_}.substr(0, path_size_); }
  std::string_view fields() const noexcept { return std::string_view{block_}.substr(path_size_); }
  // Of the framed request.
  std::size_t left() const noexcept { return prefix_.size() + message_.size() - sent_; }
  // Appends the next `count` bytes of it. Precondition: there are as many left.
  void move_to(std::string& out, std::size_t count);
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
  ReceiveWindow window_{kWindow};
  AnswerRules rules_;
  ResponseReader reader_;
  bool submitted_ = false;      // at least once
  bool ended_by_peer_ = false;  // END_STREAM has come
};

using StreamList = boost::intrusive::list<H2Stream>;

}  // namespace bff::upstream
