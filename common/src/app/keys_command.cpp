// SPDX-License-Identifier: Apache-2.0
#include "app/keys_command.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include <nlohmann/json.hpp>

#include "auth/api_key.hpp"
#include "base/files.hpp"
#include "config/gateway.hpp"

namespace bff::app {
namespace {

using auth::ApiKey;
using std::chrono::system_clock;

// Held while the file is read, changed and put back, so that two commands lose nothing.
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

std::string date_of(ApiKey::Time time) {
  if (time == ApiKey::kNever) return "never";
  const std::time_t seconds = system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
  return text.empty() ? "-" : text;
}

void print(const std::vector<ApiKey>& keys, const std::string& format) {
  if (format == "json") {
    auto list = nlohmann::ordered_json::array();
    for (const ApiKey& key : keys) {
      list.push_back({{"id", key.id},
                      {"subject", key.subject},
                      {"plan", key.plan},
                      {"scopes", key.scopes},
                      {"created", date_of(key.created)},
                      {"expires", date_of(key.expires)}});
    }
    std::cout << list.dump(2) << "\n";
    return;
  }
  for (const ApiKey& key : keys) {
    std::cout << key.id << "  " << key.subject << "  plan " << (key.plan.empty() ? "-" : key.plan)
              << "  scopes " << joined(key.scopes) << "  made " << date_of(key.created)
              << "  expires " << date_of(key.expires) << "\n";
  }
}

// The keys as they are kept. A file that is not there yet has none.
class KeyFile {
 public:
  explicit KeyFile(const config::ApiKeys& config) : path_(config.file), place_(config.place) {}

  const std::filesystem::path& path() const noexcept { return path_; }

  std::optional<std::vector<ApiKey>> read(Diagnostics& out) const {
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

  bool write(const std::vector<ApiKey>& keys, Diagnostics& out) const {
    const auto old = umask(077);
    const std::string why = replace_file(path_, auth::api_keys_json(keys));
    umask(old);
    if (why.empty()) return true;
    out.add("BFF148", place_, "cannot write the keys to '" + display_path(path_) + "': " + why,
            "the folder must be there, and be writable");
    return false;
  }

 private:
  std::filesystem::path path_;
  Place place_;
};

int add(const Options::Keys& wanted, std::vector<ApiKey> keys, const KeyFile& file,
        Diagnostics& out) {
  const auto now = std::chrono::floor<std::chrono::seconds>(system_clock::now());
  ApiKey key{
      .subject = wanted.subject, .plan = wanted.plan, .scopes = wanted.scopes, .created = now};
  if (!wanted.expires.empty()) {
    config::Milliseconds life{};
    if (!config::parse_duration(wanted.expires, life) || life.count() <= 0) {
      out.add("BFF412", {}, "'" + wanted.expires + "' is no time for which a key could hold",
              "write a number and its unit, such as '2160h'");
      return 2;
    }
    key.expires = now + std::chrono::ceil<std::chrono::seconds>(life);
  }
  const std::string text = auth::make_api_key(key);
  keys.push_back(std::move(key));
  if (!file.write(keys, out)) return 1;
  std::cout << text << "\n";
  return 0;
}

int revoke(const std::string& id, std::vector<ApiKey> keys, const KeyFile& file, Diagnostics& out) {
  if (std::erase_if(keys, [&](const ApiKey& key) { return key.id == id; }) == 0) {
    out.add("BFF413", {}, "there is no key '" + id + "' in " + display_path(file.path()),
            "'keys list' has their ids");
    return 2;
  }
  return file.write(keys, out) ? 0 : 1;
}

}  // namespace

int keys(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  const int status = [&] {
    std::string why;
    const auto source = read_source(options.config_file, why);
    if (!source) {
      problems.add("BFF100", {},
                   "cannot read the configuration '" + options.config_file + "': " + why,
                   "name it with --config FILE");
      return 1;
    }
    const auto config = config::load_gateway(source, environment, problems);
    if (!config) return 1;
    if (!config->auth.api_keys) {
      problems.add("BFF414", {}, display_path(config->file) + " keeps no keys",
                   "add auth: { api_keys: { file: api-keys.json } }");
      return 1;
    }
    const KeyFile file(*config->auth.api_keys);
    const FolderLock lock(file.path().parent_path());
    auto kept = file.read(problems);
    if (!kept) return 1;
    switch (options.keys.action) {
      case Options::Keys::Action::add:
        return add(options.keys, *std::move(kept), file, problems);
      case Options::Keys::Action::revoke:
        return revoke(options.keys.id, *std::move(kept), file, problems);
      case Options::Keys::Action::list:
        break;
    }
    print(*kept, options.format);
    return 0;
  }();
  if (!problems.empty()) std::cerr << problems.text();
  return status;
}

}  // namespace bff::app
