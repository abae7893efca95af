// SPDX-License-Identifier: Apache-2.0
#include "proto/status_details.hpp"

#include <algorithm>
#include <initializer_list>

#include "json/writer.hpp"
#include "proto/wire.hpp"

namespace bff::proto {
namespace {

struct WireField {
  std::uint32_t number = 0;
  bool is_bytes = false;    // a text, bytes or a message; else a varint
  std::string_view bytes;   // is_bytes
  std::uint64_t value = 0;  // a varint
};

// Calls visit(field) -> bool for each field of these two wire types; the others are passed over.
template <class Visit>
bool for_each_field(std::string_view message, Visit&& visit) {
  wire::Reader in(message);
  while (!in.done()) {
    std::uint32_t tag = 0;
    if (!in.tag(tag)) return false;
    WireField field{.number = wire::number_of(tag)};
    const wire::Type type = wire::type_of(tag);
    field.is_bytes = type == wire::Type::length;
    if (field.is_bytes               ? !in.length(field.bytes)
        : type == wire::Type::varint ? !in.varint(field.value)
                                     : !in.skip(tag, 0)) {
      return false;
    }
    if ((field.is_bytes || type == wire::Type::varint) && !visit(field)) return false;
  }
  return true;
}

// Calls visit(message) -> bool for each message in field `number`.
template <class Visit>
bool for_each_message(std::string_view message, std::uint32_t number, Visit&& visit) {
  return for_each_field(message, [&](const WireField& field) {
    return !field.is_bytes || field.number != number || visit(field.bytes);
  });
}

struct Text {
  std::uint32_t number;
  std::string_view* to;
};

// Texts of a message; the last one of a field counts.
bool read_texts(std::string_view message, std::initializer_list<Text> texts) {
  return for_each_field(message, [&](const WireField& field) {
    if (!field.is_bytes) return true;
    for (const Text& text : texts) {
      if (text.number != field.number) continue;
      *text.to = field.bytes;
      return json::valid_utf8(field.bytes);
    }
    return true;
  });
}

// An element of field 1 for each, up to kMostEntries. `read(message, element)` fills it.
template <class Element, class Read>
bool read_list(std::string_view message, std::vector<Element>& list, Read&& read) {
  return for_each_message(message, 1, [&](std::string_view bytes) {
    Element element;
    if (!read(bytes, element)) return false;
    if (list.size() < kMostEntries) list.push_back(element);
    return true;
  });
}

bool read_localized(std::string_view message, std::string_view& text, std::string_view& locale) {
  return read_texts(message, {{1, &locale}, {2, &text}});
}

bool read_bad_request(std::string_view message, StatusDetails& out) {
  return read_list(message, out.violations, [](std::string_view bytes, auto& violation) {
    std::string_view localized, locale;
    const bool read = read_texts(
        bytes, {{1, &violation.field}, {2, &violation.description}, {3, &violation.reason}});
    const bool good = read && for_each_message(bytes, 4, [&](std::string_view of_user) {
                        return read_localized(of_user, localized, locale);
                      });
    if (!localized.empty()) violation.description = localized;
    return good;
  });
}

// Whole seconds of a google.protobuf.Duration, rounded up. Below zero there is nothing to wait for.
bool read_retry_info(std::string_view message, StatusDetails& out) {
  return for_each_message(message, 1, [&](std::string_view duration) {
    std::int64_t seconds = 0, nanos = 0;
    const bool read = for_each_field(duration, [&](const WireField& field) {
      if (field.is_bytes) return true;
      if (field.number == 1) seconds = static_cast<std::int64_t>(field.value);
      if (field.number == 2) nanos = static_cast<std::int32_t>(field.value);
      return true;
    });
    seconds = std::clamp<std::int64_t>(seconds, -1, kMostRetryAfter);
    if (seconds >= 0 && nanos > 0) ++seconds;
    out.retry_after = static_cast<std::int32_t>(
        std::clamp<std::int64_t>(nanos < 0 ? -1 : seconds, 0, kMostRetryAfter));
    return read;
  });
}

// UPPER_SNAKE_CASE of at most 63 characters, as google.aip.dev/193 wants it: a constant of the
// service's interface, and no text that may hold anything.
bool is_constant(std::string_view reason) noexcept {
  return !reason.empty() && reason.size() <= 63 && reason[0] >= 'A' && reason[0] <= 'Z' &&
         std::all_of(reason.begin(), reason.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

bool read_error_info(std::string_view message, bool whole, StatusDetails& out) {
  std::string_view domain;
  if (!read_texts(message, {{1, &out.reason}, {2, &domain}})) return false;
  if (!whole) {
    if (!is_constant(out.reason)) out.reason = {};
    return true;
  }
  out.domain = domain;
  return for_each_message(message, 3, [&](std::string_view entry) {
    std::pair<std::string_view, std::string_view> member;
    if (!read_texts(entry, {{1, &member.first}, {2, &member.second}})) return false;
    auto& all = out.metadata;
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const auto& other) { return other.first == member.first; });
    if (known != all.end()) {
      *known = member;
    } else if (all.size() < kMostEntries) {
      all.push_back(member);
    }
    return true;
  });
}

bool read_preconditions(std::string_view message, StatusDetails& out) {
  return read_list(message, out.preconditions, [](std::string_view bytes, auto& one) {
    return read_texts(bytes, {{1, &one.type}, {2, &one.subject}, {3, &one.description}});
  });
}

bool read_quota(std::string_view message, StatusDetails& out) {
  return read_list(message, out.quota, [](std::string_view bytes, auto& one) {
    return read_texts(bytes, {{1, &one.subject}, {2, &one.description}});
  });
}

// Field 3 is the owner, a person or a project: it is not read.
bool read_resource(std::string_view message, StatusDetails& out) {
  auto& resource = out.resource.emplace();
  return read_texts(message,
                    {{1, &resource.type}, {2, &resource.name}, {4, &resource.description}});
}

// What a page could run instead of following it is no link.
bool is_web_address(std::string_view url) noexcept {
  return url.starts_with("https://") || url.starts_with("http://");
}

bool read_help(std::string_view message, StatusDetails& out) {
  const bool read = read_list(message, out.links, [](std::string_view bytes, auto& link) {
    return read_texts(bytes, {{1, &link.description}, {2, &link.url}});
  });
  std::erase_if(out.links, [](const auto& link) { return !is_web_address(link.url); });
  return read;
}

// Of each type the first one is read.
class DetailReader {
 public:
  DetailReader(DetailKinds kinds, StatusDetails& out) : kinds_(kinds), out_(out) {}

  // An Any of the details.
  bool read(std::string_view any) {
    constexpr std::string_view kPackage = "google.rpc.";
    std::string_view type, value;
    if (!read_any(any, type, value)) return false;
    type = type.substr(type.rfind('/') + 1);
    if (!type.starts_with(kPackage)) return true;
    type.remove_prefix(kPackage.size());
    using enum DetailKind;
    if (takes(type, "LocalizedMessage", localized_message))
      return read_localized(value, out_.localized, out_.locale);
    if (takes(type, "BadRequest", bad_request)) return read_bad_request(value, out_);
    if (takes(type, "RetryInfo", retry_info)) return read_retry_info(value, out_);
    if (takes(type, "ErrorInfo", error_info)) return read_error_info(value, true, out_);
    if (takes(type, "ErrorInfo", reason)) return read_error_info(value, false, out_);
    if (takes(type, "PreconditionFailure", precondition_failure))
      return read_preconditions(value, out_);
    if (takes(type, "QuotaFailure", quota_failure)) return read_quota(value, out_);
    if (takes(type, "ResourceInfo", resource_info)) return read_resource(value, out_);
    if (takes(type, "Help", help)) return read_help(value, out_);
    return true;
  }

 private:
  static bool read_any(std::string_view any, std::string_view& type, std::string_view& value) {
    return for_each_field(any, [&](const WireField& field) {
      if (field.is_bytes && field.number == 1) type = field.bytes;
      if (field.is_bytes && field.number == 2) value = field.bytes;
      return true;
    });
  }

  // `error_info` has more than `reason`: where both are wanted it has been read.
  bool takes(std::string_view type, std::string_view name, DetailKind kind) {
    if (type != name || !kinds_.has(kind)) return false;
    if (kind == DetailKind::reason && kinds_.has(DetailKind::error_info)) return false;
    return read_.add(kind);
  }

  DetailKinds kinds_, read_;
  StatusDetails& out_;
};

}  // namespace

std::optional<StatusDetails> read_status_details(std::string_view bytes, int code,
                                                 DetailKinds kinds) {
  StatusDetails out;
  DetailReader reader(kinds, out);
  std::uint64_t own_code = 0;
  const bool good = for_each_field(bytes, [&](const WireField& field) {
    if (!field.is_bytes && field.number == 1) own_code = field.value;
    return !field.is_bytes || field.number != 3 || reader.read(field.bytes);
  });
  if (!good || own_code != static_cast<std::uint64_t>(code)) return std::nullopt;
  return out;
}

}  // namespace bff::proto
