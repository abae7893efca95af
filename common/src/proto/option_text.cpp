// SPDX-License-Identifier: Apache-2.0
#include "proto/option_text.hpp"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <span>
#include <tuple>

#include "proto/source_column.hpp"

namespace bff::proto {
namespace {

namespace io = google::protobuf::io;
using Token = OptionTexts::Token;

class NoErrors final : public io::ErrorCollector {  // the file has compiled
  void AddError(int, io::ColumnNumber, const std::string&) override {}
};

// How many characters of the source an escape takes, with its backslash.
std::size_t escape_size(std::string_view text) {
  const auto digits = [&](std::size_t from, std::size_t most, std::string_view which) {
    std::size_t size = from;
    while (size < text.size() && size < from + most && which.find(text[size]) != which.npos) ++size;
    return size;
  };
  const char c = text.size() > 1 ? text[1] : ' ';
  if (c == 'x' || c == 'X') return digits(2, 2, "0123456789abcdefABCDEF");
  if (c >= '0' && c <= '7') return digits(1, 3, "01234567");
  if (c == 'u' || c == 'U') return std::min<std::size_t>(text.size(), c == 'u' ? 6 : 10);
  return std::min<std::size_t>(text.size(), 2);
}

// Reads what stands behind `=` or in braces, by the grammar of protobuf's text format.
class ValueReader {
 public:
  ValueReader(const std::shared_ptr<const Source>& source, std::span<const Token> tokens)
      : source_(source), tokens_(tokens) {}

  bool at(std::string_view symbol) const {
    return at_ < tokens_.size() && tokens_[at_].kind == Token::Kind::symbol &&
           tokens_[at_].text == symbol;
  }
  bool skip(std::string_view symbol) {
    if (!at(symbol)) return false;
    ++at_;
    return true;
  }
  // A name with dots; empty where none stands.
  std::string name() {
    std::string name;
    while (at_ < tokens_.size() && (tokens_[at_].kind == Token::Kind::word || at("."))) {
      name += tokens_[at_++].text;
    }
    return name;
  }
  Place here() const {
    const std::size_t i = std::min(at_, tokens_.size() - 1);
    return place_at(source_, tokens_[i].offset, tokens_[i].text.size());
  }
  std::size_t position() const { return at_; }

  OptionText value(Place name) {
    OptionText made{.name_place = std::move(name), .place = here(), .at = {}, .fields = {}};
    if (skip("{")) {
      fields(made, "}");
    } else if (skip("<")) {
      fields(made, ">");
    } else if (at_ < tokens_.size() && tokens_[at_].kind == Token::Kind::text) {
      const Token& first = tokens_[at_];
      if (first.text.size() > 2) {
        made.place = place_at(source_, first.offset + 1, first.text.size() - 2);
      }
      while (at_ < tokens_.size() && tokens_[at_].kind == Token::Kind::text) {
        append(made.at, tokens_[at_++]);
      }
      const Token& last = tokens_[at_ - 1];
      made.at.push_back(last.offset + last.text.size() - 1);
    } else {
      skip("-");
      ++at_;
    }
    return made;
  }

 private:
  void fields(OptionText& message, std::string_view end) {
    while (at_ < tokens_.size() && !skip(end)) {
      if (skip(",") || skip(";")) continue;
      const Place place = here();
      const bool extension = skip("[");
      const std::string field = name();
      if (extension) skip("]");
      if (field.empty()) return;
      skip(":");
      if (!skip("[")) {
        message.fields.push_back({field, value(place)});
        continue;
      }
      while (at_ < tokens_.size() && !skip("]")) {
        if (!skip(",")) message.fields.push_back({field, value(place)});
      }
    }
  }

  static void append(std::vector<std::size_t>& at, const Token& token) {
    const std::string_view text = token.text;
    for (std::size_t i = 1; i + 1 < text.size();) {
      if (text[i] != '\\') {
        at.push_back(token.offset + i++);
        continue;
      }
      const std::size_t size = escape_size(text.substr(i, text.size() - 1 - i));
      std::string bytes;
      io::Tokenizer::ParseStringAppend('"' + std::string(text.substr(i, size)) + '"', &bytes);
      at.insert(at.end(), bytes.size(), token.offset + i);
      i += size;
    }
  }

  const std::shared_ptr<const Source>& source_;
  std::span<const Token> tokens_;
  std::size_t at_ = 0;
};

bool names(std::string_view written, std::string_view option) {
  if (written.starts_with('.')) return written.substr(1) == option;
  return option == written ||
         (option.size() > written.size() && option.ends_with(written) && !written.empty() &&
          option[option.size() - written.size() - 1] == '.');
}

}  // namespace

const OptionText* OptionText::find(std::string_view field, int index) const {
  for (const auto& [name, value] : fields) {
    if (name == field && index-- == 0) return &value;
  }
  return nullptr;
}

OptionTexts::OptionTexts(std::shared_ptr<const Source> source) : source_(std::move(source)) {
  io::ArrayInputStream stream(source_->text().data(), static_cast<int>(source_->text().size()));
  NoErrors errors;
  io::Tokenizer tokenizer(&stream, &errors);
  tokenizer.set_require_space_after_number(false);
  while (tokenizer.Next()) {
    const auto& token = tokenizer.current();
    const auto line = static_cast<std::uint32_t>(token.line) + 1;
    const auto kind = token.type == io::Tokenizer::TYPE_STRING   ? Token::Kind::text
                      : token.type == io::Tokenizer::TYPE_SYMBOL ? Token::Kind::symbol
                                                                 : Token::Kind::word;
    tokens_.push_back(
        {.kind = kind,
         .text = token.text,
         .offset = source_->line_start(line) + byte_offset(source_->line(line), token.column),
         .line = token.line,
         .column = token.column});
  }
}

std::pair<std::size_t, std::size_t> OptionTexts::tokens_of(
    const google::protobuf::SourceLocation& e) const {
  const auto before = [](const Token& token, std::pair<int, int> at) {
    return std::tie(token.line, token.column) < std::tie(at.first, at.second);
  };
  const auto first = std::lower_bound(tokens_.begin(), tokens_.end(),
                                      std::pair{e.start_line, e.start_column}, before);
  const auto last =
      std::lower_bound(first, tokens_.end(), std::pair{e.end_line, e.end_column}, before);
  return {static_cast<std::size_t>(first - tokens_.begin()),
          static_cast<std::size_t>(last - tokens_.begin())};
}

std::optional<OptionText> OptionTexts::find(const google::protobuf::SourceLocation& element,
                                            std::string_view option) const {
  std::optional<OptionText> found;
  const auto [first, last] = tokens_of(element);
  for (std::size_t i = first; i < last; ++i) {
    ValueReader reader(source_, std::span(tokens_).subspan(i, last - i));
    if (!reader.skip("(")) continue;
    const Place place = reader.here();
    if (!names(reader.name(), option) || !reader.skip(")")) continue;
    std::string path = reader.name();  // ".auth.required"
    if (!reader.skip("=")) continue;
    OptionText value = reader.value(place);
    i += reader.position() - 1;
    if (!found) found = OptionText{.name_place = place, .place = place, .at = {}, .fields = {}};
    if (path.empty()) {
      value.fields.insert(value.fields.begin(), found->fields.begin(), found->fields.end());
      found = std::move(value);
      continue;
    }
    while (path.rfind('.') > 0) {
      const std::size_t dot = path.rfind('.');
      OptionText around{.name_place = place, .place = value.place, .at = {}, .fields = {}};
      around.fields.push_back({path.substr(dot + 1), std::move(value)});
      value = std::move(around);
      path.resize(dot);
    }
    found->fields.push_back({path.substr(1), std::move(value)});
  }
  return found;
}

Place OptionTexts::name_of(const google::protobuf::SourceLocation& element,
                           std::string_view name) const {
  const auto [first, last] = tokens_of(element);
  for (std::size_t i = first; i < last; ++i) {
    if (tokens_[i].text == name) return place_at(source_, tokens_[i].offset, name.size());
  }
  return first < tokens_.size() ? place_at(source_, tokens_[first].offset, 1)
                                : Place{.source = source_};
}

}  // namespace bff::proto
