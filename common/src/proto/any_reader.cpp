// SPDX-License-Identifier: Apache-2.0
// google.protobuf.Any within MessageReader: type_url = 1, value = 2, the held message's bytes.
#include "proto/message_reader.hpp"

namespace bff::proto {

using Kind = json::Reader::Kind;
using Next = json::Reader::Next;
using wire::Type;

bool MessageReader::any(int depth) {
  if (in_.peek() != Kind::object) return expected("an object");
  const Scratch::Scope scope(scratch_);
  const json::Reader::Mark begin = in_.mark();
  std::string_view url;
  if (!find_type(url)) return false;
  if (url.data() == nullptr) return true;  // {} is an empty Any
  const std::size_t slash = url.rfind('/');
  const MessageTable* const held = options_.any == nullptr || slash == std::string_view::npos
                                       ? nullptr
                                       : options_.any->resolve(url.substr(slash + 1));
  if (held == nullptr) return no_type();
  in_.rewind(begin);
  wire_.tag(1, Type::length);
  wire_.bytes(url);
  const std::size_t before = wire_.size();
  std::size_t after = before;
  const auto fill = [&] {
    after = wire_.size();
    return held->well_known == WellKnown::none
               ? members(*held, FieldTree::everything(), depth + 1, true)
               : any_value(*held, depth + 1);
  };
  if (!submessage(2, depth + 1, fill)) return false;
  if (wire_.size() == after) wire_.cut(before);
  return true;
}

// Reads on to the first "@type" of the object that begins here. `url` stays null where the object
// has no members.
bool MessageReader::find_type(std::string_view& url) {
  if (!in_.open()) return not_json();
  json::Text key;
  Next next;
  bool empty = true;
  std::size_t from = in_.offset();
  while ((next = in_.member(key)) == Next::more) {
    if (plain(key) == kType) {
      json::Text text;
      if (in_.peek() != Kind::text || !in_.text(text)) return no_type();
      url = plain(text);
      return true;
    }
    empty = false;
    if (!in_.skip()) return not_json();
    // What is passed over is read again, by each Any around it: too much of that is refused, for
    // the time would grow with the depth as well.
    scanned_ += in_.offset() - from;
    from = in_.offset();
    if (scanned_ > kMaxScans * text_.size()) return expected("\"@type\" before all else");
  }
  if (next == Next::failed) return not_json();
  return empty || expected("\"@type\"");
}

// A well-known type, whose JSON is the member "value". An Empty may stand without one, as
// protobuf's own writers leave it out.
bool MessageReader::any_value(const MessageTable& held, int depth) {
  constexpr std::string_view kValue = "value";
  if (!in_.open()) return not_json();
  bool typed = false, valued = false;
  json::Text key;
  Next next;
  while ((next = in_.member(key)) == Next::more) {
    const std::string_view name = plain(key);
    if (name == kType) {
      if (!pass_type(typed)) return false;
    } else if (name == kValue) {
      if (valued) return fail(kTwice), at(name);
      valued = true;
      if (!body(held, FieldTree::everything(), depth)) return at(name);
    } else if (!unknown(name)) {
      return false;
    }
  }
  if (next == Next::failed) return not_json();
  return valued || held.well_known == WellKnown::empty || (expected("a value"), at(kValue));
}

// find_type() has read it already. `typed`: whether this is a second one.
bool MessageReader::pass_type(bool& typed) {
  if (typed) return fail(kTwice), at(kType);
  typed = true;
  return in_.skip();
}

bool MessageReader::no_type() {
  return expected("the URL of a known type, such as \"type.googleapis.com/google.type.Date\""),
         at(kType);
}

}  // namespace bff::proto
