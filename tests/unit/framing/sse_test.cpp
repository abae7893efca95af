// SPDX-License-Identifier: Apache-2.0
#include "framing/sse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bff::framing::sse {
namespace {

using testing::ElementsAre;
using namespace std::string_view_literals;

struct Event {
  std::string id, name, data;
  bool operator==(const Event&) const = default;
};

// What an EventSource makes of a stream (WHATWG HTML §9.2.6), written after its steps.
class Client {
 public:
  explicit Client(std::string_view stream) {
    while (!stream.empty()) {
      const std::size_t end = stream.find_first_of("\r\n");
      if (end == std::string_view::npos) return;  // an incomplete line is dropped
      line(stream.substr(0, end));
      stream.remove_prefix(end);
      stream.remove_prefix(stream.starts_with("\r\n") ? 2 : 1);
    }
  }
  std::vector<Event> events;
  std::string retry;

 private:
  void line(std::string_view text) {
    if (text.empty()) return dispatch();
    const std::size_t colon = text.find(':');
    if (colon == 0) return;  // a comment
    const std::string_view field = text.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "event") name_ = value;
    if (field == "data") data_.append(value) += '\n';
    if (field == "id" && value.find('\0') == std::string_view::npos) id_ = value;
    if (field == "retry" && value.find_first_not_of("0123456789") == std::string_view::npos) {
      retry = value;
    }
  }
  void dispatch() {
    if (!data_.empty()) {
      data_.pop_back();
      events.push_back({id_, name_.empty() ? "message" : name_, data_});
    }
    name_.clear();
    data_.clear();
  }
  std::string id_, name_, data_;
};

std::vector<Event> events_of(const Head& head, std::string_view data) {
  std::string out;
  append_event(out, head, data);
  return Client(out).events;
}

TEST(Sse, WritesAnEventAsBytes) {
  std::string out;
  append_event(out, {.id = "7", .event = "error"}, R"({"a":1})");
  EXPECT_EQ(out, "id: 7\nevent: error\ndata: {\"a\":1}\n\n");
}

TEST(Sse, IsReadBackAsItWas) {
  EXPECT_THAT(events_of({}, "x"), ElementsAre(Event{"", "message", "x"}));
  EXPECT_THAT(events_of({.id = "a:b", .event = "tick"}, "x"),
              ElementsAre(Event{"a:b", "tick", "x"}));
  // One blank behind the colon is the field's, the others the value's.
  EXPECT_THAT(events_of({.id = " i", .event = " e"}, " x"), ElementsAre(Event{" i", " e", " x"}));
  EXPECT_THAT(events_of({}, ""), ElementsAre(Event{"", "message", ""}));
  EXPECT_THAT(events_of({}, ":no comment"), ElementsAre(Event{"", "message", ":no comment"}));
}

TEST(Sse, SplitsDataAtEveryKindOfLineBreak) {  // §9.2.6 joins with LF
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"a\nb", "a\nb"},
      {"a\rb", "a\nb"},
      {"a\r\nb", "a\nb"},
      {"a\n\rb", "a\n\nb"},
      {"a\n", "a\n"},
      {"\r\n", "\n"},
      {"a\r\r\nb", "a\n\nb"},
      {"\n\n", "\n\n"},
      {"id: 9", "id: 9"},
      {"a\nid: 9", "a\nid: 9"},
      {"a\n\nevent: x", "a\n\nevent: x"},
  };
  for (const auto& [data, read] : rows) {
    EXPECT_THAT(events_of({}, data), ElementsAre(Event{"", "message", std::string(read)})) << data;
  }
}

TEST(Sse, LeavesOutWhatWouldBreakTheStream) {
  for (const auto id : {"a\nb"sv, "a\rb"sv, "a\0b"sv}) {
    EXPECT_THAT(events_of({.id = id}, "x"), ElementsAre(Event{"", "message", "x"}));
  }
  EXPECT_THAT(events_of({.event = "a\ndata: y"}, "x"), ElementsAre(Event{"", "message", "x"}));
}

TEST(Sse, AnEmptyIdMakesTheClientForget) {
  std::string out;
  append_event(out, {.id = "7"}, "x");
  append_event(out, {}, "y");
  append_event(out, {.id = ""}, "z");
  EXPECT_THAT(Client(out).events,
              ElementsAre(Event{"7", "message", "x"}, Event{"7", "message", "y"},
                          Event{"", "message", "z"}));
}

TEST(Sse, WritesTheSameAroundDataOfTheCaller) {
  std::string whole, parts;
  append_event(whole, {.id = "1", .event = "e"}, "[]");
  begin_event(parts, {.id = "1", .event = "e"});
  parts += "[]";
  end_event(parts);
  EXPECT_EQ(parts, whole);
}

TEST(Sse, WritesWhatIsNoEvent) {
  std::string out;
  append_retry(out, std::chrono::milliseconds(1500));
  append_retry(out, std::chrono::milliseconds(-1));
  append_comment(out);
  append_comment(out, "a\ndata: b");
  EXPECT_EQ(out, "retry: 1500\n\nretry: 0\n\n:\n\n: a\n: data: b\n\n");
  EXPECT_THAT(Client(out).events, testing::IsEmpty());
  EXPECT_EQ(Client(out).retry, "0");
}

}  // namespace
}  // namespace bff::framing::sse
