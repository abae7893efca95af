// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace bff::streams {

// A client of a stream that reads when it is told to, over a connection of its own. All of it
// throws when the answer is not what it must be, and after half a minute without a byte.
class Reader {
 public:
  // Asks for the path, and reads the head of the answer.
  Reader(int port, const std::string& path, const std::string& accept);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The next bytes of the content must be these.
  void expect(std::string_view bytes);
  // Reads on to the end of the line, whatever it is.
  void skip_line();
  // The content must end here, with its last chunk.
  void expect_end();

  enum class Leave {
    orderly,  // FIN. Precondition: nothing is unread
    reset,    // RST, whatever is unread
  };
  void leave(Leave how);

 private:
  char next();        // of the connection
  void next_chunk();  // its head
  void skip(std::string_view text);

  int socket_ = -1;
  std::array<char, 64 * 1024> buffer_;
  std::size_t at_ = 0, size_ = 0;  // of buffer_
  std::size_t left_ = 0;           // of the chunk
  bool first_ = true;              // no chunk has begun
};

}  // namespace bff::streams
