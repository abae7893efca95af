// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/key_store.hpp"
#include "base/files.hpp"

namespace bff::app {
namespace {

using auth::ApiKey;

class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder)
      : file_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (file_ >= 0) flock(file_, LOCK_EX);
  }
  ~FolderLock() {
    if (file_ >= 0) close(file_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_;
};

// A file that is not there yet has no keys.
class KeyFile final : public KeyStore {
 public:
  explicit KeyFile(const config::ApiKeys& config)
      : path_(config.file), place_(config.place), lock_(path_.parent_path()) {}

  std::string name() const override { return display_path(path_); }

  std::optional<std::vector<ApiKey>> list(Diagnostics& out) override {
    std::error_code error;
    if (!std::filesystem::exists(path_, error)) return std::vector<ApiKey>{};
    std::string why;
    const auto text = read_file(path_, why);
    if (text) {
      auto keys = auth::parse_api_keys(*text);
      if (keys) return *std::move(keys);
      why = keys.error().internal;
    }
    out.add("BFF147", place_, "cannot read the keys in '" + display_path(path_) + "': " + why,
            "it is made by 'keys add', and not written by hand");
    return std::nullopt;
  }

  bool add(const ApiKey& key, Diagnostics& out) override {
    auto keys = list(out);
    if (!keys) return false;
    keys->push_back(key);
    return write(*keys, out);
  }

  std::optional<bool> revoke(const std::string& id, Diagnostics& out) override {
    auto keys = list(out);
    if (!keys) return std::nullopt;
    if (std::erase_if(*keys, [&](const ApiKey& key) { return key.id == id; }) == 0) return false;
    if (!write(*keys, out)) return std::nullopt;
    return true;
  }

 private:
  bool write(const std::vector<ApiKey>& keys, Diagnostics& out) const {
    const auto old = umask(077);
    const std::string why = replace_file(path_, auth::api_keys_json(keys));
    umask(old);
    if (why.empty()) return true;
    out.add("BFF148", place_, "cannot write the keys to '" + display_path(path_) + "': " + why,
            "the folder must be there, and be writable");
    return false;
  }

  const std::filesystem::path path_;
  const Place place_;
  const FolderLock lock_;
};

}  // namespace

std::unique_ptr<KeyStore> make_key_file(const config::ApiKeys& config) {
  return std::make_unique<KeyFile>(config);
}

}  // namespace bff::app
