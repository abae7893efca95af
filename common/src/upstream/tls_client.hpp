// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace bff::upstream {

// TLS as every client here speaks it: 1.2 or later, with the server's certificate and name
// verified. There is no way to switch that off.

// `ca_file`: the certificates that are trusted; empty: the system's. When they cannot be read,
// nothing is trusted, and `error` says why.
boost::asio::ssl::context make_tls_context(const std::string& ca_file,
                                           boost::system::error_code& error);

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

// Before the handshake: whom `stream` must reach, a name or an address. False: TLS cannot ask for
// such a name.
bool expect_server(TlsStream& stream, const std::string& host);
// Why a handshake has failed, if the certificate was the reason; else "TLS".
const char* handshake_fault(TlsStream& stream);

}  // namespace bff::upstream
