// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "demo/identity/http.hpp"

namespace demo::identity {

// An application that lets its users log in here. Its members have the names of RFC 7591 §2.
struct Client {
  std::string id;
  std::string secret;  // empty: a public client, whose only proof is PKCE
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::string backchannel_logout_uri;  // empty: it is not told of logouts
  std::string scope;                   // what it may ask for; empty: anything
};

// Those that this provider knows.
class ClientList {
 public:
  // Each text is a client as JSON, or @FILE with one or a list of them: that file is read anew
  // whenever a client is looked for, so that it may change meanwhile. Throws with the reason where
  // one is no client.
  explicit ClientList(std::vector<std::string> texts);

  std::optional<Client> find(const std::string& id) const;
  // The client that a request proves to come from, by client_secret_basic, or by its client_id
  // alone where it has no secret. Throws Refused{invalid_client}.
  Client authenticate(const Request& request) const;

 private:
  std::vector<Client> all() const;

  std::vector<std::string> texts_;
};

}  // namespace demo::identity
