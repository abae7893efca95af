// SPDX-License-Identifier: Apache-2.0
#include "framing/grpc_web.hpp"

#include "framing/status_bytes.hpp"
#include "json/writer.hpp"

namespace bff::framing::grpc_web {
namespace {

using Encoding = EnvelopeReader::Encoding;

struct Row {
  std::string_view type;
  Form form;
};

// Where a form has two names its first one is what answers say.
constexpr Row kRows[] = {
    {"application/grpc-web+proto", {Encoding::binary, Codec::proto}},
    {"application/grpc-web+json", {Encoding::binary, Codec::json}},
    {"application/grpc-web-text+proto", {Encoding::base64, Codec::proto}},
    {"application/grpc-web-text+json", {Encoding::base64, Codec::json}},
    {"application/grpc-web", {Encoding::binary, Codec::proto}},
    {"application/grpc-web-text", {Encoding::base64, Codec::proto}},
};

// PROTOCOL-HTTP2.md, "Status-Message": what is not printable ASCII, and '%' itself.
void append_percent_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (c >= 0x20 && c <= 0x7E && c != '%') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 0xF];
  }
}

}  // namespace

std::optional<Form> form_of(std::string_view content_type) noexcept {
  const std::string_view type = essence(content_type);
  for (const Row& row : kRows) {
    if (iequals(type, row.type)) return row.form;
  }
  return std::nullopt;
}

Form answer_form(Form request, std::string_view accept) noexcept {
  bool text = false, binary = false;
  for_each_member(accept, [&](std::string_view member) {
    if (const auto form = form_of(member)) {
      (form->encoding == Encoding::base64 ? text : binary) = true;
    }
  });
  if (text) return {Encoding::base64, request.codec};
  return {binary ? Encoding::binary : request.encoding, request.codec};
}

std::string_view content_type(Form form) noexcept {
  for (const Row& row : kRows) {
    if (row.form == form) return row.type;
  }
  return kRows[0].type;
}

void append_message(std::string& out, Form form, std::string_view message) {
  const std::size_t begun = out.size();
  append_envelope(out, 0, message);
  if (form.encoding == Encoding::base64) encode_base64_from(out, begun);
}

void append_trailers(std::string& out, Form form, const RpcStatus& status) {
  const std::size_t begun = begin_envelope(out);
  append_trailer_fields(out, status);
  end_envelope(out, begun, kGrpcWebTrailers);
  if (form.encoding == Encoding::base64) encode_base64_from(out, begun);
}

void append_trailer_fields(std::string& out, const RpcStatus& status) {
  out += "grpc-status: ";
  {
    json::Appender digits{out};
    json::append_int(digits, status.code);
  }
  out += "\r\n";
  if (!status.message.empty()) {
    out += "grpc-message: ";
    append_percent_encoded(out, status.message);
    out += "\r\n";
  }
  if (!status.details.empty()) {
    out += "grpc-status-details-bin: ";
    const std::size_t from = out.size();
    append_status(out, status);
    encode_base64_from(out, from, Padding::none);
    out += "\r\n";
  }
}

}  // namespace bff::framing::grpc_web
