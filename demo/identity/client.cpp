// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/client.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "demo/identity/encoding.hpp"

namespace demo::identity {
namespace {

using nlohmann::json;

Client read_client(const json& members) {
  Client client;
  if (!members.is_object()) throw std::runtime_error("it is no object");
  for (const auto& [name, value] : members.items()) {
    if (name == "client_id")
      client.id = value;
    else if (name == "client_secret")
      client.secret = value;
    else if (name == "redirect_uris")
      client.redirect_uris = value;
    else if (name == "post_logout_redirect_uris")
      client.post_logout_redirect_uris = value;
    else if (name == "backchannel_logout_uri")
      client.backchannel_logout_uri = value;
    else if (name == "scope")
      client.scope = value;
    else
      throw std::runtime_error(
          "there is no member '" + name +
          "'; there are client_id, client_secret, redirect_uris, post_logout_redirect_uris, "
          "backchannel_logout_uri and scope");
  }
  if (client.id.empty()) throw std::runtime_error("client_id is missing");
  if (client.redirect_uris.empty()) throw std::runtime_error("redirect_uris is missing");
  return client;
}

std::string text_of(const std::string& text) {
  if (!text.starts_with('@')) return text;
  std::ifstream file{text.substr(1)};
  if (!file) throw std::runtime_error("the file cannot be opened");
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

void read_clients(const std::string& text, std::vector<Client>& clients) {
  try {
    const json read = json::parse(text_of(text));
    if (!read.is_array()) {
      clients.push_back(read_client(read));
      return;
    }
    for (const json& one : read) clients.push_back(read_client(one));
  } catch (const std::exception& wrong) {
    throw std::runtime_error("the client " + text + " is none: " + wrong.what());
  }
}

struct Credentials {
  std::string id, secret;
};

// RFC 6749 §2.3.1: both are form-encoded before they are put together.
std::optional<Credentials> basic(const std::string& authorization) {
  constexpr std::string_view kScheme = "Basic ";
  if (!authorization.starts_with(kScheme)) return std::nullopt;
  const auto both = base64_decode(std::string_view{authorization}.substr(kScheme.size()));
  const auto colon = both ? both->find(':') : std::string::npos;
  if (colon == std::string::npos) return std::nullopt;
  return Credentials{form_decode(std::string_view{*both}.substr(0, colon)),
                     form_decode(std::string_view{*both}.substr(colon + 1))};
}

}  // namespace

ClientList::ClientList(std::vector<std::string> texts) : texts_{std::move(texts)} { all(); }

std::vector<Client> ClientList::all() const {
  std::vector<Client> clients;
  for (const std::string& text : texts_) read_clients(text, clients);
  return clients;
}

std::optional<Client> ClientList::find(const std::string& id) const {
  for (Client& client : all())
    if (client.id == id) return std::move(client);
  return std::nullopt;
}

Client ClientList::authenticate(const Request& request) const {
  const auto refuse = [](const char* why) { throw Refused{401, "invalid_client", why}; };
  const auto credentials = basic(request.authorization);
  if (!credentials && !request.authorization.empty())
    refuse("authorization is no Basic: this provider takes client_secret_basic and none");
  const std::string named = request.parameter("client_id");
  auto client = find(credentials ? credentials->id : named);
  if (!client) refuse("there is no such client");
  if (credentials && !named.empty() && named != client->id)
    refuse("client_id names another client");
  if (!same(client->secret, credentials ? credentials->secret : ""))
    refuse(credentials ? "the secret is another" : "this client has a secret: Basic is missing");
  return *std::move(client);
}

}  // namespace demo::identity
