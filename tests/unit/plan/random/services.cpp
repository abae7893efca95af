// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/services.hpp"

#include <algorithm>
#include <limits>

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

namespace {

constexpr int kMaxMessageDepth = 4;
const std::string kTexts[] = {"", "a", "b", "c", "a", "b", "x y/z?\xC3\xA9\"\\", "theme"};
constexpr std::int64_t kIntegers[] = {0, 1, 2, 3, 1, 2, 3, 77};
constexpr double kReals[] = {0,
                             -0.0,
                             0.5,
                             -2.25,
                             1e21,
                             3,
                             std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()};

// Fills messages with values of small domains, so that keys meet.
class Filler {
 public:
  Filler(Random& random, const test::ReferencePool& pool) : random_(random), pool_(pool) {}

  void fill(pb::Message& message, int depth) {
    const pb::Descriptor& type = *message.GetDescriptor();
    const std::string& name = type.full_name();
    if (name == "google.protobuf.Timestamp" || name == "google.protobuf.Duration") {
      set(message, *type.field(0), random_.one_in(40) ? (std::int64_t{1} << 60) : 86400);
      if (random_.one_in(2)) set(message, *type.field(1), 500'000'000);
      return;
    }
    if (name == "google.protobuf.FieldMask") {
      if (random_.one_in(2)) add_text(message, *type.field(0), "a.b_c");
      return;
    }
    if (name == "google.protobuf.Any") return;
    for (int i = 0; i < type.field_count(); ++i) {
      const Field& field = *type.field(i);
      const bool of_oneof = field.real_containing_oneof() != nullptr;
      if (of_oneof ? !random_.one_in(3) : random_.one_in(4)) continue;
      const std::size_t count = field.is_repeated() ? random_.below(4) : 1;
      for (std::size_t n = 0; n < count; ++n) add(message, field, depth);
    }
  }

  void add(pb::Message& message, const Field& field, int depth) {
    const pb::Reflection& r = *message.GetReflection();
    if (field.cpp_type() == Field::CPPTYPE_MESSAGE) {
      if (depth >= kMaxMessageDepth) return;
      fill(field.is_repeated() ? *r.AddMessage(&message, &field)
                               : *r.MutableMessage(&message, &field),
           depth + 1);
    } else if (field.cpp_type() == Field::CPPTYPE_STRING) {
      const std::string& text = random_.of(kTexts);
      field.is_repeated() ? r.AddString(&message, &field, text)
                          : r.SetString(&message, &field, text);
    } else if (random_.one_in(24)) {
      set(message, field, std::numeric_limits<std::int64_t>::min() + 1);
    } else {
      set(message, field, random_.of(kIntegers));
    }
  }

 private:
  void add_text(pb::Message& message, const Field& field, const std::string& text) {
    message.GetReflection()->AddString(&message, &field, text);
  }

  void set(pb::Message& message, const Field& field, std::int64_t number) {
    const pb::Reflection& r = *message.GetReflection();
    const bool all = field.is_repeated();
    switch (field.cpp_type()) {
      case Field::CPPTYPE_INT32: {
        const auto value = static_cast<std::int32_t>(number);
        return all ? r.AddInt32(&message, &field, value) : r.SetInt32(&message, &field, value);
      }
      case Field::CPPTYPE_INT64:
        return all ? r.AddInt64(&message, &field, number) : r.SetInt64(&message, &field, number);
      case Field::CPPTYPE_UINT32: {
        const auto value = static_cast<std::uint32_t>(number);
        return all ? r.AddUInt32(&message, &field, value) : r.SetUInt32(&message, &field, value);
      }
      case Field::CPPTYPE_UINT64: {
        const auto value = static_cast<std::uint64_t>(number);
        return all ? r.AddUInt64(&message, &field, value) : r.SetUInt64(&message, &field, value);
      }
      case Field::CPPTYPE_ENUM: {
        const int value = static_cast<int>(number % 8);
        return all ? r.AddEnumValue(&message, &field, value)
                   : r.SetEnumValue(&message, &field, value);
      }
      case Field::CPPTYPE_BOOL:
        return all ? r.AddBool(&message, &field, number % 2 != 0)
                   : r.SetBool(&message, &field, number % 2 != 0);
      case Field::CPPTYPE_DOUBLE: {
        const double value = random_.of(kReals);
        return all ? r.AddDouble(&message, &field, value) : r.SetDouble(&message, &field, value);
      }
      case Field::CPPTYPE_FLOAT: {
        const auto value = static_cast<float>(random_.of(kReals));
        return all ? r.AddFloat(&message, &field, value) : r.SetFloat(&message, &field, value);
      }
      default:
        return;
    }
  }

  Random& random_;
  const test::ReferencePool& pool_;
};

// Sets `to.field` to element `i` of `from.keys`; their types are the same or an enum's number.
void copy_key(const pb::Message& from, const Field& keys, int i, pb::Message& to,
              const Field& field) {
  const pb::Reflection &r = *from.GetReflection(), &w = *to.GetReflection();
  switch (keys.cpp_type()) {
    case Field::CPPTYPE_INT32:
      return w.SetInt32(&to, &field, r.GetRepeatedInt32(from, &keys, i));
    case Field::CPPTYPE_INT64:
      return w.SetInt64(&to, &field, r.GetRepeatedInt64(from, &keys, i));
    case Field::CPPTYPE_UINT32:
      return w.SetUInt32(&to, &field, r.GetRepeatedUInt32(from, &keys, i));
    case Field::CPPTYPE_UINT64:
      return w.SetUInt64(&to, &field, r.GetRepeatedUInt64(from, &keys, i));
    case Field::CPPTYPE_BOOL:
      return w.SetBool(&to, &field, r.GetRepeatedBool(from, &keys, i));
    case Field::CPPTYPE_ENUM:
      return w.SetEnumValue(&to, &field, r.GetRepeatedEnumValue(from, &keys, i));
    case Field::CPPTYPE_STRING:
      return w.SetString(&to, &field, r.GetRepeatedString(from, &keys, i));
    default:
      return;
  }
}

struct Failure {
  Errc code;
  int rpc_code;
};
constexpr Failure kFailures[] = {{Errc::not_found, 5},         {Errc::upstream_unavailable, 14},
                                 {Errc::upstream_timeout, 4},  {Errc::forbidden, 7},
                                 {Errc::unauthenticated, 16},  {Errc::upstream_error, 13},
                                 {Errc::too_many_requests, 8}, {Errc::not_found, 5}};

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  std::uint64_t value = seed ^ 1469598103934665603U;  // FNV-1a: the same everywhere
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return value;
}

}  // namespace

Result<std::string> Services::answer(const std::string& call, const Answering& how,
                                     const pb::Message& request) const {
  Random random(hash(request.SerializeAsString(), hash(call, seed_)));
  const bool kind_day = seed_ % 3 == 0;  // when nothing fails
  if (!kind_day && random.one_in(7)) {
    const Failure& failure = random.of(kFailures);
    return Error{.code = failure.code,
                 .internal = "a word that no client may read",
                 .rpc_code = failure.rpc_code};
  }
  if (!kind_day && random.one_in(40)) return std::string("\x0a\x7f", 2);
  const test::ReferencePool& pool = world_.reference();
  const auto message = pool.parse(*pool.find(how.message), "");
  Filler filler(random, pool);
  filler.fill(*message, random.one_in(12) ? kMaxMessageDepth : 0);
  if (how.keys.empty()) return message->SerializeAsString();

  const pb::Reflection& r = *message->GetReflection();
  const Field& rows = *message->GetDescriptor()->FindFieldByName(how.rows);
  const Field& key = *rows.message_type()->FindFieldByName(how.key);
  const Field& keys = *request.GetDescriptor()->FindFieldByName(how.keys);
  if (random.one_in(2)) r.ClearField(message.get(), &rows);
  for (int i = 0; i < request.GetReflection()->FieldSize(request, &keys); ++i) {
    for (std::size_t n = random.below(8) < 6 ? 1 : 2 * random.below(2); n > 0; --n) {
      pb::Message& row = *r.AddMessage(message.get(), &rows);
      filler.fill(row, 1);
      copy_key(request, keys, i, row, key);
    }
  }
  for (int i = r.FieldSize(*message, &rows) - 1; i > 0; --i) {
    r.SwapElements(message.get(), &rows, i,
                   static_cast<int>(random.below(static_cast<std::size_t>(i) + 1)));
  }
  return message->SerializeAsString();
}

}  // namespace bff::random_plans
