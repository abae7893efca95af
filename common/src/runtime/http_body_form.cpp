// SPDX-License-Identifier: Apache-2.0
#include "runtime/http_body_form.hpp"

#include <array>
#include <memory_resource>

#include "transcode/answer.hpp"

namespace bff::runtime {
namespace {

class HttpBodyForm final : public StreamForm {
 public:
  HttpBodyForm(const transcode::Binding& binding, const AnswerContext& context, std::string lines)
      : binding_(binding), context_(context), lines_(std::move(lines)) {
    // As of answers that come in one piece.
    if (context.is_private()) lines_ += kNoStore;
  }

  Result<void> first(std::string_view message) override {
    const auto body = read(message);
    if (!body) return body.error();
    type_ = body->content_type;
    return {};
  }

  http1::Response head() override { return stream_head(type_, lines_, context_); }

  Result<void> message(std::string& out, std::string_view message) override {
    const auto body = read(message);
    if (!body) return body.error();
    out += body->data;
    return {};
  }

  bool end(std::string&, StreamEnd why, const Error*) override { return why == StreamEnd::done; }

 private:
  // Views into `message`, or into the arena until the next one.
  Result<transcode::HttpBody> read(std::string_view message) {
    arena_.release();
    const auto field = transcode::answer_message(binding_, message, arena_);
    if (!field) return field.error();
    return transcode::read_http_body(*field);
  }

  const transcode::Binding& binding_;
  const AnswerContext& context_;
  std::string lines_, type_;
  std::array<std::byte, 1024> buffer_;
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};
};

}  // namespace

std::unique_ptr<StreamForm> make_http_body_form(const transcode::Binding& binding,
                                                const AnswerContext& context, std::string lines) {
  return std::make_unique<HttpBodyForm>(binding, context, std::move(lines));
}

}  // namespace bff::runtime
