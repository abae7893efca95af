// SPDX-License-Identifier: Apache-2.0
#include "runtime/session_names.hpp"

namespace bff::runtime {
namespace {

constexpr const char* kMethods[] = {"GET", "POST"};

}  // namespace

bool is_session_cookie(const SessionSetup& setup, std::string_view name) noexcept {
  for (const std::string_view prefix : {"__Host-", "__Secure-"}) {
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  }
  const std::string& own = setup.config.cookie;
  return name.starts_with(own) && (name.size() == own.size() || name[own.size()] == '-');
}

void check_session_names(const SessionSetup& setup, const std::vector<plan::RouteFile>& files,
                         const route::Router& router, Diagnostics& out) {
  const auto refuse = [&](const plan::LocatedText& name, const std::string& verb) {
    if (!is_session_cookie(setup, name.value)) return;
    out.add("BFF172", name.place,
            "the cookie '" + name.value + "' is the sessions' own, and no route " + verb + " it",
            "choose another name, or another auth.sessions.cookie");
  };
  for (const auto& file : files) {
    for (const auto& route : file.routes) {
      for (const auto& cookie : route.cookies) refuse(cookie.name, "reads");
      if (!route.respond) continue;
      for (const auto& cookie : route.respond->cookies) refuse(cookie.name, "sets");
    }
  }
  for (const char* name : kLoginEndpoints) {
    for (const char* method : kMethods) {
      std::string allow;
      const auto taken = router.match(method, setup.path_of(name), allow);
      if (!taken) continue;
      out.add("BFF173", setup.config.place,
              "a route serves " + std::string{method} + " " + setup.path_of(name) +
                  ", which is the sessions' own",
              "give auth.sessions another 'path'");
      break;
    }
  }
}

}  // namespace bff::runtime
