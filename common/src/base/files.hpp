// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"

namespace bff {

// The whole of a regular file; nullopt with the reason in `why` ("No such file or directory").
// Pipes and devices are refused: a start-up must not wait for a writer.
std::optional<std::string> read_file(const std::filesystem::path& path, std::string& why);

// The same as a Source whose path is display_path(path); null with the reason in `why`.
std::shared_ptr<const Source> read_source(const std::filesystem::path& path, std::string& why);

// Puts `bytes` in the place of the file, at once: readers see the old ones or the new ones. The
// reason why it cannot, or "".
std::string replace_file(const std::filesystem::path& path, std::string_view bytes);

// As an operator would write it: relative when it is below the working directory.
std::string display_path(const std::filesystem::path& path);

}  // namespace bff
