// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temp_folder.hpp"

namespace bff {
namespace {

TEST(ReadFile, GivesAllBytes) {
  const test::TempFolder folder;
  const std::string bytes("a\r\n\0b\xff\n", 7);
  std::string why;
  EXPECT_EQ(read_file(folder.write("f", bytes), why), bytes);
  EXPECT_EQ(read_file(folder.write("empty", ""), why), "");
  EXPECT_EQ(why, "");
}

TEST(ReadFile, TellsThatAFileIsMissing) {
  const test::TempFolder folder;
  std::string why;
  EXPECT_FALSE(read_file(folder.path() / "none", why));
  EXPECT_EQ(why, "No such file or directory");
}

TEST(ReadFile, RefusesAFolder) {
  const test::TempFolder folder;
  std::string why;
  EXPECT_FALSE(read_file(folder.path(), why));
  EXPECT_EQ(why, "It is a folder");
}

TEST(ReadFile, DoesNotWaitAtAPipe) {
  const test::TempFolder folder;
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::string why;
  EXPECT_FALSE(read_file(pipe, why));
  EXPECT_EQ(why, "It is no regular file");
}

TEST(ReadSource, KeepsPathAndText) {
  const test::TempFolder folder;
  std::string why;
  const auto source = read_source(folder.write("a.yaml", "x: 1\n"), why);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->path(), (folder.path() / "a.yaml").string());
  EXPECT_EQ(source->line(1), "x: 1");
  EXPECT_FALSE(read_source(folder.path() / "b.yaml", why));
  EXPECT_EQ(why, "No such file or directory");
}

TEST(DisplayPath, IsRelativeBelowTheWorkingDirectory) {
  const auto here = std::filesystem::current_path();
  EXPECT_EQ(display_path(here / "bff-web" / "gateway.yaml"), "bff-web/gateway.yaml");
  EXPECT_EQ(display_path(here / "bff-web" / ".." / "routes" / "home.yaml"), "routes/home.yaml");
}

TEST(DisplayPath, IsAbsoluteElsewhereAndRelativeIfItWas) {
  EXPECT_EQ(display_path("/etc/bff/gateway.yaml"), "/etc/bff/gateway.yaml");
  EXPECT_EQ(display_path(std::filesystem::current_path().parent_path() / "x"),
            (std::filesystem::current_path().parent_path() / "x").string());
  EXPECT_EQ(display_path("a/../b.yaml"), "b.yaml");
}

}  // namespace
}  // namespace bff
