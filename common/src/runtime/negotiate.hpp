// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace bff::runtime {

// Which of the media types on offer a client takes best, by its `Accept` (RFC 9110 §12.5.1): the
// first of those with the highest weight; nullopt when it takes none of them. Without the header it
// takes all. Parameters other than `q` are passed over, and so is an element that cannot be read.
// `offered`: in lower case, the gateway's own preference first.
std::optional<std::size_t> negotiate(std::optional<std::string_view> accept,
                                     std::span<const std::string_view> offered);

// The type of a Content-Type without its parameters: a view, in whatever case it came.
std::string_view media_type(std::string_view content_type) noexcept;

}  // namespace bff::runtime
