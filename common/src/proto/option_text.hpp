// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"

namespace bff::proto {

// An option as a .proto says it: the places that the compiled descriptor does not keep.
struct OptionText {
  struct Field;

  Place name_place;             // of the option's or the field's name
  Place place;                  // of the value; of a text without its quotes
  std::vector<std::size_t> at;  // of a text: where in the file each of its bytes is, and its end
  std::vector<Field> fields;    // of a message, in the file's order

  // The value of a field, of a repeated one the value number `index`; null where it is not written.
  const OptionText* find(std::string_view field, int index) const;
};

struct OptionText::Field {
  std::string name;
  OptionText value;
};

// Finds options in the text of one .proto, which has compiled.
class OptionTexts {
 public:
  explicit OptionTexts(std::shared_ptr<const Source> source);

  // The option with this full name ("bff.v1.route") of the element that stands at `element`, from
  // all of its statements: `option (bff.v1.route).id = "home";` is one for a field alone.
  std::optional<OptionText> find(const google::protobuf::SourceLocation& element,
                                 std::string_view option) const;
  // Where the element's own name stands, or its beginning.
  Place name_of(const google::protobuf::SourceLocation& element, std::string_view name) const;

  struct Token {
    enum class Kind { word, text, symbol } kind;
    std::string text;  // as written
    std::size_t offset;
    int line, column;  // as protobuf counts them
  };

 private:
  std::pair<std::size_t, std::size_t> tokens_of(const google::protobuf::SourceLocation& e) const;

  std::shared_ptr<const Source> source_;
  std::vector<Token> tokens_;
};

}  // namespace bff::proto
