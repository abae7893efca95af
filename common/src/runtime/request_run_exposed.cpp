// SPDX-License-Identifier: Apache-2.0
// Requests for methods that are served 1:1 (`expose`): one message out, one message in.
#include <algorithm>
#include <array>

#include <boost/container/small_vector.hpp>

#include "proto/json_reader.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/negotiate.hpp"
#include "runtime/request_run.hpp"
#include "transcode/answer.hpp"
#include "transcode/binding.hpp"
#include "transcode/request.hpp"

namespace bff::runtime {
namespace {

using Form = transcode::RequestParts::Form;

// The names under which protobuf goes about; none is registered.
constexpr std::string_view kProtobuf[] = {"application/x-protobuf", "application/protobuf"};
constexpr std::string_view kAnswers[] = {kJson, kProtobuf[0], kProtobuf[1]};

// As what a body of this content type is read.
Result<Form> form_of(std::string_view content_type, const transcode::Binding& binding) {
  if (transcode::raw_request(binding) != nullptr) return Form::raw;
  const std::string_view type = media_type(content_type);
  if (http1::iequals(type, kJson)) return Form::json;
  // Of a field that is no message protobuf has no bytes by themselves.
  const proto::Field* const field = binding.body_field();
  const bool whole = field == nullptr || (field->message != nullptr && !field->repeated);
  if (whole && (http1::iequals(type, kProtobuf[0]) || http1::iequals(type, kProtobuf[1]))) {
    return Form::protobuf;
  }
  return Error{.code = Errc::unsupported_media_type,
               .detail = whole ? "send the body as application/json or application/x-protobuf"
                               : "send the body with 'content-type: application/json'"};
}

}  // namespace

// Which of its media types the answer gets.
Result<void> RequestRun::choose_answer() {
  answer_type_ = {};
  const auto accept = exchange_->request().header("accept");
  if (has_events()) {
    boost::container::small_vector<std::string_view, 2> types;
    for (const auto form : plan().stream->forms) types.push_back(media_type_of(form));
    const auto chosen = negotiate(accept, types);
    if (chosen) {
      answer_form_ = *chosen;
      return {};
    }
    std::string wanted;
    for (const auto type : types) wanted.append(wanted.empty() ? "" : " or ").append(type);
    return Error{.code = Errc::not_acceptable, .detail = "the answer is " + wanted};
  }
  if (transcode::raw_answer(*plan().exposed) != nullptr) return {};
  const auto chosen = negotiate(accept, kAnswers);
  if (!chosen) {
    return Error{.code = Errc::not_acceptable,
                 .detail = "the answer is application/json or application/x-protobuf"};
  }
  answer_type_ = kAnswers[*chosen];
  return {};
}

Result<void> RequestRun::read_rpc() {
  const auto& request = exchange_->request();
  auto message = rpc_protocol_->read(request, *plan().exposed, plan().stream.has_value(), arena_);
  if (!message) return message.error();
  body_ = *std::move(message);
  const auto timeout = rpc_protocol_->timeout(request);
  if (!timeout) return timeout.error();
  rpc_timeout_ = *timeout;
  return {};
}

Result<void> RequestRun::transcode() {
  if (rpc_protocol_) return read_rpc();
  const auto& binding = *plan().exposed;
  const auto& request = exchange_->request();
  if (!binding.plain) {
    return Error{.code = Errc::unsupported_media_type,
                 .detail = "this path is for gRPC-Web or Connect"};
  }
  if (auto chosen = choose_answer(); !chosen) return chosen;
  transcode::RequestParts parts = request_parts();
  if (binding.upload) {
    parts.form = Form::raw;  // what there is of it comes later
  } else if (!request.body.empty()) {
    const auto form = form_of(parts.content_type, binding);
    if (!form) return form.error();
    parts.form = *form;
    parts.body = request.body;
  }
  body_.clear();
  return transcode::append_request(body_, binding, parts, arena_);
}

// All but the content.
transcode::RequestParts RequestRun::request_parts() const {
  const auto& request = exchange_->request();
  transcode::RequestParts parts{.variables = match_.variables, .query = request.query};
  if (is_upload() || !request.body.empty()) {
    parts.content_type = request.header("content-type").value_or("");
  }
  return parts;
}

void RequestRun::call_exposed() {
  if (rpc_timeout_) deadline_ = std::min(deadline_, started_ + *rpc_timeout_);
  plan::Rpc rpc{.id = 0, .call = 0, .part = 0, .request = std::move(body_), .metadata = {}};
  if (plan().calls[0].local != nullptr || withheld(plan().calls[0])) {
    run_local(rpc);
  } else {
    begin(rpc);
  }
}

void RequestRun::answer_exposed(Result<std::string> response) {
  if (!response) {
    Error error = response.error();
    error.call = plan().calls[0].name;
    return fail(error);
  }
  auto answer = exposed_response(*response);
  if (!answer) {
    Error error = answer.error();
    error.call = plan().calls[0].name;
    return fail(error);
  }
  respond(std::move(*answer), nullptr, false);
}

Result<http1::Response> RequestRun::exposed_response(std::string_view response) {
  const auto& binding = *plan().exposed;
  if (rpc_protocol_) return rpc_protocol_->answer(response, binding, context_, arena_);
  plan::Answer answer;
  if (answer_type_ == kJson) {
    const auto written = transcode::append_answer(answer.body, binding, response, arena_);
    if (!written) return written.error();
    return success(std::move(answer), plan(), context_, kJson);
  }
  const auto message = transcode::answer_message(binding, response, arena_);
  if (!message) return message.error();
  if (!answer_type_.empty()) {
    answer.body = *message;
    return success(std::move(answer), plan(), context_, answer_type_);
  }
  const auto raw = transcode::read_http_body(*message);
  if (!raw) return raw.error();
  answer.body = raw->data;
  return success(std::move(answer), plan(), context_, raw->content_type);
}

}  // namespace bff::runtime
