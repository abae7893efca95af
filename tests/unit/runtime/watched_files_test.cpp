// SPDX-License-Identifier: Apache-2.0
#include "runtime/watched_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temp_folder.hpp"

namespace bff::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class WatchedFilesLook : public testing::Test {
 protected:
  void SetUp() override {
    files.watch({{.event = "keys",
                  .path = path,
                  .stamp = stamp_of(path),
                  .take = [this](const std::string& text) -> Result<std::size_t> {
                    if (text == "bad") return Error{.internal = "it is bad"};
                    taken = text;
                    return text.size();
                  }}});
  }

  test::TempFolder folder;
  std::filesystem::path path = folder.write("keys", "one");
  WatchedFiles files;
  std::string taken;
};

TEST_F(WatchedFilesLook, IsReadWhenItHasBecomeAnother) {
  EXPECT_THAT(files.look(), IsEmpty());
  std::filesystem::rename(folder.write("new", "three"), path);
  const auto news = files.look();
  ASSERT_THAT(news, SizeIs(1));
  EXPECT_EQ(news[0].event, "keys");
  EXPECT_EQ(news[0].path, path);
  EXPECT_EQ(news[0].taken.value(), 5u);
  EXPECT_EQ(taken, "three");
  EXPECT_THAT(files.look(), IsEmpty()) << "nothing is new any more";
}

TEST_F(WatchedFilesLook, IsJudgedOnceWhenItDoesNotHold) {
  folder.write("keys", "bad");
  const auto news = files.look();
  ASSERT_THAT(news, SizeIs(1));
  EXPECT_EQ(news[0].taken.error().internal, "it is bad");
  EXPECT_THAT(files.look(), IsEmpty());
  EXPECT_EQ(taken, "");
}

TEST_F(WatchedFilesLook, MayBeAwayForATime) {
  std::filesystem::remove(path);
  const auto news = files.look();
  ASSERT_THAT(news, SizeIs(1));
  EXPECT_THAT(news[0].taken.error().internal, HasSubstr("No such file"));
  EXPECT_THAT(files.look(), IsEmpty());
  folder.write("keys", "again");
  EXPECT_THAT(files.look(), SizeIs(1));
  EXPECT_EQ(taken, "again");
}

// Between the reading and the first look.
TEST(WatchedFiles, MissNoChangeBehindTheStamp) {
  const test::TempFolder folder;
  const auto path = folder.write("keys", "one");
  const FileStamp stamp = stamp_of(path);
  folder.write("keys", "another");
  WatchedFiles files;
  files.watch({{"keys", path, stamp,
                [](const std::string& text) -> Result<std::size_t> { return text.size(); }}});
  EXPECT_THAT(files.look(), SizeIs(1));
}

}  // namespace
}  // namespace bff::runtime
