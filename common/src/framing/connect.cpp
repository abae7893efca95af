// SPDX-License-Identifier: Apache-2.0
#include "framing/connect.hpp"

#include "framing/rpc_timeout.hpp"
#include "json/writer.hpp"

namespace bff::framing::connect {
namespace {

struct Row {
  std::string_view type;
  Form form;
};

constexpr Row kRows[] = {
    {"application/json", {false, Codec::json}},
    {"application/proto", {false, Codec::proto}},
    {"application/connect+json", {true, Codec::json}},
    {"application/connect+proto", {true, Codec::proto}},
};

void append_text(std::string& out, std::string_view text) {
  json::Appender quoted{out};
  json::append_string(quoted, text);
}

}  // namespace

std::optional<Form> form_of(std::string_view content_type) noexcept {
  const std::string_view type = essence(content_type);
  for (const Row& row : kRows) {
    if (iequals(type, row.type)) return row.form;
  }
  return std::nullopt;
}

std::string_view content_type(Form form) noexcept {
  for (const Row& row : kRows) {
    if (row.form == form) return row.type;
  }
  return kRows[0].type;
}

std::optional<Error> check(const Terms& terms) {
  if (!terms.protocol_version.empty() && terms.protocol_version != "1") {
    return Error{.code = Errc::invalid_parameter,
                 .detail = "this gateway speaks version 1 of the Connect protocol",
                 .parameter = "header.connect-protocol-version"};
  }
  if (!terms.timeout.empty() && !parse_connect_timeout(terms.timeout)) {
    return Error{.code = Errc::invalid_parameter,
                 .detail = "a timeout is at most ten digits of milliseconds",
                 .parameter = "header.connect-timeout-ms"};
  }
  if (!terms.content_encoding.empty() && !iequals(terms.content_encoding, "identity")) {
    return Error{.code = Errc::not_implemented,
                 .detail = "the content is compressed; supported encodings: identity"};
  }
  return std::nullopt;
}

void append_error(std::string& out, const RpcStatus& status) {
  out.append("{\"code\":\"").append(name_of(status.code)) += '"';
  if (!status.message.empty()) {
    out += ",\"message\":";
    append_text(out, status.message);
  }
  for (std::size_t i = 0; i < status.details.size(); ++i) {
    out += i == 0 ? ",\"details\":[{\"type\":" : ",{\"type\":";
    append_text(out, status.details[i].type);
    out += ",\"value\":\"";
    append_base64(out, status.details[i].value, Padding::none);
    out += "\"}";
  }
  out += status.details.empty() ? "}" : "]}";
}

void append_end(std::string& out, const RpcStatus& status) {
  const std::size_t begun = begin_envelope(out);
  out += '{';
  if (status.code != 0) {
    out += "\"error\":";
    append_error(out, status);
  }
  out += '}';
  end_envelope(out, begun, kConnectEnd);
}

}  // namespace bff::framing::connect
