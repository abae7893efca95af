// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bff::proto {

// Serialised FileDescriptorProtos by their names, without places in texts, and with every JSON name
// written out, so that what compilers for different languages leave out makes no difference.
using DescriptorFiles = std::map<std::string, std::string>;

// What is said to one server by grpc.reflection.v1 or v1alpha, whose bytes are the same: collects
// the files that hold `services`, and all that these import but for google/protobuf/*.proto, which
// the gateway has. Sans-io; what comes from the server is bounded and believed in nothing.
//
// Sequence of calls: (next take)* until next() gives nothing or take() is false. next() gives the
// same until take().
class Reflection {
 public:
  static constexpr std::size_t kMaxBytes = 16 << 20;  // of all files
  static constexpr std::size_t kMaxFiles = 4096;

  explicit Reflection(std::vector<std::string> services) : services_(std::move(services)) {}

  // A ServerReflectionRequest, for a stream of its own.
  std::optional<std::string> next();
  // Its ServerReflectionResponse. False: why() says what is wrong with it.
  bool take(std::string_view response);

  const std::string& why() const noexcept { return why_; }
  const DescriptorFiles& files() const noexcept { return files_; }

 private:
  bool take_files(std::string_view list);
  bool take_file(const std::string& bytes);
  bool refuse(std::string why);

  std::vector<std::string> services_;
  std::set<std::string> held_services_;  // of files_
  std::vector<std::string> imports_;     // of files_; those that are missing are asked for
  DescriptorFiles files_;
  std::size_t bytes_ = 0;
  std::string why_;
};

// A FileDescriptorSet; the same bytes for the same files.
std::string descriptor_set_of(const DescriptorFiles& files);

// Adds to `all` what one more server holds. The name of the first file of which `all` has a
// different version, or "". Where these are google's, the first stays: they are made to be
// compatible.
std::string merge(const DescriptorFiles& files, DescriptorFiles& all);

}  // namespace bff::proto
