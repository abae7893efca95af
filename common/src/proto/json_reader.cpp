// SPDX-License-Identifier: Apache-2.0
#include "proto/json_reader.hpp"

#include "proto/message_reader.hpp"

namespace bff::proto {
namespace {

// A name comes from the client: cut, so that an answer or the log cannot be flooded with it.
constexpr std::size_t kMaxName = 100;

// A name as a step of a JSON pointer (RFC 6901 §3).
std::string step_of(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    if (step.size() > kMaxName && (c & 0xC0) != 0x80) return step + "…";  // between characters
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

template <class Read>
Result<void> append(std::string& out, std::string_view json, const ReadOptions& options,
                    std::pmr::memory_resource& arena, Read read) {
  const std::size_t before = out.size();
  bool good;
  Error error;
  {
    json::Appender appender(out);
    MessageReader reader(appender, json, options, arena);
    good = read(reader);
    if (!good) error = reader.to_error();
  }
  if (good) return {};
  out.resize(before);
  return error;
}

}  // namespace

Result<void> append_message(std::string& out, std::string_view json, const MessageTable& table,
                            const ReadOptions& options, std::pmr::memory_resource& arena) {
  return append(out, json, options, arena, [&](MessageReader& in) { return in.message(table); });
}

Result<void> append_field(std::string& out, std::string_view json, const Field& field,
                          const ReadOptions& options, std::pmr::memory_resource& arena) {
  return append(out, json, options, arena, [&](MessageReader& in) { return in.field(field); });
}

MessageReader::MessageReader(json::Appender& out, std::string_view text, const ReadOptions& options,
                             std::pmr::memory_resource& arena)
    : out_(out),
      wire_(out),
      begin_(out.size()),
      text_(text),
      in_(text, options.max_depth),
      options_(options),
      closure_(options.closure == nullptr ? FieldTree::everything() : *options.closure),
      scratch_(arena),
      scalars_(in_, options, scratch_) {}

bool MessageReader::message(const MessageTable& table) {
  return starts() && body(table, closure_, 0) && ends();
}

bool MessageReader::field(const Field& field) {
  if (!starts()) return false;
  const bool null = in_.peek() == json::Reader::Kind::null && !takes_null(field);
  return (null ? in_.null() : member(field, closure_, 0)) && ends();
}

// What a client sees most often when it sends the wrong thing has words of its own.
bool MessageReader::starts() {
  if (text_.empty()) return fail("the body is empty");
  if (text_.starts_with("\xEF\xBB\xBF")) return fail("JSON must not begin with a byte order mark");
  return true;
}

bool MessageReader::ends() {
  if (!in_.finish()) return false;
  return wire_.size() - begin_ <= kMaxMessage || fail("the message is larger than 2 GiB");
}

bool MessageReader::fail(std::string_view what) {
  what_ = what;
  return false;
}

bool MessageReader::expected(std::string_view what) {
  is_expected_ = true;
  return fail(what);
}

bool MessageReader::expected_value(const Field& field) {
  enumeration_ = field.enumeration;
  return expected(ScalarReader::expectation(field));
}

bool MessageReader::at(std::string_view name) {
  pointer_.insert(0, step_of(name));
  return false;
}

bool MessageReader::at(std::size_t index) { return at(std::to_string(index)); }

Error MessageReader::to_error() const {
  Error error;
  error.code = Errc::invalid_body;
  error.parameter = "body" + pointer_;
  if (!in_.what().empty()) {
    error.detail = "this is not JSON at byte " + std::to_string(in_.offset()) + ": ";
    error.detail += in_.what();
    return error;
  }
  if (is_expected_) error.detail = "expected ";
  error.detail += what_;
  if (enumeration_ != nullptr) {
    error.detail += ' ';
    error.detail += enumeration_->full_name.substr(enumeration_->full_name.rfind('.') + 1);
  }
  return error;
}

}  // namespace bff::proto
