// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "proto/load.hpp"
#include "proto/proto_sources.hpp"
#include "proto/source_column.hpp"

namespace bff::proto {
namespace {

namespace pb = google::protobuf;

constexpr std::string_view kNotImported = "\" was not found or had errors.";
constexpr std::string_view kNotDefined = "\" is not defined.";

// How much of the line to underline: a name, a quoted text or one character.
std::size_t token_size(std::string_view text) {
  const auto in_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
  };
  if (text.starts_with('"') || text.starts_with('\'')) {
    const std::size_t end = text.find(text[0], 1);
    return end == std::string_view::npos ? text.size() : end + 1;
  }
  const auto end = std::find_if_not(text.begin(), text.end(), in_name);
  return std::max<std::size_t>(1, static_cast<std::size_t>(end - text.begin()));
}

// Turns protobuf's errors into diagnostics, without those that follow from another: an import
// that had errors of its own, and names that a failed import would have defined.
class CompileReporter final : public pb::compiler::MultiFileErrorCollector {
 public:
  CompileReporter(const ProtoSources& sources,
                  const std::vector<std::pair<std::string, Place>>& files, const Place& place,
                  Diagnostics& out)
      : sources_(sources), files_(files), place_(place), out_(out) {}

  void AddError(const std::string& file, int line, int column, const std::string& text) override {
    std::string_view message = text;
    const auto source = sources_.opened(file);
    if (!source) return report_unopened(file, text);
    if (message.starts_with("Import \"") && message.ends_with(kNotImported)) {
      incomplete_.insert(file);
      message.remove_prefix(8);
      message.remove_suffix(kNotImported.size());
      const std::string import(message);
      if (sources_.opened(import)) return;
      return out_.add("BFF150", place_in(source, line, column),
                      "the import '" + import + "' is not found", sources_.remedy_for(import));
    }
    if (message.ends_with(kNotDefined) && incomplete_.contains(file)) return;
    if (in_editions_.contains(file)) return;  // what follows is read by the wrong rules
    if (line >= 0 && source->line(static_cast<std::uint32_t>(line) + 1).starts_with("edition")) {
      in_editions_.insert(file);
      return out_.add("BFF154", place_in(source, line, column),
                      "the file is written in an edition of protobuf",
                      "write syntax = \"proto3\" or \"proto2\"; editions are not supported");
    }
    if (message.ends_with('.')) message.remove_suffix(1);
    out_.add("BFF151", place_in(source, line, column), std::string(message));
  }

 private:
  // Reported where gateway.yaml names it; a missing import has an error of its own.
  void report_unopened(const std::string& file, const std::string& text) {
    for (const auto& [name, place] : files_) {
      if (name != file) continue;
      std::string message = "the file '";
      message.append(file).append("' cannot be compiled: ").append(text);
      return out_.add("BFF150", place.source ? place : place_, std::move(message),
                      sources_.remedy_for(file));
    }
  }

  static Place place_in(const std::shared_ptr<const Source>& source, int line, int column) {
    if (line < 0) return {.source = source};
    const auto number = static_cast<std::uint32_t>(line) + 1;
    const std::string_view text = source->line(number);
    const std::size_t offset = byte_offset(text, column);
    return {.source = source,
            .line = number,
            .column = static_cast<std::uint32_t>(offset) + 1,
            .length = static_cast<std::uint32_t>(token_size(text.substr(offset)))};
  }

  const ProtoSources& sources_;
  const std::vector<std::pair<std::string, Place>>& files_;
  const Place& place_;
  Diagnostics& out_;
  std::set<std::string> incomplete_, in_editions_;
};

// A pool and what it asks for files, which must live as long.
struct CompiledPool {
  explicit CompiledPool(const std::vector<std::filesystem::path>& folders)
      : sources(folders),
        database(&sources, &library),
        pool(&database, database.GetValidationErrorCollector()) {
    add_well_known_files(library);
    pool.EnforceWeakDependencies(true);
  }

  ProtoSources sources;
  pb::SimpleDescriptorDatabase library;
  pb::compiler::SourceTreeDescriptorDatabase database;
  pb::DescriptorPool pool;
};

}  // namespace

std::optional<Descriptors> compile_protos(const std::vector<std::filesystem::path>& folders,
                                          const std::vector<std::pair<std::string, Place>>& files,
                                          const Place& place, Diagnostics& out) {
  const std::size_t problems = out.size();
  // protobuf also logs what it reports, and warns of files without `syntax`.
  const pb::LogSilencer silence;
  const auto compiled = std::make_shared<CompiledPool>(folders);
  CompileReporter reporter(compiled->sources, files, place, out);
  compiled->database.RecordErrorsTo(&reporter);

  Descriptors made{.pool = {compiled, &compiled->pool}};
  for (const auto& [name, named_at] : files) {
    const Place& at = named_at.source ? named_at : place;
    if (!is_import_name(name)) {
      out.add("BFF150", at, "'" + name + "' is no name as imports write it",
              "write the path within one of the folders, as in 'shop/v1/users.proto'");
      continue;
    }
    const pb::FileDescriptor* file = compiled->pool.FindFileByName(name);
    if (file != nullptr) {
      made.files.push_back(file);
    } else if (out.size() == problems) {
      out.add("BFF151", at, "the file '" + name + "' cannot be compiled");
    }
  }
  made.sources = compiled->sources.all();
  compiled->database.RecordErrorsTo(nullptr);
  if (out.size() != problems) return std::nullopt;
  return made;
}

}  // namespace bff::proto
