// SPDX-License-Identifier: Apache-2.0
#include "runtime/schema_source.hpp"

#include <system_error>

#include "base/files.hpp"
#include "proto/load.hpp"
#include "runtime/reflect.hpp"

namespace bff::runtime {
namespace {

using Loaded = std::pair<std::unique_ptr<proto::Schema>, std::optional<SchemaNotice>>;
using FileClock = std::filesystem::file_time_type::clock;

// Of all upstreams together.
constexpr std::chrono::seconds kPatience{5};

// Null with the reason in `why`: what upstreams say is believed only once it makes a schema.
std::unique_ptr<proto::Schema> ask(const config::Gateway& config, std::string& bytes,
                                   std::string& why) {
  bytes = reflect(config, kPatience, why);
  if (!why.empty()) return nullptr;
  Diagnostics problems;
  auto schema = proto::load_descriptor_set(bytes, "what the upstreams tell", {}, problems);
  if (!schema) why = "what the upstreams tell: " + problems.items().front().message;
  return schema;
}

// Its time tells when it was last known to be right. "" or the reason why it cannot be written.
std::string keep(const std::filesystem::path& cache, const std::string& bytes) {
  std::string why;
  if (read_file(cache, why) != bytes) return replace_file(cache, bytes);
  std::error_code ignored;  // an older time is no harm
  std::filesystem::last_write_time(cache, FileClock::now(), ignored);
  return "";
}

Loaded load_reflected(const config::Gateway& config, Diagnostics& out) {
  const auto& cache = config.reflection->cache;
  std::string bytes, why;
  if (auto schema = ask(config, bytes, why)) {
    const std::string unwritten = keep(cache, bytes);
    if (unwritten.empty()) return {std::move(schema), std::nullopt};
    return {std::move(schema), SchemaNotice{.event = "protos_not_cached",
                                            .cache = cache,
                                            .reason = unwritten,
                                            .age = std::nullopt}};
  }
  std::error_code error;
  if (!std::filesystem::exists(cache, error)) {
    out.add("BFF155", config.protos_place,
            "no protos: " + why + "; and there is no cache '" + display_path(cache) + "'",
            "let the upstreams serve reflection, or put the cache of another start there");
    return {};
  }
  const auto written = std::filesystem::last_write_time(cache, error);
  const auto age =
      error ? std::chrono::seconds{0}
            : std::chrono::duration_cast<std::chrono::seconds>(FileClock::now() - written);
  return {proto::load_descriptor_set(cache, config.protos_place, out),
          SchemaNotice{
              .event = "protos_from_cache", .cache = cache, .reason = std::move(why), .age = age}};
}

}  // namespace

Loaded load_schema(const config::Gateway& config, Diagnostics& out) {
  if (config.reflection) return load_reflected(config, out);
  if (config.descriptor_set) {
    return {proto::load_descriptor_set(*config.descriptor_set, config.protos_place, out),
            std::nullopt};
  }
  return {proto::load_protos(config.proto_folders, config.proto_files, config.protos_place, out),
          std::nullopt};
}

}  // namespace bff::runtime
