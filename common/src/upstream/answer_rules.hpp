// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bff::upstream {

// What HTTP asks of the answer on one stream, whatever it says (RFC 9113 §8): which fields it may
// have, where, made of which bytes, and that it is as long as it says. What gRPC asks is
// ResponseReader's.
//
// Sequence of calls: (field* end_fields data*)*. Each returns the rule that is broken, or null;
// then the answer is malformed, and the stream ends.
class AnswerRules {
 public:
  const char* field(std::string_view name, std::string_view value) noexcept;
  const char* end_fields(bool end_of_stream) noexcept;
  const char* data(std::size_t size, bool end_of_stream) noexcept;

  // A block of fields has come: from then on DATA may.
  bool begun() const noexcept { return begun_; }

 private:
  const char* pseudo_field(std::string_view name, std::string_view value) noexcept;
  const char* content_length(std::string_view value) noexcept;
  const char* end() const noexcept;

  std::uint64_t received_ = 0;
  std::uint64_t length_ = 0;  // content-length, if has_length_
  int status_ = 0;            // of this block; 0: none yet
  bool has_length_ = false;
  bool past_pseudo_ = false;  // a field of this block was none
  bool begun_ = false;
  bool answered_ = false;  // the final response's fields are over: another block is trailers
};

}  // namespace bff::upstream
