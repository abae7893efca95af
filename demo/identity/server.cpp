// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/server.hpp"

#include <httplib.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

#include "demo/identity/endpoints.hpp"

namespace demo::identity {
namespace {

constexpr std::size_t kMaxBody = 64 * 1024;
constexpr std::size_t kThreads = 32;  // a browser's connections that wait take one each
constexpr int kNoticeSeconds = 3;

std::string cookie_of(const httplib::Request& request, const std::string& name) {
  std::string cookies = request.get_header_value("cookie") + ";";
  for (std::size_t at = 0, end = 0; (end = cookies.find(';', at)) != std::string::npos;
       at = end + 1) {
    const auto begin = cookies.find_first_not_of(' ', at);
    if (cookies.compare(begin, name.size() + 1, name + "=") == 0)
      return cookies.substr(begin + name.size() + 1, end - begin - name.size() - 1);
  }
  return "";
}

Request read(const httplib::Request& request) {
  return {.parameters = request.params,
          .authorization = request.get_header_value("authorization"),
          .cookie = cookie_of(request, kCookie)};
}

void write(const Answer& answer, httplib::Response& response) {
  response.status = answer.status;
  response.set_content(answer.body, answer.content_type);
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
  response.set_header("cache-control", "no-store");
  response.set_header("referrer-policy", "no-referrer");
}

// Back-Channel Logout 1.0 §2.5. A client that does not answer keeps nobody logged in here.
void tell(const LoggedOut::Notice& notice) {
  const auto path = notice.url.find('/', notice.url.find("//") + 2);
  httplib::Client client{notice.url.substr(0, path)};
  client.set_connection_timeout(kNoticeSeconds);
  client.set_read_timeout(kNoticeSeconds);
  const auto answer = client.Post(path == std::string::npos ? "/" : notice.url.substr(path),
                                  httplib::Params{{"logout_token", notice.logout_token}});
  if (answer && (answer->status == 200 || answer->status == 204)) return;
  std::cerr << "demo-identity: " + notice.url + " was not told of a logout: " +
                   (answer ? "it answered " + std::to_string(answer->status)
                           : "it does not answer") +
                   "\n";
}

}  // namespace

struct Server::Impl {
  using Endpoint = std::function<LoggedOut(Provider&, const Request&)>;

  void answer(const Endpoint& endpoint, const httplib::Request& asked,
              httplib::Response& response) {
    LoggedOut result;
    try {
      const std::lock_guard lock{mutex};
      result = endpoint(provider, read(asked));
    } catch (const Refused& refused) {
      result.answer = refusal(refused);
    } catch (const std::exception& wrong) {
      result.answer = refusal({500, "server_error", wrong.what()});
    }
    // Unlocked: who is told may ask for the keys before it answers.
    for (const auto& notice : result.notices) tell(notice);
    write(result.answer, response);
    if (log_calls)
      std::cerr << asked.method + " " + asked.path + " " + std::to_string(response.status) + " " +
                       (asked.path == "/token" ? asked.get_param_value("grant_type") : "") + "\n";
  }

  void add(const char* methods, const char* path, Endpoint endpoint) {
    const auto handler = [this, endpoint](const httplib::Request& request,
                                          httplib::Response& response) {
      answer(endpoint, request, response);
    };
    const std::string_view names{methods};
    if (names.find("GET") != std::string_view::npos) server.Get(path, handler);
    if (names.find("POST") != std::string_view::npos) server.Post(path, handler);
  }
  void add(const char* methods, const char* path, Answer (*endpoint)(Provider&, const Request&)) {
    add(methods, path, [endpoint](Provider& asked, const Request& request) {
      return LoggedOut{endpoint(asked, request)};
    });
  }
  void add(const char* path, Answer (*endpoint)(const Provider&)) {
    add("GET", path,
        [endpoint](Provider& asked, const Request&) { return LoggedOut{endpoint(asked)}; });
  }

  void add_endpoints() {
    add("/.well-known/openid-configuration", discovery);
    add("/keys", keys);
    add("GET POST", "/authorize", authorize);
    add("POST", "/login", log_in);
    add("POST", "/par", push);
    add("POST", "/token", token);
    add("POST", "/introspect", introspect);
    add("POST", "/revoke", revoke);
    add("GET POST", "/userinfo", user_info);
    add("GET POST", "/end_session", Endpoint{end_session});
  }

  Provider& provider;
  const bool log_calls;
  std::mutex mutex{};
  httplib::Server server{};
  std::thread thread{};
};

Server::Server(Provider& provider, bool log_calls)
    : impl_{new Impl{.provider = provider, .log_calls = log_calls}} {
  auto& server = impl_->server;
  server.set_payload_max_length(kMaxBody);
  server.set_tcp_nodelay(true);
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  // Without SO_REUSEPORT, which the library sets: else a second process would share the port in
  // silence, and each get half of the requests.
  server.set_socket_options([](int socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  impl_->add_endpoints();
}

Server::~Server() = default;

int Server::bind(const std::string& host, int port) {
  if (port == 0) return std::max(0, impl_->server.bind_to_any_port(host.c_str()));
  return impl_->server.bind_to_port(host.c_str(), port) ? port : 0;
}

void Server::start() {
  impl_->thread = std::thread{[this] { impl_->server.listen_after_bind(); }};
  // The library forgets a stop() that comes before it runs.
  while (!impl_->server.is_running()) std::this_thread::yield();
}

void Server::stop() {
  impl_->server.stop();
  impl_->thread.join();
}

}  // namespace demo::identity
