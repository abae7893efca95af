// SPDX-License-Identifier: Apache-2.0
// The wire reader: any bytes are judged as protobuf's own parser judges them, which reads them here
// as a message of which it knows no field; and reading them costs no more memory than they allow.
#include "proto/wire.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/empty.pb.h>

#include "fuzz/target.hpp"
#include "fuzz/unusual_tags.hpp"
#include "proto/schema.hpp"
#include "proto/selection.hpp"

using bff::fuzz::require;
using namespace bff::proto;

namespace {

namespace pb = google::protobuf;

// Counts what is taken from it.
class Counted final : public std::pmr::memory_resource {
 public:
  std::size_t taken() const { return taken_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t align) override {
    taken_ += bytes;
    return own_.allocate(bytes, align);
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::pmr::monotonic_buffer_resource own_;
  std::size_t taken_ = 0;
};

// FileDescriptorProto, a message that nests and repeats in many ways and is linked in already.
const Selection& everything() {
  static const Schema schema(
      std::shared_ptr<const pb::DescriptorPool>(std::shared_ptr<const void>(),
                                                pb::DescriptorPool::generated_pool()),
      {pb::FileDescriptorProto::descriptor()->file()});
  static const auto selection = [] {
    auto made = std::make_unique<Selection>(schema.table(*pb::FileDescriptorProto::descriptor()));
    for (const Field& field : made->table().fields) made->add(field);
    const Field* options = made->table().find(std::string_view("options"));
    Selection& nested = made->into(made->add(*options));
    for (const Field& field : nested.table().fields) nested.add(field);
    made->freeze();
    return made;
  }();
  return *selection;
}

// What a value and its slots need in memory, by far: a byte may be an element of a packed list.
constexpr std::size_t kPerByte = 256, kForAll = 1 << 16;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bff::fuzz::Exact bytes(bff::fuzz::text_of(data, size));
  const Fault fault = wire::check(bytes.view(), 0);
  const bool comparable = !bff::fuzz::has_unusual_tags(bytes.view(), nullptr);
  pb::Empty reference;
  const bool accepted = reference.ParseFromArray(bytes.view().data(), static_cast<int>(size));
  require(!comparable || (fault == Fault::none) == accepted, "the same verdict as protobuf's",
          accepted ? "protobuf accepts" : "protobuf refuses");

  Counted arena;
  const auto record = index(bytes.view(), everything(), arena);
  require(arena.taken() <= size * kPerByte + kForAll, "memory follows from the size");
  if (!record) {
    require(record.error().code == bff::Errc::upstream_invalid, "a refusal is the service's fault");
  } else {
    require(fault == Fault::none, "what is indexed is sound");
  }
  return 0;
}
