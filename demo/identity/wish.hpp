// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "demo/identity/provider.hpp"

namespace demo::identity {

// Who asks and where the answer goes: both must be known here, the URI to the byte. A browser is
// not sent back to where that fails. Throws Refused.
Wish read_sender(const ClientList& clients, const Request& request);

// The rest of what is asked for. Throws Refused; the client may be told of that.
void read_wish(const ClientList& clients, const Request& request, Wish& wish);

}  // namespace demo::identity
