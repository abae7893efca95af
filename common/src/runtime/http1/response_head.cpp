// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/response_head.hpp"

#include <array>
#include <charconv>

namespace bff::runtime::http1 {
namespace {

void append_number(std::size_t number, std::string& out) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace

bool has_no_content(const Response& response) noexcept {
  return response.no_content || response.status == 204 || response.status == 304 ||
         response.status < 200;
}

void append_head(const Response& response, const Delivery& delivery, std::string& out) {
  out += "HTTP/1.1 ";
  append_number(static_cast<std::size_t>(response.status), out);
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  out += response.headers;
  out += delivery.date_line;
  if (delivery.framing == Framing::chunked) {
    out += "transfer-encoding: chunked\r\n";
  } else if (delivery.framing == Framing::length && !has_no_content(response)) {
    out += "content-length: ";
    append_number(response.body.size(), out);
    out += "\r\n";
  }
  if (delivery.framing == Framing::raw) {
    out += "connection: upgrade\r\n";
  } else if (delivery.close) {
    out += "connection: close\r\n";
  } else if (delivery.minor_version == 0) {
    out += "connection: keep-alive\r\n";
  }
  out += "\r\n";
}

std::string_view reason_phrase(int status) noexcept {
  switch (status) {
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "";
  }
}

}  // namespace bff::runtime::http1
