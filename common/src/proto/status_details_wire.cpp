// SPDX-License-Identifier: Apache-2.0
#include "proto/status_details.hpp"
#include "proto/wire_writer.hpp"

namespace bff::proto {
namespace {

using wire::Type;

void put_text(wire::Writer& out, std::uint32_t number, std::string_view text) {
  if (text.empty()) return;
  out.tag(number, Type::length);
  out.bytes(cut_text(text));
}

template <class Put>
void put_message(wire::Writer& out, std::uint32_t number, Put&& put) {
  out.tag(number, Type::length);
  const std::size_t begin = out.begin();
  put();
  out.end(begin);
}

// `put(writer)` writes the message's fields.
template <class Put>
std::pair<std::string, std::string> made(std::string_view name, Put&& put) {
  std::pair<std::string, std::string> message{"google.rpc." + std::string(name), {}};
  json::Appender bytes{message.second};
  wire::Writer out(bytes);
  put(out);
  return message;
}

// A message that is a list of messages in field 1.
template <class Element, class Put>
std::pair<std::string, std::string> made_list(std::string_view name,
                                              const std::vector<Element>& list, Put&& put) {
  return made(name, [&](wire::Writer& out) {
    for (const Element& one : list) put_message(out, 1, [&] { put(out, one); });
  });
}

}  // namespace

std::vector<std::pair<std::string, std::string>> messages_of(const StatusDetails& details) {
  std::vector<std::pair<std::string, std::string>> all;
  if (!details.reason.empty() || !details.domain.empty() || !details.metadata.empty()) {
    all.push_back(made("ErrorInfo", [&](wire::Writer& out) {
      put_text(out, 1, details.reason);
      put_text(out, 2, details.domain);
      for (const auto& entry : details.metadata) {
        put_message(out, 3, [&] {
          put_text(out, 1, entry.first);
          put_text(out, 2, entry.second);
        });
      }
    }));
  }
  if (!details.violations.empty()) {
    all.push_back(
        made_list("BadRequest", details.violations, [](wire::Writer& out, const auto& one) {
          put_text(out, 1, one.field);
          put_text(out, 2, one.description);
          put_text(out, 3, one.reason);
        }));
  }
  if (!details.preconditions.empty()) {
    all.push_back(made_list("PreconditionFailure", details.preconditions,
                            [](wire::Writer& out, const auto& one) {
                              put_text(out, 1, one.type);
                              put_text(out, 2, one.subject);
                              put_text(out, 3, one.description);
                            }));
  }
  if (!details.quota.empty()) {
    all.push_back(made_list("QuotaFailure", details.quota, [](wire::Writer& out, const auto& one) {
      put_text(out, 1, one.subject);
      put_text(out, 2, one.description);
    }));
  }
  if (details.resource) {
    all.push_back(made("ResourceInfo", [&](wire::Writer& out) {
      put_text(out, 1, details.resource->type);
      put_text(out, 2, details.resource->name);
      put_text(out, 4, details.resource->description);
    }));
  }
  if (!details.links.empty()) {
    all.push_back(made_list("Help", details.links, [](wire::Writer& out, const auto& one) {
      put_text(out, 1, one.description);
      put_text(out, 2, one.url);
    }));
  }
  if (!details.localized.empty()) {
    all.push_back(made("LocalizedMessage", [&](wire::Writer& out) {
      put_text(out, 1, details.locale);
      put_text(out, 2, details.localized);
    }));
  }
  if (details.retry_after) {
    all.push_back(made("RetryInfo", [&](wire::Writer& out) {
      put_message(out, 1, [&] {
        out.tag(1, Type::varint);
        out.varint(static_cast<std::uint64_t>(*details.retry_after));
      });
    }));
  }
  return all;
}

}  // namespace bff::proto
