// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <memory>
#include <random>
#include <string>

#include "plan/compile.hpp"
#include "proto/schema.hpp"
#include "support/reference_pool.hpp"

namespace bff::random_plans {

// One stream of decisions, the same for the same seed on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return bound < 2 ? 0 : engine_() % bound; }
  bool one_in(std::size_t times) { return below(times) == 0; }
  template <class List>
  const auto& of(const List& list) {
    return list[below(std::size(list))];
  }
  std::uint64_t next() { return engine_(); }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

// Protos by chance, as the gateway and as the reference know them: messages of any sort (package
// `r`, of the fuzzer's generator) below rows, lists of rows and requests of a service `w.S` whose
// keys have one type in common, so that tables find something.
class World {
 public:
  explicit World(Random& random);

  plan::CompileContext context() const;
  const test::ReferencePool& reference() const { return reference_; }
  // As the gateway sees it.
  const google::protobuf::Descriptor& message(const std::string& name) const;
  // A literal of the keys' type, as it stands in an expression.
  const std::string& key_literal() const { return key_literal_; }
  const google::protobuf::FieldDescriptor& key_field() const;
  const std::string& text() const { return text_; }

 private:
  std::string key_literal_;
  std::string text_;
  test::ReferencePool reference_;
  std::shared_ptr<google::protobuf::DescriptorPool> pool_;
  std::unique_ptr<proto::Schema> schema_;
};

// The full name of a method's answer: "w.Head" of "GetHead".
std::string answer_of(const World& world, const std::string& method);

}  // namespace bff::random_plans
