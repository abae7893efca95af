// SPDX-License-Identifier: Apache-2.0
#include "runtime/stream_form.hpp"

#include "framing/ndjson.hpp"
#include "framing/sse.hpp"

namespace bff::runtime {
namespace {

class SseForm final : public StreamForm {
 public:
  SseForm(std::unique_ptr<MessageJson> json, const AnswerContext& context, std::string lines,
          std::chrono::milliseconds retry)
      : json_(std::move(json)), context_(context), lines_(std::move(lines)), retry_(retry) {}

  http1::Response head() override {
    return stream_head(framing::sse::kContentType, std::string(kUnbuffered) + lines_, context_);
  }

  void open(std::string& out) override { framing::sse::append_retry(out, retry_); }

  Result<void> message(std::string& out, std::string_view message) override {
    const auto id = json_->id_of(message);
    if (!id) return id.error();
    framing::sse::begin_event(out, {.id = *id, .event = {}});
    if (auto written = json_->append(out, message); !written) return written;
    framing::sse::end_event(out);
    return {};
  }

  void heartbeat(std::string& out) override { framing::sse::append_comment(out); }

  bool end(std::string& out, StreamEnd why, const Error* error) override {
    if (why == StreamEnd::failed) {
      framing::sse::append_event(out, {.id = {}, .event = "error"}, problem_json(*error, context_));
    }
    return true;
  }

 private:
  std::unique_ptr<MessageJson> json_;
  const AnswerContext& context_;
  std::string lines_;
  std::chrono::milliseconds retry_;
};

class NdjsonForm final : public StreamForm {
 public:
  NdjsonForm(std::unique_ptr<MessageJson> json, const AnswerContext& context, std::string lines)
      : json_(std::move(json)), context_(context), lines_(std::move(lines)) {}

  http1::Response head() override {
    return stream_head(framing::ndjson::kContentType, std::string(kUnbuffered) + lines_, context_);
  }

  Result<void> message(std::string& out, std::string_view message) override {
    if (auto written = json_->append(out, message); !written) return written;
    framing::ndjson::end_line(out);
    return {};
  }

  bool end(std::string& out, StreamEnd why, const Error* error) override {
    if (why == StreamEnd::done) return true;
    framing::ndjson::append_line(out, "{\"_error\":" + problem_json(*error, context_) + "}");
    return true;
  }

 private:
  std::unique_ptr<MessageJson> json_;
  const AnswerContext& context_;
  std::string lines_;
};

}  // namespace

std::string_view media_type_of(plan::StreamPlan::Form form) noexcept {
  return form == plan::StreamPlan::Form::sse ? framing::sse::kContentType
                                             : framing::ndjson::kContentType;
}

std::unique_ptr<StreamForm> make_sse_form(std::unique_ptr<MessageJson> json,
                                          const AnswerContext& context, std::string lines,
                                          std::chrono::milliseconds retry) {
  return std::make_unique<SseForm>(std::move(json), context, std::move(lines), retry);
}

std::unique_ptr<StreamForm> make_ndjson_form(std::unique_ptr<MessageJson> json,
                                             const AnswerContext& context, std::string lines) {
  return std::make_unique<NdjsonForm>(std::move(json), context, std::move(lines));
}

}  // namespace bff::runtime
