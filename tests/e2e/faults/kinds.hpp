// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

#include "faults/problem.hpp"

namespace bff::faults {

// What can be done to a service, or to the bytes between it and the gateways.
//
// Every kind leaves no doubt about what is right. That excludes some damage on purpose: a flipped
// byte inside of a protobuf value, a payload cut between two fields or a frame moved to another
// open stream is another *valid* answer, and no gateway can tell. So frames are damaged in what
// HTTP/2, HPACK, gRPC or protobuf's own framing check, and in nothing else.
enum class Kind : std::uint8_t {
  kill,            // SIGKILL, and another process after a while; nobody listens meanwhile
  stop,            // SIGSTOP, SIGCONT
  slow,            // answers held back between service and gateway
  latency,         // the service waits before each answer
  reset,           // RST in the middle of a DATA frame
  cut,             // FIN in the middle of a DATA frame
  goaway,          // GOAWAY that lets streams finish, or refuses those above an answered one
  stream_refused,  // RST_STREAM in place of an answer's DATA, with four codes
  stream_internal,
  stream_calm,
  stream_cancel,
  frame_length,    // a DATA frame claims a little more than it has, or far more than is allowed
  frame_stream,    // DATA for stream 0, or for one that was never opened
  frame_alien,     // frames that a server must not send
  header_block,    // HPACK that does not decode
  grpc_prefix,     // a message's flags or length do not fit what follows
  protobuf,        // the message one byte short, or its first tag of a wire type that is none
  speaks_http1,    // the peer answers in HTTP/1.1
  speaks_html,     // HTTP/2, but a 200 with a page: a portal, not the service
  speaks_503,      // HTTP/2, but a balancer's 503 without grpc-status
  silent,          // connections are taken, nothing is said
  fails_internal,  // a third of the calls ends with INTERNAL, or RESOURCE_EXHAUSTED
  fails_exhausted,
  shuffled,    // rows of batch answers in another order: no fault for a gateway
  incomplete,  // every third row of batch answers left out
};
inline constexpr int kKinds = static_cast<int>(Kind::incomplete) + 1;

// How a kind is brought about.
enum class Means : std::uint8_t { process, signal, switches, bytes, front };

struct KindInfo {
  std::string_view name;
  Means means;
  Problems allowed;             // what a call to the service may end with while it lasts
  bool drops_connections;       // then the gateway needs its backoff's time to be back
  std::string_view flags = "";  // of Means::switches: demo-services' own
};

// A restart is a short kill: whatever needs one may be seen as unavailable as well. Where a
// service does not answer, a connection that happens to be lost cannot be replaced: unavailable.
inline constexpr std::array<KindInfo, kKinds> kKindInfos{{
    {"kill", Means::process, kUnavailable, true},
    {"stop", Means::signal, kTimeout | kUnavailable, true},
    {"slow", Means::bytes, kTimeout | kUnavailable, true},
    {"latency", Means::switches, kTimeout | kUnavailable, true, "--latency"},
    {"reset", Means::bytes, kUnavailable, true},
    {"cut", Means::bytes, kUnavailable, true},
    {"goaway", Means::bytes, kUnavailable, true},
    {"stream-refused", Means::bytes, kUnavailable, false},
    {"stream-internal", Means::bytes, kError, false},
    {"stream-calm", Means::bytes, kTooMany, false},
    {"stream-cancel", Means::bytes, kCancelled, false},
    {"frame-length", Means::bytes, kInvalid | kUnavailable, true},
    {"frame-stream", Means::bytes, kInvalid | kUnavailable, true},
    {"frame-alien", Means::bytes, kInvalid | kUnavailable, true},
    {"header-block", Means::bytes, kInvalid | kUnavailable, true},
    {"grpc-prefix", Means::bytes, kInvalid, false},
    {"protobuf", Means::bytes, kInvalid, false},
    {"speaks-http1", Means::front, kUnavailable, true},
    {"speaks-html", Means::front, kInvalid | kUnavailable, true},
    {"speaks-503", Means::front, kUnavailable, true},
    {"silent", Means::front, kTimeout | kUnavailable, true},
    {"fails-internal", Means::switches, kError | kUnavailable, true,
     "--failure-rate 0.3 --status INTERNAL"},
    {"fails-exhausted", Means::switches, kTooMany | kUnavailable, true,
     "--failure-rate 0.3 --status RESOURCE_EXHAUSTED"},
    {"shuffled", Means::switches, kUnavailable, true, "--shuffle"},
    {"incomplete", Means::switches, kUnavailable, true, "--incomplete"},
}};

constexpr const KindInfo& info(Kind kind) { return kKindInfos[static_cast<std::size_t>(kind)]; }

}  // namespace bff::faults
