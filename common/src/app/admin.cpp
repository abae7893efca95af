// SPDX-License-Identifier: Apache-2.0
#include "app/admin.hpp"

#include <httplib.h>

#include <cerrno>
#include <cstring>
#include <thread>

namespace bff::app {
namespace {

constexpr const char* kText = "text/plain; charset=utf-8";

void refuse(httplib::Response& response, int status, const std::string& text) {
  response.status = status;
  response.set_content(text + "\n", kText);
}

void refuse(httplib::Response& response, const Error& error) {
  refuse(response, status_of(error), error.detail.empty() ? error.internal : error.detail);
}

void add_sessions(httplib::Server& http, const Admin::Sources& sources) {
  http.Get("/sessions",
           [list = sources.sessions](const httplib::Request& request, httplib::Response& response) {
             const std::string subject = request.get_param_value("subject");
             if (subject.empty()) return refuse(response, 400, "name whose: /sessions?subject=SUB");
             const auto all = list(subject);
             if (!all) return refuse(response, all.error());
             response.set_content(*all, "application/json");
           });
  http.Delete("/sessions", [end = sources.end_sessions](const httplib::Request& request,
                                                        httplib::Response& response) {
    const std::string subject = request.get_param_value("subject"),
                      key = request.get_param_value("key");
    if (subject.empty() == key.empty()) {
      return refuse(response, 400, "name one of ?subject=SUB and ?key=KEY");
    }
    const auto ended = end(subject, key);
    if (!ended) return refuse(response, ended.error());
    response.set_content("{\"ended\":" + std::to_string(*ended) + "}", "application/json");
  });
}

}  // namespace

struct Admin::Server {
  httplib::Server http;
  std::thread thread;
};

Admin::Admin(Sources sources) : server_(std::make_unique<Server>()) {
  auto& http = server_->http;
  // A scraper and a prober at a time are enough; the default is a thread per core and more.
  http.new_task_queue = [] { return new httplib::ThreadPool(2); };
  http.set_keep_alive_timeout(5);
  http.set_read_timeout(5);
  http.set_write_timeout(5);
  // httplib's default would let a second process share the port unseen.
  http.set_socket_options([](socket_t socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
  http.Get("/healthz", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("ok\n", kText);
  });
  http.Get("/readyz",
           [ready = sources.ready](const httplib::Request&, httplib::Response& response) {
             const bool is_ready = ready();
             response.status = is_ready ? 200 : 503;
             response.set_content(is_ready ? "ready\n" : "not ready\n", kText);
           });
  http.Get("/metrics",
           [metrics = sources.metrics](const httplib::Request&, httplib::Response& response) {
             response.set_content(metrics(), "text/plain; version=0.0.4; charset=utf-8");
           });
  if (sources.sessions) add_sessions(http, sources);
  http.Get("/jwks.json",
           [key_set = sources.key_set](const httplib::Request&, httplib::Response& response) {
             const auto keys = key_set();
             response.status = keys ? 200 : 404;
             if (keys) response.set_content(*keys, "application/jwk-set+json");
           });
}

Admin::~Admin() { stop(); }

std::string Admin::start(const config::Address& address) {
  auto port = static_cast<int>(address.port);
  errno = 0;
  if (port == 0) {
    port = server_->http.bind_to_any_port(address.host);
  } else if (!server_->http.bind_to_port(address.host, port)) {
    port = -1;
  }
  if (port < 0) return errno != 0 ? std::strerror(errno) : "the address cannot be bound";
  const bool v6 = address.host.find(':') != std::string::npos;
  address_ = (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(port);
  server_->thread = std::thread{[this] { server_->http.listen_after_bind(); }};
  // stop() has no effect on a server that does not run yet.
  while (!server_->http.is_running()) std::this_thread::yield();
  return "";
}

void Admin::stop() {
  if (!server_->thread.joinable()) return;
  server_->http.stop();
  server_->thread.join();
}

}  // namespace bff::app
