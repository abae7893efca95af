// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/container/small_vector.hpp>
#include <boost/intrusive/list.hpp>

#include "upstream/client.hpp"
#include "upstream/grpc_response.hpp"
#include "upstream/grpc_timeout.hpp"

namespace bff::upstream {

// One gRPC request and the reader of its answer, as an H2Session carries them. May be submitted
// again, to another session, after an outcome that is `unprocessed`.
//
// The hook puts a stream into one list at a time: a queue of its owner's before it is
// submitted, the session's while it is open.
class H2Stream : public boost::intrusive::list_base_hook<> {
 public:
  // Copies path and metadata into one block: nghttp2 reads them there, without copying again.
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
  friend class H2Session;
  friend struct H2Callbacks;

  // Copies the next bytes of the framed request; the number copied.
  std::size_t read(unsigned char* to, std::size_t most) noexcept;
  bool read_all() const noexcept { return sent_ == prefix_.size() + message_.size(); }
  void rewind();  // to be submitted, perhaps again

  std::string block_;
  std::string_view path_;
  boost::container::small_vector<std::pair<std::string_view, std::string_view>, 6> metadata_;
  std::string message_;
  std::array<unsigned char, 5> prefix_;
  std::size_t sent_ = 0;
  std::size_t header_list_size_ = 0;
  std::size_t max_message_;
  GrpcTimeout timeout_;
  ResponseReader reader_;
  std::int32_t id_ = 0;         // 0: not open
  bool submitted_ = false;      // at least once
  bool concluded_ = false;      // the outcome is known, though the stream may still be open
  bool ended_by_peer_ = false;  // END_STREAM or RST_STREAM has come
  bool not_sent_ = false;       // nghttp2 gave its HEADERS back
};

using StreamList = boost::intrusive::list<H2Stream>;

}  // namespace bff::upstream
