// SPDX-License-Identifier: Apache-2.0
#include "upstream/tls_client.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

namespace bff::upstream {

namespace asio = boost::asio;

asio::ssl::context make_tls_context(const std::string& ca_file, boost::system::error_code& error) {
  asio::ssl::context context{asio::ssl::context::tls_client};
  context.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  if (ca_file.empty()) {
    context.set_default_verify_paths(error);
  } else {
    context.load_verify_file(ca_file, error);
  }
  return context;
}

bool expect_server(TlsStream& stream, const std::string& host) {
  boost::system::error_code no_address;
  asio::ip::make_address(host, no_address);
  // Server names are for names only (RFC 6066 §3).
  if (no_address && SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()) != 1)
    return false;
  stream.set_verify_mode(asio::ssl::verify_peer);
  stream.set_verify_callback(asio::ssl::host_name_verification(host));
  return true;
}

const char* handshake_fault(TlsStream& stream) {
  const long verdict = SSL_get_verify_result(stream.native_handle());
  return verdict == X509_V_OK ? "TLS" : X509_verify_cert_error_string(verdict);
}

}  // namespace bff::upstream
