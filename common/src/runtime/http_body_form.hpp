// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "runtime/stream_form.hpp"
#include "transcode/binding.hpp"

namespace bff::runtime {

// A stream of google.api.HttpBody as its bare data; the first message says of what type. There is
// no way to tell a failure in it, so that the answer is left unfinished. `lines`: more header
// lines. Refers to `binding` and `context`. Precondition: raw_answer(binding).
std::unique_ptr<StreamForm> make_http_body_form(const transcode::Binding& binding,
                                                const AnswerContext& context, std::string lines);

}  // namespace bff::runtime
