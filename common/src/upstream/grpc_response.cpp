// SPDX-License-Identifier: Apache-2.0
#include "upstream/grpc_response.hpp"

#include <charconv>
#include <utility>

#include "upstream/base64.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "application/grpc", "application/grpc+proto", "application/grpc; …", not "application/grpc-web".
bool is_grpc(std::string_view content_type) {
  constexpr std::string_view kGrpc = "application/grpc";
  if (!content_type.starts_with(kGrpc)) return false;
  content_type.remove_prefix(kGrpc.size());
  return content_type.empty() || content_type[0] == '+' || content_type[0] == ';' ||
         content_type[0] == ' ';
}

// The number, or -1.
int parse_decimal(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : -1;
}

}  // namespace

std::string decode_grpc_message(std::string_view text, std::size_t most) {
  text = text.substr(0, most);
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high >= 0 && low >= 0) {
        decoded.push_back(static_cast<char>(high * 16 + low));
        i += 2;
        continue;
      }
    }
    decoded.push_back(text[i]);
  }
  return decoded;
}

bool ResponseReader::decide(int code, std::string message) {
  outcome_.code = code;
  outcome_.message = std::move(message);
  outcome_.response.clear();
  return false;
}

bool ResponseReader::refuse(int code, std::string message) {
  outcome_.malformed = true;
  return decide(code, std::move(message));
}

bool ResponseReader::header(std::string_view name, std::string_view value) {
  header_bytes_ += name.size() + value.size() + 32;
  if (header_bytes_ > kMaxHeaderList) {
    return refuse(code::kResourceExhausted, "headers and trailers are above the limit of " +
                                                std::to_string(kMaxHeaderList) + " bytes");
  }
  // AnswerRules has checked that :status comes first, once, in a response and not in trailers.
  if (name == ":status") {
    http_status_ = parse_decimal(value);
    block_ = http_status_ < 200 ? Block::informational : Block::response;
    return true;
  }
  if (block_ == Block::informational) return true;
  if (name == "grpc-status") return read_status(value);
  if (metadata_ != nullptr) metadata_->add(name, value);
  if (name == "grpc-message") {
    outcome_.message = decode_grpc_message(value);
  } else if (name == "grpc-status-details-bin") {
    // Details that do not decode are no reason to lose the status itself.
    outcome_.details = base64_decode(value).value_or(std::string{});
  } else if (name == "set-cookie") {
    outcome_.set_cookies.emplace_back(value);
  } else if (block_ == Block::response && name == "content-type") {
    grpc_content_ = is_grpc(value);
  } else if (block_ == Block::response && name == "grpc-encoding" && value != "identity") {
    encoding_ = value;
  }
  return true;
}

bool ResponseReader::read_status(std::string_view value) {
  if (has_status_) return refuse(code::kInternal, "two grpc-status fields");
  has_status_ = true;
  const int code = parse_decimal(value);
  if (code < 0) {
    return refuse(code::kUnknown,
                  "grpc-status '" + std::string{value.substr(0, 32)} + "' is not a number");
  }
  outcome_.code = code < code::kCount ? code : code::kUnknown;
  return true;
}

bool ResponseReader::end_headers(bool end_of_stream) {
  const Block block = std::exchange(block_, Block::trailers);
  if (block != Block::response) return true;
  answered_ = true;
  if (end_of_stream) return true;  // trailers only: finish() judges it
  if (metadata_ != nullptr) metadata_->begin();
  // A status counts only where it ends the answer.
  has_status_ = false;
  outcome_.code = code::kOk;
  outcome_.message.clear();
  outcome_.details.clear();
  return check_response();
}

// Without grpc-status, is this an answer that a gRPC server can have written?
bool ResponseReader::check_response() {
  if (http_status_ != 200) {
    return decide(code_of_http_status(http_status_),
                  "HTTP status " + std::to_string(http_status_) + " without grpc-status");
  }
  if (!grpc_content_) return refuse(code::kUnknown, "the content-type is not application/grpc");
  if (!encoding_.empty()) {
    return refuse(code::kInternal,
                  "grpc-encoding '" + encoding_.substr(0, 32) + "' was not asked for");
  }
  return true;
}

bool ResponseReader::data(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!prefix_.whole()) {
      if (prefix_.read(bytes) && !begin_message()) return false;
      continue;
    }
    const std::size_t missing = message_size_ - outcome_.response.size();
    if (bytes.size() > missing) {
      return refuse(code::kInternal, "more than one message in the answer of a unary method");
    }
    outcome_.response.append(bytes);
    return true;
  }
  return true;
}

bool ResponseReader::begin_message() {
  if (!prefix_.admits(max_message_)) {
    auto [code, message] = prefix_.refusal(max_message_);
    return refuse(code, std::move(message));
  }
  message_size_ = prefix_.length();
  outcome_.response.reserve(message_size_);
  return true;
}

void ResponseReader::finish() {
  if (!has_status_) {
    if (!answered_) {
      refuse(code::kInternal, "the answer ended before its headers");
    } else if (check_response()) {
      refuse(code::kUnknown, "the answer has no grpc-status");
    }
    return;
  }
  if (outcome_.code != code::kOk) {
    outcome_.response.clear();
    return;
  }
  if (metadata_ != nullptr) return;
  if (!prefix_.begun()) {
    refuse(code::kInternal, "OK without a message");
  } else if (!prefix_.whole() || outcome_.response.size() < message_size_) {
    refuse(code::kInternal, "OK with a message cut short");
  }
}

}  // namespace bff::upstream
