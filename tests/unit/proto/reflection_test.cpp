// SPDX-License-Identifier: Apache-2.0
#include "proto/reflection.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "proto/load.hpp"
#include "support/reflected_protos.hpp"

namespace bff::proto {
namespace {

using Protos = test::ReflectedProtos;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;

const std::string kUsersService = "shop.v1.usersService";

std::string symbol(const std::string& name) {
  google::protobuf::UnknownFieldSet request;
  request.AddLengthDelimited(4, name);
  return Protos::bytes_of(request);
}
std::string file_name(const std::string& name) {
  google::protobuf::UnknownFieldSet request;
  request.AddLengthDelimited(3, name);
  return Protos::bytes_of(request);
}

TEST(Reflection, AsksForServicesAndThenForImportsThatAreMissing) {
  Reflection reflection{{kUsersService}};
  EXPECT_EQ(reflection.next(), symbol(kUsersService));
  EXPECT_EQ(reflection.next(), symbol(kUsersService));
  ASSERT_TRUE(reflection.take(Protos::response({Protos::file("users", {"money", "image"})})));
  EXPECT_EQ(reflection.next(), file_name("shop/v1/image.proto"));
  ASSERT_TRUE(reflection.take(Protos::response({Protos::file("image")})));
  EXPECT_EQ(reflection.next(), file_name("shop/v1/money.proto"));
  ASSERT_TRUE(
      reflection.take(Protos::response({Protos::file("money", {"image"}), Protos::file("image")})));
  EXPECT_EQ(reflection.next(), std::nullopt);
  EXPECT_THAT(reflection.files(),
              ElementsAre(Key("shop/v1/image.proto"), Key("shop/v1/money.proto"),
                          Key("shop/v1/users.proto")));
}

TEST(Reflection, AsksForNothingThatWasToldAlready) {
  Reflection reflection{{"shop.v1.moneyService", kUsersService}};
  ASSERT_EQ(reflection.next(), symbol(kUsersService));
  ASSERT_TRUE(
      reflection.take(Protos::response({Protos::file("users", {"money"}), Protos::file("money")})));
  EXPECT_EQ(reflection.next(), std::nullopt);
  EXPECT_EQ(Reflection{{}}.next(), std::nullopt);
}

// The gateway has these itself, whatever version the server was built with.
TEST(Reflection, LeavesOutTheFilesOfProtobufItself) {
  Reflection reflection{{kUsersService}};
  auto users = Protos::file("users");
  users.add_dependency("google/protobuf/timestamp.proto");
  google::protobuf::FileDescriptorProto timestamp;
  timestamp.set_name("google/protobuf/timestamp.proto");
  ASSERT_TRUE(reflection.next());
  ASSERT_TRUE(reflection.take(Protos::response({users, timestamp})));
  EXPECT_EQ(reflection.next(), std::nullopt);
  EXPECT_THAT(reflection.files(), ElementsAre(Key("shop/v1/users.proto")));
  Diagnostics out;
  EXPECT_TRUE(load_descriptor_set(descriptor_set_of(reflection.files()), "it", {}, out))
      << out.text();
}

TEST(Reflection, RefusesAnswersThatDoNotHold) {
  const auto why = [](const std::string& answer) {
    Reflection reflection{{kUsersService}};
    EXPECT_TRUE(reflection.next());
    EXPECT_FALSE(reflection.take(answer));
    return reflection.why();
  };
  EXPECT_EQ(why("\xff\xff"), "what it says is no ServerReflectionResponse");
  EXPECT_EQ(why(""), "its answer does not hold the service 'shop.v1.usersService'");
  EXPECT_EQ(why(Protos::response({Protos::file("money")})),
            "its answer does not hold the service 'shop.v1.usersService'");
  EXPECT_EQ(why(Protos::error("Symbol not found.")),
            "it does not tell of the service 'shop.v1.usersService': Symbol not found.");
  google::protobuf::UnknownFieldSet list, whole;
  list.AddLengthDelimited(1, "\xff");
  *whole.AddLengthDelimited(4) = Protos::bytes_of(list);
  EXPECT_EQ(why(Protos::bytes_of(whole)), "it holds a file that is no FileDescriptorProto");
  EXPECT_EQ(why(Protos::response({google::protobuf::FileDescriptorProto{}})),
            "it holds a file that is no FileDescriptorProto");
}

TEST(Reflection, RefusesAnImportThatDoesNotComeOrIsAnother) {
  Reflection reflection{{kUsersService}};
  ASSERT_TRUE(reflection.next());
  ASSERT_TRUE(reflection.take(Protos::response({Protos::file("users", {"money"})})));
  ASSERT_TRUE(reflection.next());
  EXPECT_FALSE(reflection.take(Protos::response({Protos::file("image", {"users"})})));
  EXPECT_EQ(reflection.why(), "its answer does not hold the file 'shop/v1/money.proto'");
}

TEST(Reflection, TakesNoMoreThanItsLimits) {
  Reflection reflection{{kUsersService}};
  ASSERT_TRUE(reflection.next());
  auto large = Protos::file("users", {"money"});
  large.mutable_options()->set_go_package(std::string(Reflection::kMaxBytes / 2, 'x'));
  ASSERT_TRUE(reflection.take(Protos::response({large})));
  ASSERT_TRUE(reflection.next());
  large.set_name("shop/v1/money.proto");
  EXPECT_FALSE(reflection.take(Protos::response({large})));
  EXPECT_THAT(reflection.why(), HasSubstr("above the limits of 16 MiB"));

  Reflection chain{{"shop.v1.f0Service"}};
  std::size_t files = 0;
  while (chain.next()) {
    const auto number = files++;
    if (!chain.take(Protos::response(
            {Protos::file("f" + std::to_string(number), {"f" + std::to_string(number + 1)})}))) {
      break;
    }
  }
  EXPECT_EQ(files, Reflection::kMaxFiles + 1);
  EXPECT_THAT(chain.why(), HasSubstr("4096 files"));
}

TEST(Reflection, GivesTheSameBytesWhateverTheCompilerLeftOut) {
  const auto files_of = [](const google::protobuf::FileDescriptorProto& file) {
    Reflection reflection{{kUsersService}};
    EXPECT_TRUE(reflection.next());
    EXPECT_TRUE(reflection.take(Protos::response({file})));
    return reflection.files();
  };
  auto bare = Protos::file("users"), full = bare, other = bare;
  full.mutable_message_type(0)->mutable_field(0)->set_json_name("displayName");
  full.mutable_source_code_info()->add_location()->set_leading_comments("why");
  other.mutable_message_type(0)->mutable_field(0)->set_json_name("display");
  EXPECT_EQ(descriptor_set_of(files_of(bare)), descriptor_set_of(files_of(full)));

  DescriptorFiles all;
  EXPECT_EQ(merge(files_of(bare), all), "");
  EXPECT_EQ(merge(files_of(full), all), "");
  EXPECT_EQ(merge(files_of(other), all), "shop/v1/users.proto");
  DescriptorFiles first{{"google/api/http.proto", "1"}};
  EXPECT_EQ(merge({{"google/api/http.proto", "2"}}, first), "");
  EXPECT_EQ(first.at("google/api/http.proto"), "1");
}

TEST(Reflection, IsNotTrustedToDescribeAnythingThatCanBe) {
  Reflection reflection{{kUsersService}};
  auto broken = Protos::file("users");
  broken.mutable_message_type(0)->mutable_field(0)->set_type_name(".shop.v1.Nothing");
  broken.mutable_message_type(0)->mutable_field(0)->set_number(-1);
  ASSERT_TRUE(reflection.next());
  ASSERT_TRUE(reflection.take(Protos::response({broken})));
  Diagnostics out;
  EXPECT_FALSE(load_descriptor_set(descriptor_set_of(reflection.files()), "it", {}, out));
  EXPECT_FALSE(out.empty());
}

}  // namespace
}  // namespace bff::proto
