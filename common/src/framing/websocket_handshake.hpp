// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bff::framing::websocket {

// Judges an opening handshake (RFC 6455 §4.2.1) and answers it (§4.2.2).
//
// Sequence of calls: header* verdict (choose_protocol? append_answer). The views that header() got
// must hold until then. Not judged here: Host and Origin, which are for all requests the same.
class Handshake {
 public:
  enum class Verdict : std::uint8_t {
    none,  // no `Upgrade: websocket`: an ordinary request
    accepted,
    bad_request,    // 400, why() says what is wrong
    wrong_version,  // 426 with kVersionHeader (§4.4)
  };

  static constexpr std::string_view kVersionHeader = "sec-websocket-version: 13\r\n";

  // Each header field of the request, in order; others are passed over. `name` in any case.
  void header(std::string_view name, std::string_view value);

  Verdict verdict(std::string_view method, int minor_version);
  std::string_view why() const noexcept { return why_; }

  // The subprotocols that the client offers, in its order.
  std::span<const std::string_view> offered() const noexcept { return offered_; }

  // The client's first that is among `spoken`; empty where there is none: then no subprotocol is
  // agreed on, and it is the client that gives up. append_answer() names it.
  std::string_view choose_protocol(std::span<const std::string_view> spoken) noexcept;

  // The header lines of a 101 but `connection: upgrade`: upgrade, sec-websocket-accept, and the
  // protocol. Extensions are never agreed on. Precondition: the verdict was `accepted`.
  void append_answer(std::string& out) const;

 private:
  Verdict refuse(std::string_view why) noexcept;

  std::string_view key_, version_, protocol_, why_;
  std::vector<std::string_view> offered_;
  int keys_ = 0, versions_ = 0;
  bool upgrade_ = false, connection_ = false, bad_protocols_ = false;
};

// Sec-WebSocket-Accept: base64 of the SHA-1 of the key and a constant (§4.2.2, 5.4).
std::string accept_of(std::string_view key);

}  // namespace bff::framing::websocket
