// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/request_reader.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/http1/characters.hpp"
#include "runtime/http1/field_line.hpp"

namespace bff::runtime::http1 {
namespace {

constexpr std::size_t kHeadRead = 2 * 1024;
constexpr std::size_t kBacklog = 64 * 1024;
constexpr std::size_t kBodyRead = 64 * 1024;  // grows with what came, not with what is announced
constexpr std::size_t kUsualFields = 24;

}  // namespace

RequestReader::RequestReader(const Limits& limits, bool asks) : limits_(limits), asks_(asks) {
  request_.headers.reserve(std::min(kUsualFields, limits.fields));
}

char* RequestReader::prepare(std::size_t size) {
  if (buffer_.spare().size() < size && body_end_ < read_ &&
      (stage_ == Stage::chunks || stage_ == Stage::trailers)) {
    // The framing of the chunks read so far: dropped, so that tiny chunks need no more memory
    // than the content that they carry.
    buffer_.erase(body_end_, read_);
    searched_ -= std::min(searched_, read_ - body_end_);
    read_ = body_end_;
  }
  const char* before = buffer_.data();
  const auto replaced = buffer_.make_room(size);
  if (buffer_.data() != before && stage_ != Stage::request_line && !detached()) {
    move_views(before, buffer_.data());
  }
  return buffer_.spare().data();
}

void RequestReader::commit(std::size_t size) { buffer_.commit(size); }

std::size_t RequestReader::read_hint() const noexcept {
  if (stage_ == Stage::body) {
    return std::clamp(static_cast<std::size_t>(body_left_), std::size_t{1}, kBodyRead);
  }
  return stage_ == Stage::chunks ? kHeadRead * 2 : kHeadRead;
}

RequestReader::State RequestReader::next() {
  while (true) {
    switch (stage_) {
      case Stage::request_line:
        if (!read_request_line()) return State::need_head;
        break;
      case Stage::fields:
        if (!read_fields()) return State::need_head;
        break;
      case Stage::head:
        return State::head;
      case Stage::body:
        if (!read_body()) return State::need_body;
        break;
      case Stage::chunks:
        if (!read_chunks()) return State::need_body;
        break;
      case Stage::trailers:
        if (!read_fields()) return State::need_body;
        break;
      case Stage::raw:
        read_ = body_end_ = buffer_.size();
        return State::need_body;
      case Stage::complete:
        return State::complete;
      case Stage::failed:
        return State::failed;
    }
  }
}

// RFC 9112 §2.2: one empty line before a request line is to be ignored; old clients send one
// behind the content of a POST.
bool RequestReader::skip_blank_line() {
  if (buffer_.size() < 2) return false;
  if (buffer_.data()[1] != '\n') return fail(Fault::bare_cr);
  if (blank_line_skipped_) return fail(Fault::blank_lines);
  blank_line_skipped_ = true;
  buffer_.drop(2);
  searched_ = 0;
  return true;
}

bool RequestReader::read_request_line() {
  if (buffer_.empty()) return false;
  const char first = *buffer_.data();
  if (first == '\r') return skip_blank_line();
  if (first == '\n') return fail(Fault::bare_lf);
  if (const Fault fault = check_first_character(first); fault != Fault::none) return fail(fault);

  std::string_view line;
  switch (take_line(limits_.request_line + 1, Fault::request_line_too_long, line)) {
    case Line::incomplete:
      return false;
    case Line::failed:
      return true;
    case Line::taken:
      break;
  }
  if (const Fault fault = parse_request_line(line, line_); fault != Fault::none) return fail(fault);
  stage_ = Stage::fields;
  return true;
}

// `most`: bytes before the LF. The line is returned without its CRLF.
RequestReader::Line RequestReader::take_line(std::size_t most, Fault too_long,
                                             std::string_view& line) {
  const char* data = buffer_.data();
  const std::size_t size = buffer_.size();
  const void* found =
      size > searched_ ? std::memchr(data + searched_, '\n', size - searched_) : nullptr;
  const std::size_t lf =
      found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - data) : size;
  // Judged before the line is complete too, and first of all, so that the outcome is the same
  // for any cut.
  if (lf - read_ > most) {
    fail(too_long);
    return Line::failed;
  }
  if (found == nullptr) {
    searched_ = size;
    return Line::incomplete;
  }
  if (lf == read_ || data[lf - 1] != '\r') {
    fail(Fault::bare_lf);
    return Line::failed;
  }
  line = {data + read_, lf - 1 - read_};
  read_ = searched_ = lf + 1;
  return Line::taken;
}

RequestReader::Line RequestReader::take_field_line(std::string_view& line) {
  if (buffer_.size() > read_ && buffer_.data()[read_] == '\r') {
    return take_line(1, Fault::bare_cr, line);  // the empty line at the end, or nothing valid
  }
  const std::size_t left = limits_.headers - header_bytes_;
  return take_line(left > 0 ? left - 1 : 0, Fault::headers_too_long, line);
}

bool RequestReader::read_fields() {
  while (true) {
    std::string_view line;
    switch (take_field_line(line)) {
      case Line::incomplete:
        return false;
      case Line::failed:
        return true;
      case Line::taken:
        break;
    }
    if (line.empty()) {
      if (stage_ == Stage::fields) {
        finish_head();
      } else {
        complete();
      }
      return true;
    }
    header_bytes_ += line.size() + 2;
    if (++field_count_ > limits_.fields) return fail(Fault::too_many_fields);
    if (const Fault fault = read_field(line); fault != Fault::none) return fail(fault);
  }
}

Fault RequestReader::read_field(std::string_view line) {
  HeaderField field;
  const Fault fault = parse_field_line(line, field_count_ == 1, field);
  if (fault != Fault::none) return fault;
  if (stage_ == Stage::trailers) return check_trailer(field);
  request_.headers.push_back(field);
  if (field.name.size() == 4 && iequals(field.name, "host")) request_.host = field.value;
  return rules_.see(field);
}

void RequestReader::finish_head() {
  const Fault fault = rules_.finish(line_, request_.host);
  if (fault != Fault::none) {
    fail(fault);
    return;
  }
  if (!line_.authority.empty() && !line_.target.starts_with('/')) insert_path();
  if (request_.host.empty()) request_.host = line_.authority;
  body_begin_ = body_end_ = read_;
  // HTTP/1.0 knows no interim responses (RFC 9110 §10.1.1).
  expect_continue_ = rules_.expects_continue() && rules_.has_content() &&
                     line_.minor_version >= 1 && buffer_.size() == read_;
  if (!rules_.has_content()) {
    complete();
  } else if (asks_) {
    fill_request();
    stage_ = Stage::head;
  } else {
    take_content({});
  }
}

void RequestReader::take_content(std::optional<std::size_t> limit) {
  const std::size_t most = limit.value_or(limits_.body);
  if (rules_.chunked()) {
    chunks_.start(most, limits_.chunk_extensions);
    stage_ = Stage::chunks;
  } else if (rules_.content_length() > most) {
    fail(Fault::content_too_large);
  } else {
    body_left_ = rules_.content_length();
    stage_ = Stage::body;
  }
}

bool RequestReader::read_body() {
  const std::size_t part =
      static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, buffer_.size() - read_));
  read_ += part;
  body_left_ -= part;
  body_end_ = read_;
  if (body_left_ > 0) return false;
  complete();
  return true;
}

bool RequestReader::read_chunks() {
  switch (chunks_.decode(buffer_.data(), buffer_.size(), read_, body_end_)) {
    case ChunkedDecoder::Progress::more:
      return false;
    case ChunkedDecoder::Progress::failed:
      return fail(chunks_.fault());
    case ChunkedDecoder::Progress::done:
      break;
  }
  searched_ = read_;
  stage_ = Stage::trailers;
  return true;
}

void RequestReader::complete() {
  fill_request();
  if (!detached()) request_.body = content();
  stage_ = Stage::complete;
}

void RequestReader::fill_request() {
  request_.method = line_.method;
  request_.target = line_.target;
  request_.path = line_.path;
  request_.query = line_.query;
  request_.minor_version = line_.minor_version;
  request_.keep_alive = rules_.keep_alive(line_.minor_version);
  request_.upgrade = rules_.upgrade(line_.minor_version);
  request_.body = {};
}

void RequestReader::detach_head() {
  head_.assign(buffer_.data(), read_);
  move_views(buffer_.data(), head_.data());
  fill_request();
  drop_content();
}

void RequestReader::drop_content() {
  if (detached()) {
    buffer_.drop(read_);
    searched_ -= std::min(searched_, read_);
    read_ = body_end_ = 0;
  }
  body_begin_ = body_end_;
}

void RequestReader::leave_http() {
  if (detached()) {
    drop_content();
  } else {
    detach_head();
  }
  stage_ = Stage::raw;
}

// An absolute target may lack its path, an origin-form cannot (RFC 9112 §3.2.1, §3.2.4). The
// authority gives way by one byte, over the scheme's last slash, so that the path has a place.
void RequestReader::insert_path() {
  const auto begin = static_cast<std::size_t>(line_.authority.data() - buffer_.data());
  const std::size_t size = line_.authority.size();
  char* authority = buffer_.data() + begin - 1;
  std::memmove(authority, authority + 1, size);
  char* path = authority + size;
  *path = line_.target.empty() && line_.method == "OPTIONS" ? '*' : '/';
  line_.authority = {authority, size};
  line_.target = {path, line_.target.size() + 1};
  line_.path = {path, 1};
}

bool RequestReader::take_expect_continue() {
  const bool asked = expect_continue_ && buffer_.size() == body_begin_;
  expect_continue_ = false;
  return asked;
}

void RequestReader::consume() {
  buffer_.drop(read_);
  request_.headers.clear();
  request_.host = {};
  if (detached()) head_ = {};
  rules_.reset();
  line_ = {};
  stage_ = Stage::request_line;
  blank_line_skipped_ = expect_continue_ = false;
  read_ = searched_ = body_begin_ = body_end_ = header_bytes_ = field_count_ = 0;
}

bool RequestReader::backlogged() const noexcept {
  return stage_ == Stage::request_line && buffer_.size() >= kBacklog;
}

bool RequestReader::idle() const noexcept {
  return stage_ == Stage::request_line && buffer_.empty();
}

bool RequestReader::in_body() const noexcept {
  return stage_ == Stage::body || stage_ == Stage::chunks || stage_ == Stage::trailers;
}

RequestReader::State RequestReader::end_of_input() {
  const State state = next();
  if (stage_ == Stage::raw) return State::complete;
  if ((state != State::need_head && state != State::need_body) || idle()) return state;
  fail(state == State::need_head ? Fault::ended_in_head : Fault::ended_in_body);
  return State::failed;
}

bool RequestReader::fail(Fault fault) {
  const FaultInfo reason = info(fault);
  fault_ = fault;
  error_ = {.code = reason.code, .detail = std::string(reason.detail)};
  stage_ = Stage::failed;
  return true;
}

void RequestReader::move_views(const char* from, const char* to) {
  const auto move = [from, to](std::string_view& view) {
    if (!view.empty()) view = {to + (view.data() - from), view.size()};
  };
  for (std::string_view* view : {&line_.method, &line_.target, &line_.path, &line_.query,
                                 &line_.authority, &request_.host}) {
    move(*view);
  }
  for (HeaderField& field : request_.headers) {
    move(field.name);
    move(field.value);
  }
}

}  // namespace bff::runtime::http1
