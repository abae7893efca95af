// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/authority.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bff::runtime::http1 {
namespace {

TEST(Authority, IsANameOrAddressWithOrWithoutAPort) {
  for (const std::string_view authority :
       {"a", "shop.example", "SHOP.example.", "shop_1.example", "127.0.0.1", "127.0.0.1:80",
        "shop.example:0", "shop.example:65535", "[::]", "[::1]:8080", "[2001:db8::1]",
        "[::ffff:192.0.2.1]", "xn--caf-dma.example"}) {
    EXPECT_EQ(check_authority(authority), Fault::none) << authority;
  }
}

TEST(Authority, SaysWhatIsWrong) {
  const std::pair<std::string_view, Fault> rows[] = {
      {"", Fault::authority_empty},
      {":80", Fault::authority_empty},
      {"a@b", Fault::authority_userinfo},
      {"@", Fault::authority_userinfo},
      {"a/b", Fault::authority_character},
      {"a b", Fault::authority_character},
      {"a,b", Fault::authority_character},
      {"a%41", Fault::authority_character},
      {"a:", Fault::authority_port},
      {"a:+1", Fault::authority_port},
      {"a:065536", Fault::authority_port},
      {"a:65536", Fault::authority_port},
      {"a:1:2", Fault::authority_port},
      {"::1", Fault::authority_empty},
      {"[", Fault::authority_ipv6},
      {"[]", Fault::authority_ipv6},
      {"[:]", Fault::authority_ipv6},
      {"[127.0.0.1]", Fault::authority_ipv6},
      {"[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]", Fault::authority_ipv6},
      {"[::1]a", Fault::authority_port},
      {"[::1]:", Fault::authority_port},
      {"[fe80::1%eth0]", Fault::authority_zone},
  };
  for (const auto& [authority, fault] : rows) {
    EXPECT_EQ(check_authority(authority), fault) << authority;
  }
  EXPECT_EQ(check_authority(std::string(255, 'a')), Fault::none);
  EXPECT_EQ(check_authority(std::string(256, 'a')), Fault::authority_too_long);
}

}  // namespace
}  // namespace bff::runtime::http1
