// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bff::runtime::http1 {

// How many TCP segments with data the socket has received.
unsigned data_segments_received(int socket);

}  // namespace bff::runtime::http1
