// SPDX-License-Identifier: Apache-2.0
#include "reader_feed.hpp"

#include <cstring>
#include <numeric>

namespace bff::runtime::http1 {
namespace {

std::string written_out(const Request& request, std::string_view body) {
  std::string text(request.method);
  text.append(" [").append(request.path).append("] [").append(request.query).append("] [");
  text.append(request.target).append("] 1.").append(std::to_string(request.minor_version));
  text.append(request.keep_alive ? " keep" : " close").append(" @").append(request.host);
  for (const HeaderField& field : request.headers) {
    text.append("\n").append(field.name).append("=").append(field.value);
  }
  return text.append("\n\n").append(body);
}

// Takes what is there of streamed content. Of a reader that does not stream: nothing.
RequestReader::State take_parts(RequestReader& reader, RequestReader::State state,
                                std::string& content) {
  if (state == RequestReader::State::head) {
    reader.take_content(std::nullopt);
    if (reader.fault() == Fault::none) reader.detach_head();
    state = reader.next();
  }
  if (state != RequestReader::State::failed && reader.detached()) {
    content += reader.content();
    reader.drop_content();
  }
  return state;
}

// False when the reader wants no more.
bool collect(RequestReader& reader, RequestReader::State state, std::string& content,
             Outcome& outcome) {
  while ((state = take_parts(reader, state, content)) == RequestReader::State::complete) {
    const Request& request = reader.request();
    outcome.requests.push_back(written_out(request, reader.detached() ? content : request.body));
    content.clear();
    reader.consume();
    state = reader.next();
  }
  if (state == RequestReader::State::need_body && reader.take_expect_continue()) {
    ++outcome.continues;
  }
  if (state != RequestReader::State::failed) return true;
  outcome.fault = reader.fault();
  outcome.status = status_of(reader.error());
  outcome.detail = reader.error().detail;
  return false;
}

}  // namespace

bool Outcome::operator==(const Outcome& other) const {
  return requests == other.requests && fault == other.fault && status == other.status &&
         detail == other.detail;
}

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  for (const std::string& request : outcome.requests) out << "{" << request << "} ";
  return out << outcome.status << " " << outcome.detail;
}

void give(RequestReader& reader, std::string_view bytes) {
  if (bytes.empty()) return;
  std::memcpy(reader.prepare(bytes.size()), bytes.data(), bytes.size());
  reader.commit(bytes.size());
}

namespace {

Outcome feed_to(RequestReader& reader, std::string_view bytes,
                const std::vector<std::size_t>& cuts) {
  Outcome outcome;
  std::string content;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= cuts.size(); ++i) {
    const std::size_t end = i < cuts.size() ? cuts[i] : bytes.size();
    give(reader, bytes.substr(begin, end - begin));
    begin = end;
    if (!collect(reader, reader.next(), content, outcome)) return outcome;
  }
  collect(reader, reader.end_of_input(), content, outcome);
  return outcome;
}

}  // namespace

Outcome feed(std::string_view bytes, const std::vector<std::size_t>& cuts, const Limits& limits) {
  RequestReader reader(limits);
  return feed_to(reader, bytes, cuts);
}

Outcome feed_streamed(std::string_view bytes, const std::vector<std::size_t>& cuts,
                      const Limits& limits) {
  RequestReader reader(limits, true);
  return feed_to(reader, bytes, cuts);
}

Outcome feed_byte_by_byte(std::string_view bytes, const Limits& limits) {
  std::vector<std::size_t> cuts(bytes.size());
  std::iota(cuts.begin(), cuts.end(), std::size_t{0});
  return feed(bytes, cuts, limits);
}

}  // namespace bff::runtime::http1
