// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "framing/grpc_web.hpp"
#include "runtime/stream_form.hpp"
#include "transcode/binding.hpp"

namespace bff::runtime {

// Streams of messages as gRPC-Web and Connect have them: each in an envelope, and at the end the
// status, of a failure too. They refer to `binding` and `context`.
std::unique_ptr<StreamForm> make_grpc_web_form(framing::grpc_web::Form form,
                                               const transcode::Binding& binding,
                                               const AnswerContext& context);
std::unique_ptr<StreamForm> make_connect_form(framing::Codec codec,
                                              const transcode::Binding& binding,
                                              const AnswerContext& context);

}  // namespace bff::runtime
