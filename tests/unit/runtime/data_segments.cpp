// SPDX-License-Identifier: Apache-2.0
// On its own, since <linux/tcp.h> and the <netinet/tcp.h> that Asio includes exclude each other,
// and only the former knows of segments with data.
#include "data_segments.hpp"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace bff::runtime::http1 {

unsigned data_segments_received(int socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size);
  return info.tcpi_data_segs_in;
}

}  // namespace bff::runtime::http1
