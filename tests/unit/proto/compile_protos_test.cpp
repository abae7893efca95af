// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "proto/load.hpp"
#include "support/temp_folder.hpp"
#include "unit/config/findings.hpp"

namespace bff::proto {
namespace {

using config::test::findings;
using testing::HasSubstr;

constexpr const char* kUsersProto = R"(syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
message User {
  string id = 1;
  google.protobuf.Timestamp created_at = 2;
}
service UserService {
  rpc GetUser(User) returns (User);
}
)";

class Compiling : public testing::Test {
 protected:
  std::optional<Descriptors> compile(const std::vector<std::string>& names) {
    std::vector<std::pair<std::string, Place>> files;
    for (const std::string& name : names) {
      const auto column = static_cast<std::uint32_t>(10 * (files.size() + 1));
      files.emplace_back(name, Place{.source = gateway, .line = 1, .column = column, .length = 3});
    }
    return compile_protos(folders, files, {.source = gateway, .line = 1, .column = 1}, out);
  }
  std::string path_of(std::size_t problem) const {
    return out.items().at(problem).place.source->path();
  }

  test::TempFolder folder;
  std::vector<std::filesystem::path> folders = {folder.path()};
  std::shared_ptr<const Source> gateway =
      std::make_shared<const Source>("gateway.yaml", "protos: { folders: [.] }");
  Diagnostics out;
};

TEST_F(Compiling, GivesTheFilesInTheirOrder) {
  folder.write("shop/v1/users.proto", kUsersProto);
  folder.write("b.proto", "syntax = \"proto3\"; message B {}");
  const auto made = compile({"shop/v1/users.proto", "b.proto"});
  ASSERT_TRUE(made) << out.text();
  ASSERT_EQ(made->files.size(), 2u);
  EXPECT_EQ(made->files[0]->name(), "shop/v1/users.proto");
  EXPECT_EQ(made->files[1]->name(), "b.proto");
  EXPECT_NE(made->pool->FindServiceByName("shop.v1.UserService"), nullptr);
}

TEST_F(Compiling, BringsTheProtosOfTheProtoFormAlong) {
  folder.write("a.proto",
               "syntax = \"proto3\"; import \"bff/v1/annotations.proto\";\n"
               "import \"google/api/annotations.proto\";\n"
               "message A { string b = 1 [(bff.v1.from) = \"$c\"]; }\n"
               "service S { rpc R(A) returns (A) {\n"
               "  option (google.api.http) = { get: \"/a\" }; option (bff.v1.route) = {}; } }\n");
  EXPECT_TRUE(compile({"a.proto"})) << out.text();
  folder.write("bff/v1/annotations.proto", "syntax = \"proto3\"; package bff.v1;");
  EXPECT_FALSE(compile({"a.proto"}));  // a folder's own goes first
}

TEST_F(Compiling, TakesInWhatIsImported) {
  folder.write("a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A { B b = 1; }");
  folder.write("b.proto", "syntax = \"proto3\"; message B {}");
  const auto made = compile({"a.proto"});
  ASSERT_TRUE(made) << out.text();
  EXPECT_EQ(made->files.size(), 1u);
  EXPECT_NE(made->pool->FindMessageTypeByName("B"), nullptr);
}

TEST_F(Compiling, ServesTheWellKnownFilesFromTheLibrary) {
  std::string text = "syntax = \"proto3\";\n";
  for (const char* name : {"any", "api", "descriptor", "duration", "empty", "field_mask",
                           "source_context", "struct", "timestamp", "type", "wrappers"}) {
    text += "import \"google/protobuf/" + std::string(name) + ".proto\";\n";
  }
  folder.write("all.proto", text + "message All { google.protobuf.Any any = 1; }\n");
  EXPECT_TRUE(compile({"all.proto"})) << out.text();
}

TEST_F(Compiling, PrefersAFileOfItsFoldersToTheLibrarys) {
  folder.write("google/protobuf/timestamp.proto",
               "syntax = \"proto3\"; package google.protobuf;\n"
               "message Timestamp { int64 seconds = 1; int32 nanos = 2; string mine = 3; }");
  folder.write("users.proto", kUsersProto);
  const auto made = compile({"users.proto"});
  ASSERT_TRUE(made) << out.text();
  EXPECT_NE(made->pool->FindFieldByName("google.protobuf.Timestamp.mine"), nullptr);
}

TEST_F(Compiling, SearchesTheFoldersInTheirOrder) {
  folder.write("one/x.proto", "syntax = \"proto3\"; message One {}");
  folder.write("two/x.proto", "syntax = \"proto3\"; message Two {}");
  folder.write("two/y.proto", "syntax = \"proto3\"; message Y {}");
  folders = {folder.path() / "one", folder.path() / "two"};
  const auto made = compile({"x.proto", "y.proto"});
  ASSERT_TRUE(made) << out.text();
  EXPECT_NE(made->pool->FindMessageTypeByName("One"), nullptr);
  EXPECT_EQ(made->pool->FindMessageTypeByName("Two"), nullptr);
}

TEST_F(Compiling, KeepsThePoolAliveOnItsOwn) {
  folder.write("users.proto", kUsersProto);
  auto made = compile({"users.proto"});
  ASSERT_TRUE(made);
  const auto pool = std::move(made->pool);
  made.reset();
  EXPECT_NE(pool->FindMessageTypeByName("shop.v1.User"), nullptr);
  EXPECT_EQ(pool->FindMessageTypeByName("shop.v1.Nobody"), nullptr);
}

TEST_F(Compiling, ReadsProto2AndFilesWithoutSyntax) {
  folder.write("two.proto", "message Two { required string id = 1; }");
  testing::internal::CaptureStderr();
  EXPECT_TRUE(compile({"two.proto"})) << out.text();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(Compiling, PointsAtErrorsInTheProto) {
  folder.write("users.proto", "syntax = \"proto3\";\nmessage User {\n  Addres address = 1;\n}\n");
  EXPECT_FALSE(compile({"users.proto"}));
  EXPECT_EQ(findings(out), "3:3+6 BFF151 \"Addres\" is not defined");
  EXPECT_EQ(path_of(0), (folder.path() / "users.proto").string());
  EXPECT_THAT(out.text(), HasSubstr("    3 |   Addres address = 1;\n      |   ^^^^^^\n"));
}

TEST_F(Compiling, PointsAtSyntaxErrors) {
  folder.write("users.proto", "syntax = \"proto3\";\nmessage User {\n  string id = one;\n}\n");
  EXPECT_FALSE(compile({"users.proto"}));
  EXPECT_EQ(findings(out), "3:15+3 BFF151 Expected field number");
}

// protobuf counts a tab as up to eight columns.
TEST_F(Compiling, PointsRightBehindTabs) {
  folder.write("users.proto",
               "syntax = \"proto3\";\nmessage User {\n\tint32\ta = 1; Addres b = 2;\n}\n");
  EXPECT_FALSE(compile({"users.proto"}));
  EXPECT_EQ(findings(out), "3:15+6 BFF151 \"Addres\" is not defined");
}

TEST_F(Compiling, ReportsTheErrorsOfAllFilesAtOnce) {
  folder.write("a.proto", "syntax = \"proto3\";\nmessage A { X x = 1; Y y = 2; }\n");
  folder.write("b.proto", "syntax = \"proto3\";\nmessage B { string a = 1; string b = 1; }\n");
  EXPECT_FALSE(compile({"a.proto", "b.proto", "c.proto"}));
  EXPECT_EQ(out.size(), 4u) << out.text();
}

TEST_F(Compiling, ReportsAnErrorOfAnImportOnceAndThere) {
  folder.write("a.proto", "syntax = \"proto3\";\nimport \"b.proto\";\nmessage A { B b = 1; }\n");
  folder.write("b.proto", "syntax = \"proto3\";\nmessage B { X x = 1; }\n");
  EXPECT_FALSE(compile({"a.proto"}));
  EXPECT_EQ(findings(out), "2:13+1 BFF151 \"X\" is not defined");
  EXPECT_EQ(path_of(0), (folder.path() / "b.proto").string());
}

TEST_F(Compiling, PointsAtAnImportThatIsNotFound) {
  folder.write("shop/v1/money.proto", "syntax = \"proto3\";");
  folder.write(
      "a.proto",
      "syntax = \"proto3\";\nimport \"shop/v1/mony.proto\";\nmessage A { Money m = 1; }\n");
  EXPECT_FALSE(compile({"a.proto"}));
  EXPECT_EQ(findings(out),
            "2:1+6 BFF150 the import 'shop/v1/mony.proto' is not found | did you mean "
            "'shop/v1/money.proto'?");
}

TEST_F(Compiling, SaysWhereItSearchedWhenNothingIsNear) {
  folder.write("a.proto", "syntax = \"proto3\";\nimport \"google/type/date.proto\";\n");
  EXPECT_FALSE(compile({"a.proto"}));
  EXPECT_EQ(findings(out),
            "2:1+6 BFF150 the import 'google/type/date.proto' is not found | "
            "searched in '" +
                folder.path().string() + "'");
}

TEST_F(Compiling, ReportsAFileThatIsNotFoundWhereItIsNamed) {
  folder.write("shop/v1/users.proto", kUsersProto);
  EXPECT_FALSE(compile({"shop/v1/users.proto", "shop/v1/user.proto"}));
  EXPECT_EQ(findings(out),
            "1:20+3 BFF150 the file 'shop/v1/user.proto' cannot be compiled: it is in none of the "
            "folders | did you mean 'shop/v1/users.proto'?");
  EXPECT_EQ(path_of(0), "gateway.yaml");
}

TEST_F(Compiling, ReportsAFolderInPlaceOfAFile) {
  std::filesystem::create_directory(folder.path() / "x.proto");
  EXPECT_FALSE(compile({"x.proto"}));
  EXPECT_THAT(findings(out), HasSubstr("cannot be read: It is a folder"));
}

TEST_F(Compiling, TakesOnlyNamesAsImportsWriteThem) {
  folder.write("users.proto", kUsersProto);
  for (const char* name : {"/users.proto", "./users.proto", "../users.proto", "a//users.proto",
                           "a/../users.proto", "a\\users.proto", ""}) {
    out = {};
    EXPECT_FALSE(compile({name})) << name;
    EXPECT_EQ(findings(out), "1:10+3 BFF150 '" + std::string(name) +
                                 "' is no name as imports write it | write the path within one of "
                                 "the folders, as in 'shop/v1/users.proto'");
  }
}

TEST_F(Compiling, ReportsImportsInACircle) {
  folder.write("a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A { B b = 1; }");
  folder.write("b.proto", "syntax = \"proto3\"; import \"a.proto\"; message B { A a = 1; }");
  EXPECT_FALSE(compile({"a.proto"}));
  EXPECT_THAT(findings(out),
              HasSubstr("File recursively imports itself: a.proto -> b.proto -> a.proto"));
}

TEST_F(Compiling, ReportsTheSameNameInTwoFiles) {
  folder.write("a.proto", "syntax = \"proto3\"; message A {}");
  folder.write("b.proto", "syntax = \"proto3\"; message A {}");
  EXPECT_FALSE(compile({"a.proto", "b.proto"}));
  EXPECT_THAT(findings(out),
              HasSubstr("1:28+1 BFF151 \"A\" is already defined in file \"a.proto\""));
}

TEST_F(Compiling, ReportsAnEditionAndNothingElse) {
  folder.write("a.proto", "// new\nedition = \"2023\";\nmessage A { int32 x = 1; }\n");
  EXPECT_FALSE(compile({"a.proto"}));
  EXPECT_EQ(findings(out),
            "2:1+7 BFF154 the file is written in an edition of protobuf | "
            "write syntax = \"proto3\" or \"proto2\"; editions are not supported");
}

TEST_F(Compiling, ReportsWhatIsNoProtoAtAll) {
  folder.write("a.proto", std::string("\x7f"
                                      "ELF\0\1\2",
                                      7));
  EXPECT_FALSE(compile({"a.proto"}));
  EXPECT_FALSE(out.empty());
}

}  // namespace
}  // namespace bff::proto
