// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "proto/load.hpp"
#include "support/temp_folder.hpp"
#include "unit/config/findings.hpp"

namespace bff::proto {
namespace {

using config::test::findings;

class ReadingASet : public testing::Test {
 protected:
  // A file with one message, and one field of type `type` if it is not empty.
  google::protobuf::FileDescriptorProto& file(const std::string& name, const std::string& message,
                                              const std::string& type = "") {
    auto* made = set.add_file();
    made->set_name(name);
    made->set_syntax("proto3");
    auto* descriptor = made->add_message_type();
    descriptor->set_name(message);
    if (!type.empty()) {
      auto* field = descriptor->add_field();
      field->set_name("x");
      field->set_number(1);
      field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
      field->set_type_name(type);
    }
    return *made;
  }
  std::optional<Descriptors> read() {
    return read_descriptor_set(folder.write("set.pb", set.SerializeAsString()), place, out);
  }
  std::string set_path() const { return (folder.path() / "set.pb").string(); }

  test::TempFolder folder;
  google::protobuf::FileDescriptorSet set;
  Place place{
      .source = config::test::source("x", "gateway.yaml"), .line = 4, .column = 2, .length = 6};
  Diagnostics out;
};

TEST_F(ReadingASet, GivesAllOfItsFilesWhateverTheirOrder) {
  file("a.proto", "A", ".B").add_dependency("b.proto");
  file("b.proto", "B");
  const auto made = read();
  ASSERT_TRUE(made) << out.text();
  ASSERT_EQ(made->files.size(), 2u);
  EXPECT_EQ(made->files[0]->name(), "a.proto");
  EXPECT_NE(made->pool->FindMessageTypeByName("B"), nullptr);
}

TEST_F(ReadingASet, KeepsThePoolAliveOnItsOwn) {
  file("a.proto", "A");
  auto made = read();
  ASSERT_TRUE(made);
  const auto pool = std::move(made->pool);
  made.reset();
  EXPECT_EQ(pool->FindMessageTypeByName("None"), nullptr);
  EXPECT_NE(pool->FindMessageTypeByName("A"), nullptr);
}

TEST_F(ReadingASet, TakesTheWellKnownFilesFromTheLibraryIfTheSetLacksThem) {
  file("a.proto", "A", ".google.protobuf.Timestamp")
      .add_dependency("google/protobuf/timestamp.proto");
  EXPECT_TRUE(read()) << out.text();
}

TEST_F(ReadingASet, ReportsEveryImportThatIsMissing) {
  file("a.proto", "A").add_dependency("b.proto");
  file("c.proto", "C").add_dependency("google/type/date.proto");
  EXPECT_FALSE(read());
  EXPECT_EQ(
      findings(out),
      "4:2+6 BFF153 'a.proto' imports 'b.proto', which the descriptor set lacks | make it with "
      "protoc --include_imports\n"
      "4:2+6 BFF153 'c.proto' imports 'google/type/date.proto', which the descriptor set lacks | "
      "make it with protoc --include_imports");
}

TEST_F(ReadingASet, ReportsAFileThatIsThereTwice) {
  file("a.proto", "A");
  file("a.proto", "A");
  EXPECT_FALSE(read());
  EXPECT_EQ(findings(out), "4:2+6 BFF153 the descriptor set holds 'a.proto' twice");
}

TEST_F(ReadingASet, ReportsFilesThatCannotBeBuilt) {
  file("a.proto", "A", ".Nobody");
  EXPECT_FALSE(read());
  EXPECT_EQ(findings(out), "4:2+6 BFF151 a.proto, A.x: \".Nobody\" is not defined");
}

TEST_F(ReadingASet, ReportsTheSameMessageInTwoFiles) {
  file("a.proto", "A");
  file("b.proto", "A");
  EXPECT_FALSE(read());
  EXPECT_EQ(findings(out), "4:2+6 BFF151 b.proto, A: \"A\" is already defined in file \"a.proto\"");
}

TEST_F(ReadingASet, RefusesWhatIsNoDescriptorSet) {
  const std::string remedy =
      "' is no descriptor set | make it with protoc --descriptor_set_out=FILE --include_imports";
  EXPECT_FALSE(read_descriptor_set(folder.write("set.pb", "syntax = \"proto3\";"), place, out));
  EXPECT_EQ(findings(out), "4:2+6 BFF152 '" + set_path() + remedy);
  out = {};
  EXPECT_FALSE(read_descriptor_set(folder.write("set.pb", ""), place, out));
  EXPECT_EQ(findings(out), "4:2+6 BFF152 '" + set_path() + remedy);
}

TEST_F(ReadingASet, ReportsAnEdition) {
  file("a.proto", "A").set_syntax("editions");
  EXPECT_FALSE(read());
  EXPECT_EQ(findings(out),
            "4:2+6 BFF154 'a.proto' is written in an edition of protobuf | "
            "write syntax = \"proto3\" or \"proto2\"; editions are not supported");
}

TEST_F(ReadingASet, ReportsAFileThatCannotBeRead) {
  EXPECT_FALSE(read_descriptor_set(folder.path() / "set.pb", place, out));
  EXPECT_EQ(findings(out),
            "4:2+6 BFF152 '" + set_path() + "' cannot be read: No such file or directory");
}

TEST_F(ReadingASet, SurvivesEveryCutOfASet) {
  file("a.proto", "A", ".B").add_dependency("b.proto");
  file("b.proto", "B");
  const std::string bytes = set.SerializeAsString();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    out = {};
    const auto made =
        read_descriptor_set(folder.write("set.pb", bytes.substr(0, size)), place, out);
    EXPECT_EQ(made.has_value(), out.empty()) << size;
    EXPECT_FALSE(made) << size;
  }
}

}  // namespace
}  // namespace bff::proto
