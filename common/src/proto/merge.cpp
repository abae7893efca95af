// SPDX-License-Identifier: Apache-2.0
#include "proto/merge.hpp"

#include <algorithm>
#include <vector>

#include "proto/wire_writer.hpp"

namespace bff::proto {
namespace {

// One field as it stands on the wire, tag and all.
struct Piece {
  const Field* field = nullptr;  // null: unknown
  std::uint32_t number = 0;
  std::string_view bytes;
  std::string_view message;  // of a message: what is behind tag and length
};

// The fields of a message, one after the other.
class Pieces {
 public:
  Pieces(const MessageTable& table, std::string_view bytes)
      : table_(table), bytes_(bytes), in_(bytes) {
    next();
  }

  bool failed() const noexcept { return failed_; }
  bool done() const noexcept { return done_; }
  const Piece& piece() const noexcept { return piece_; }

  void next() {
    done_ = in_.done();
    if (done_) return;
    const std::size_t begin = bytes_.size() - in_.left();
    std::uint32_t tag = 0;
    piece_.message = {};
    failed_ =
        !in_.tag(tag) ||
        !(wire::type_of(tag) == wire::Type::length ? in_.length(piece_.message) : in_.skip(tag, 0));
    done_ = failed_;
    piece_.number = wire::number_of(tag);
    piece_.field = failed_ ? nullptr : table_.find(piece_.number);
    piece_.bytes = bytes_.substr(begin, bytes_.size() - in_.left() - begin);
  }

 private:
  const MessageTable& table_;
  std::string_view bytes_;
  wire::Reader in_;
  Piece piece_;
  bool failed_ = false;
  bool done_ = false;
};

bool merges(const Field& field) noexcept {
  return field.type == FieldType::message && !field.repeated;
}

// What the fields of a message set, by number and by oneof: looked up for each field of another.
class Set {
 public:
  Set(const MessageTable& table, std::string_view message) : members_(table.oneofs) {
    for (Pieces pieces(table, message); !pieces.done(); pieces.next()) {
      const auto& [field, number, bytes, within] = pieces.piece();
      if (field != nullptr && field->oneof >= 0) members_[index_of(*field)] = true;
      if (numbers_.empty() || numbers_.back() != number) numbers_.push_back(number);
    }
    std::ranges::sort(numbers_);
  }

  // Whether this field is set, or another one of its oneof.
  bool has(const Piece& piece) const {
    return (piece.field != nullptr && piece.field->oneof >= 0 &&
            members_[index_of(*piece.field)]) ||
           std::ranges::binary_search(numbers_, piece.number);
  }

 private:
  static std::size_t index_of(const Field& field) { return static_cast<std::size_t>(field.oneof); }

  std::vector<std::uint32_t> numbers_;
  std::vector<bool> members_;  // of which oneofs
};

class Merge {
 public:
  explicit Merge(json::Appender& out) : out_(out), wire_(out) {}

  bool message(const MessageTable& table, std::string_view base, std::string_view over, int depth) {
    if (depth > kMaxDepth) return false;
    const Set set(table, over);
    Pieces left(table, base), right(table, over);
    while (!left.done() || !right.done()) {
      if (right.done() || (!left.done() && left.piece().number < right.piece().number)) {
        if (!set.has(left.piece())) out_ += left.piece().bytes;
        left.next();
      } else {
        if (!put(table, base, right.piece(), depth)) return false;
        right.next();
      }
    }
    return !left.failed() && !right.failed();
  }

 private:
  // A piece of `over`, with what `base` has of the same message, if it is one. Several pieces of a
  // message are, one behind the other, that message.
  bool put(const MessageTable& table, std::string_view base, const Piece& piece, int depth) {
    std::string_view known;
    std::string joined;
    if (piece.field != nullptr && merges(*piece.field)) {
      for (Pieces pieces(table, base); !pieces.done(); pieces.next()) {
        if (pieces.piece().number != piece.number) continue;
        const std::string_view more = pieces.piece().message;
        if (!known.empty() && joined.empty()) joined = known;
        known = joined.empty() ? more : std::string_view{joined += more};
      }
    }
    if (known.empty()) {
      out_ += piece.bytes;
      return true;
    }
    wire_.tag(piece.number, wire::Type::length);
    const std::size_t begin = wire_.begin();
    if (!message(*piece.field->message, known, piece.message, depth + 1)) return false;
    wire_.end(begin);
    return true;
  }

  json::Appender& out_;
  wire::Writer wire_;
};

}  // namespace

bool append_merged(json::Appender& out, const MessageTable& table, std::string_view base,
                   std::string_view over) {
  return Merge(out).message(table, base, over, 0);
}

}  // namespace bff::proto
