// SPDX-License-Identifier: Apache-2.0
#include "proto/required.hpp"

#include <gtest/gtest.h>

#include "compiled.hpp"

namespace bff::proto {
namespace {

const Compiled& library() {
  static const Compiled compiled(R"(
    syntax = "proto2";
    message Book {
      required string title = 1;
      optional Book sequel = 2;
      repeated Author authors = 3;
      optional group Print = 4 { required int32 year = 1; }
      map<string, Author> roles = 5;
      required int32 page_count = 6;
    }
    message Author { required string name = 1; optional Author teacher = 2; }
    message Shelf { optional Book book = 1; oneof what { Author owner = 2; int32 number = 3; } }
    message Free { optional string name = 1; optional Free next = 2; })");
  return compiled;
}

std::string missing(const std::string& message, const std::string& text) {
  return missing_field(library().table(message), library().bytes(message, text));
}

TEST(Required, NamesTheFirstThatIsMissingAtAnyDepth) {
  const std::string full = "title: 'a' page_count: 0 ";
  const struct {
    std::string message, text, missing;
  } cases[] = {
      {"Book", full, ""},
      {"Book", "", "/title"},
      {"Book", "title: ''", "/pageCount"},
      {"Book", "page_count: 1", "/title"},
      {"Book", full + "sequel { " + full + " }", ""},
      {"Book", full + "sequel { title: 'b' }", "/sequel/pageCount"},
      {"Book", full + "authors { name: 'x' } authors { }", "/authors/name"},
      {"Book", full + "authors { name: 'x' teacher { } }", "/authors/teacher/name"},
      {"Book", full + "Print { year: 1 }", ""},
      {"Book", full + "Print { }", "/print/year"},
      {"Book", full + "roles { key: 'k' value { name: 'x' } }", ""},
      {"Book", full + "roles { key: 'k' value { } }", "/roles/value/name"},
      {"Shelf", "", ""},
      {"Shelf", "number: 1", ""},
      {"Shelf", "owner { }", "/owner/name"},
      {"Shelf", "book { sequel { } }", "/book/sequel/title"},
      {"Free", "next { next { } }", ""},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(missing(one.message, one.text), one.missing) << one.message << ": " << one.text;
  }
}

TEST(Required, PassesOverFieldsThatNobodyKnows) {
  const auto& book = library().table("Book");
  EXPECT_EQ(missing_field(book, "0A00 3000 FA0101FF"_hex), "");
  EXPECT_EQ(missing_field(book, "FA0101FF 0A00"_hex), "/pageCount");
}

TEST(Required, AsksNothingOfTypesThatRequireNothing) {
  EXPECT_FALSE(library().table("Free").may_require);
  EXPECT_TRUE(library().table("Shelf").may_require);
}

}  // namespace
}  // namespace bff::proto
