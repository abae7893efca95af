// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>

#include "json/writer.hpp"
#include "proto/status_details.hpp"

namespace bff::proto {
namespace {

struct Member {
  std::string_view key, value;
};

// {"field":"a","description":"b"}: those that are not empty.
void append_object(json::Appender& out, std::initializer_list<Member> members) {
  char before = '{';
  for (const auto& [key, value] : members) {
    if (value.empty()) continue;
    out += before;
    out += '"';
    out += key;
    out += "\":";
    json::append_string(out, cut_text(value));
    before = ',';
  }
  out += before == '{' ? "{}" : "}";
}

void append_text(json::Appender& out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  out += ",\"";
  out += key;
  out += "\":";
  json::append_string(out, cut_text(value));
}

template <class Element, class Append>
void append_list(json::Appender& out, std::string_view key, const std::vector<Element>& list,
                 Append&& append) {
  if (list.empty()) return;
  out += ",\"";
  out += key;
  out += "\":";
  char before = '[';
  for (const Element& element : list) {
    out += before;
    append(element);
    before = ',';
  }
  out += ']';
}

void append_metadata(json::Appender& out, const StatusDetails& details) {
  if (details.metadata.empty()) return;
  out += ",\"metadata\":";
  char before = '{';
  for (const auto& [key, value] : details.metadata) {
    out += before;
    json::append_string(out, cut_text(key));
    out += ':';
    json::append_string(out, cut_text(value));
    before = ',';
  }
  out += '}';
}

}  // namespace

std::string_view cut_text(std::string_view text) noexcept {
  if (text.size() <= kMostText) return text;
  std::size_t size = kMostText;
  while ((static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

void append_members(std::string& text, const StatusDetails& details) {
  json::Appender out{text};
  append_text(out, "reason", details.reason);
  append_text(out, "domain", details.domain);
  append_metadata(out, details);
  append_list(out, "violations", details.violations, [&](const auto& one) {
    append_object(out,
                  {{"field", one.field}, {"description", one.description}, {"reason", one.reason}});
  });
  append_list(out, "preconditions", details.preconditions, [&](const auto& one) {
    append_object(out,
                  {{"type", one.type}, {"subject", one.subject}, {"description", one.description}});
  });
  append_list(out, "quota", details.quota, [&](const auto& one) {
    append_object(out, {{"subject", one.subject}, {"description", one.description}});
  });
  if (details.resource) {
    out += ",\"resource\":";
    append_object(out, {{"type", details.resource->type},
                        {"name", details.resource->name},
                        {"description", details.resource->description}});
  }
  append_list(out, "links", details.links, [&](const auto& one) {
    append_object(out, {{"description", one.description}, {"url", one.url}});
  });
  if (details.retry_after) {
    out += ",\"retry_after\":";
    json::append_int(out, *details.retry_after);
  }
}

}  // namespace bff::proto
