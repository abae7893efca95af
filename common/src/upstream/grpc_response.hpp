// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "upstream/answer_metadata.hpp"
#include "upstream/client.hpp"
#include "upstream/message_prefix.hpp"

namespace bff::upstream {

// Reads the answer of one RPC as HTTP/2 delivers it and decides its outcome, by gRPC's
// PROTOCOL-HTTP2.md. Of a streaming RPC it reads the fields only, and keeps their metadata.
// Sans-io.
//
// Sequence of calls: (header* end_headers data*)* finish, of a streaming RPC without data. Whoever
// gets `false` stops there: the outcome is decided, what may still come does not matter, and the
// stream is to be reset.
class ResponseReader {
 public:
  // Bytes of all header and trailer fields of one answer, each counted with 32 more (RFC 9113
  // §6.5.2). Announced to the service as SETTINGS_MAX_HEADER_LIST_SIZE.
  static constexpr std::size_t kMaxHeaderList = 64 << 10;

  // `metadata`: null for a unary RPC; else it must outlive this object.
  explicit ResponseReader(std::size_t max_message, AnswerMetadata* metadata = nullptr) noexcept
      : max_message_(max_message), metadata_(metadata) {}

  bool header(std::string_view name, std::string_view value);
  bool end_headers(bool end_of_stream);
  bool data(std::string_view bytes);
  void finish();  // the stream ended in order

  // Precondition: `false` was returned, or finish() called.
  RpcOutcome take() { return std::move(outcome_); }

 private:
  enum class Block : std::uint8_t { informational, response, trailers };

  bool begin_message();
  bool check_response();
  bool read_status(std::string_view value);
  bool decide(int code, std::string message);
  bool refuse(int code, std::string message);  // decide, and the answer is malformed

  std::size_t max_message_;
  AnswerMetadata* metadata_;
  std::size_t header_bytes_ = 0;
  RpcOutcome outcome_;  // code -1 until grpc-status has come
  MessagePrefix prefix_;
  Block block_ = Block::trailers;
  bool answered_ = false;  // a final response's header block has ended
  bool grpc_content_ = false;
  bool has_status_ = false;
  int http_status_ = 0;
  std::size_t message_size_ = 0;
  std::string encoding_;  // grpc-encoding, if it is not "identity"
};

// Percent-decoding of grpc-message: what is no "%" and two hex digits stays as it is. At most
// `most` bytes of `text` are read: a message is for a log line.
std::string decode_grpc_message(std::string_view text, std::size_t most = 1024);

}  // namespace bff::upstream
