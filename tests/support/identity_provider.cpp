// SPDX-License-Identifier: Apache-2.0
#include "support/identity_provider.hpp"

namespace bff::test {

IdentityProvider::IdentityProvider(std::optional<TestCa::Server> tls) {
  rotate();
  if (tls) {
    server_ = std::make_unique<httplib::SSLServer>(tls->certificate.c_str(), tls->key.c_str());
  } else {
    server_ = std::make_unique<httplib::Server>();
  }
  server_->set_pre_routing_handler([this](const httplib::Request&, httplib::Response&) {
    ++requests_;
    return httplib::Server::HandlerResponse::Unhandled;
  });
  server_->Get("/.well-known/openid-configuration", [this](const httplib::Request&,
                                                           httplib::Response& response) {
    response.set_content(R"({"issuer":")" + issuer_ + R"(","jwks_uri":")" + issuer_ +
                             R"(/keys","introspection_endpoint":")" + issuer_ + R"(/introspect"})",
                         "application/json");
  });
  server_->Get("/keys", [this](const httplib::Request&, httplib::Response& response) {
    serve_keys(response);
  });
  server_->Post("/introspect", [this](const httplib::Request& request,
                                      httplib::Response& response) { tell(request, response); });
  const int port = server_->bind_to_any_port("127.0.0.1");
  issuer_ = (tls ? "https" : "http") + std::string{"://127.0.0.1:"} + std::to_string(port);
  thread_ = std::thread{[this] { server_->listen_after_bind(); }};
  while (!server_->is_running()) std::this_thread::yield();
}

IdentityProvider::~IdentityProvider() {
  set(Mood::fails);
  server_->stop();
  thread_.join();
}

void IdentityProvider::rotate() {
  auto key = auth::SigningKey::p256();
  const std::lock_guard lock{mutex_};
  if (keys_.size() == 2) keys_.erase(keys_.begin());
  static int made = 0;
  keys_.push_back({"key-" + std::to_string(++made), std::move(key)});
}

void IdentityProvider::set(Mood mood) {
  const std::lock_guard lock{mutex_};
  mood_ = mood;
  mood_changed_.notify_all();
}

void IdentityProvider::serve_keys(httplib::Response& response) {
  std::unique_lock lock{mutex_};
  ++fetches_;
  last_fetch_ = std::chrono::steady_clock::now();
  mood_changed_.wait(lock, [this] { return mood_ != Mood::hangs; });
  if (mood_ == Mood::fails) {
    response.status = 500;
    return;
  }
  std::string set = R"({"keys":[)";
  if (mood_ == Mood::well) {
    for (const Key& key : keys_)
      set += (set.back() == '[' ? "" : ",") + key.key.jwk(R"("use":"sig","kid":")" + key.id + '"');
  }
  response.set_content(set + "]}", "application/jwk-set+json");
}

void IdentityProvider::tell_of(const std::string& token, const std::string& answer) {
  const std::lock_guard lock{mutex_};
  told_[token] = answer;
}

std::string IdentityProvider::active(const std::string& more) const {
  return R"({"active":true,"iss":")" + issuer_ +
         R"(","aud":"shop","sub":"1","token_type":"Bearer")" + (more.empty() ? "" : "," + more) +
         "}";
}

void IdentityProvider::tell(const httplib::Request& request, httplib::Response& response) {
  std::unique_lock lock{mutex_};
  ++questions_;
  mood_changed_.wait(lock, [this] { return mood_ != Mood::hangs; });
  // "gw:s%26cret"
  if (request.get_header_value("authorization") != "Basic Z3c6cyUyNmNyZXQ=") {
    response.status = 401;
  } else if (mood_ == Mood::fails) {
    response.status = 500;
  } else {
    const auto found = told_.find(request.get_param_value("token"));
    response.set_content(found == told_.end() ? R"({"active":false})" : found->second,
                         "application/json");
  }
}

std::string IdentityProvider::claims(const std::string& more, int life) const {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  return R"({"iss":")" + issuer_ + R"(","aud":"shop","sub":"1","iat":)" + std::to_string(now) +
         R"(,"exp":)" + std::to_string(now + life) + (more.empty() ? "" : "," + more) + "}";
}

std::string IdentityProvider::token(const std::string& more) const {
  return signed_by_present_key(claims(more));
}

std::string IdentityProvider::expired_token() const {
  return signed_by_present_key(claims("", -60));
}

std::string IdentityProvider::signed_by_present_key(const std::string& claims) const {
  const std::lock_guard lock{mutex_};
  const Key& key = keys_.back();
  return key.key.token(R"({"alg":"ES256","typ":"at+jwt","kid":")" + key.id + R"("})", claims);
}

std::string IdentityProvider::token_of_key(const std::string& id) const {
  const std::lock_guard lock{mutex_};
  return keys_.back().key.token(R"({"alg":"ES256","typ":"at+jwt","kid":")" + id + R"("})",
                                claims(""));
}

}  // namespace bff::test
