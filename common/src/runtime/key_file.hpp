// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "auth/token_signer.hpp"
#include "runtime/watched_files.hpp"

namespace bff::runtime {

struct Generation;

// What a new text of a key file changes of what each worker serves; called on its thread.
struct KeyChange {
  std::size_t keys = 1;
  std::function<void(Generation&)> apply;
  std::shared_ptr<const auth::TokenSigner> signer = nullptr;  // where public keys are told, too
};

// A file that a snapshot's keys came from: when it becomes another one, these keys change and
// nothing else. As WatchedFile, but for `read`, which takes nothing yet.
struct KeyFile {
  std::string event;
  std::filesystem::path path;
  FileStamp stamp;
  std::function<Result<KeyChange>(const std::string& text)> read;
};

}  // namespace bff::runtime
