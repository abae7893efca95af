// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/detail_kinds.hpp"

namespace bff::proto {

// What a service put beside its status for the client: google.rpc.Status's details, of the types of
// google/rpc/error_details.proto that may go out. All are views into the bytes they were read of;
// a text that was not there is empty. Of each type the first one counts.
struct StatusDetails {
  struct Violation {
    std::string_view field, description, reason;
  };
  struct Precondition {
    std::string_view type, subject, description;
  };
  struct Quota {
    std::string_view subject, description;
  };
  struct Resource {
    std::string_view type, name, description;
  };
  struct Link {
    std::string_view description, url;
  };
  std::string_view localized, locale;  // LocalizedMessage
  std::string_view reason, domain;
  std::vector<std::pair<std::string_view, std::string_view>> metadata;  // keys once
  std::optional<std::int32_t> retry_after;                              // seconds, rounded up
  std::vector<Violation> violations;
  std::vector<Precondition> preconditions;
  std::vector<Quota> quota;
  std::optional<Resource> resource;
  std::vector<Link> links;
};

// Reads a serialised google.rpc.Status, of the call's own `code`. Only what `kinds` has is filled;
// unknown types and fields are passed over. nullopt when the bytes do not hold as a whole: they
// are no such message, a text is not UTF-8, or the code is another. Lists keep their first
// kMostEntries.
std::optional<StatusDetails> read_status_details(std::string_view bytes, int code,
                                                 DetailKinds kinds);

inline constexpr std::size_t kMostEntries = 50;
inline constexpr std::int32_t kMostRetryAfter = 24 * 60 * 60;

// Members of a problem object (docs/problems.md, "Details"), each with a comma before it; without
// `localized`, which is the problem's `detail`. A text is cut to kMostText bytes.
void append_members(std::string& out, const StatusDetails& details);

// The same as protobuf, message by message: full name and bytes. Nothing that the service put into
// them beside these fields is passed on.
std::vector<std::pair<std::string, std::string>> messages_of(const StatusDetails& details);

inline constexpr std::size_t kMostText = 1024;

// At most kMostText bytes of a valid text, cut between characters.
std::string_view cut_text(std::string_view text) noexcept;

}  // namespace bff::proto
