// SPDX-License-Identifier: Apache-2.0
#include "plan/answer_head.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "json/writer.hpp"
#include "plan/text_value.hpp"

namespace bff::plan {
namespace {

bool printable(char c) noexcept { return c >= 0x20 && c <= 0x7E; }

// RFC 6265 section 4.1.1, without the percent sign: it begins an escape here.
bool cookie_octet(char c) noexcept {
  return c > 0x20 && c <= 0x7E && c != '"' && c != ',' && c != ';' && c != '\\' && c != '%';
}

template <class Kept>
std::string escaped(std::string_view text, Kept kept) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (kept(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

struct Read {
  std::optional<std::string> text;  // nullopt: null
  CallId origin = kNoCall;
};

Result<Read> read(const Expression& expression, const Scope& scope) {
  const Result<Value> value = evaluate(expression, scope);
  if (!value) return value.error();
  if (value->null()) return Read{};
  Read read{std::string{}, value->origin};
  const Result<void> written = append_text(*read.text, *value, expression.type, scope);
  if (!written) return written.error();
  return read;
}

// gRPC trims the ends of a value, and nothing but printable ASCII may be between them.
bool fits_metadata(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), printable) && !text.starts_with(' ') &&
         !text.ends_with(' ');
}

}  // namespace

Result<Fields> write_metadata(const std::vector<MetadataField>& fields, const Scope& scope) {
  Fields out;
  for (const MetadataField& field : fields) {
    Result<Read> value = read(field.value, scope);
    if (!value) return value.error();
    if (!value->text) continue;
    std::string& text = *value->text;
    if (field.name.ends_with("-bin")) {
      std::string coded;
      {
        json::Appender appender{coded};
        json::append_base64(appender, text);
      }
      out.emplace_back(field.name, coded.substr(1, coded.size() - 2));
      continue;
    }
    if (!fits_metadata(text)) {
      Error error;
      error.code = value->origin == kNoCall ? Errc::invalid_parameter : Errc::upstream_invalid;
      error.detail = "what is to be sent as '" + field.name +
                     "' must be printable ASCII without spaces at its ends";
      return blame(std::move(error), value->origin, scope.plan);
    }
    out.emplace_back(field.name, std::move(text));
  }
  return out;
}

Result<Fields> write_headers(const std::vector<MetadataField>& fields, const Scope& scope) {
  Fields out;
  for (const MetadataField& field : fields) {
    const Result<Read> value = read(field.value, scope);
    if (!value) return value.error();
    if (value->text) out.emplace_back(field.name, escaped(*value->text, printable));
  }
  return out;
}

Result<std::vector<std::string>> write_cookies(const std::vector<Cookie>& cookies,
                                               const Scope& scope) {
  std::vector<std::string> out;
  for (const Cookie& cookie : cookies) {
    const Result<Read> value = read(cookie.value, scope);
    if (!value) return value.error();
    if (!value->text) continue;
    out.push_back(cookie.name + "=" + escaped(*value->text, cookie_octet) + cookie.attributes);
  }
  return out;
}

}  // namespace bff::plan
