// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http1/request.hpp"
#include "runtime/worker_sessions.hpp"

namespace bff::runtime {

// What the gateway's own endpoints answer.
struct LoginAnswer {
  int status = 200;
  std::string type;   // of the body; empty: there is none
  std::string lines;  // of the head: location, cookies …
  std::string body;
};

// A request to one of the endpoints of `auth.sessions`: login, callback, logout, session,
// backchannel-logout, frontchannel-logout. Holds what it needs of the request; one use. Lives on
// its worker, and longer than the request where that goes away.
class LoginRun : public std::enable_shared_from_this<LoginRun> {
 public:
  using Time = WorkerSessions::Time;
  using Done = std::function<void(Result<LoginAnswer>)>;

  // Whether this path is the gateway's own.
  static bool owns(const SessionSetup& setup, std::string_view path) noexcept;

  // `address`: the client's.
  LoginRun(std::shared_ptr<const SessionSetup> setup, WorkerSessions& sessions,
           const http1::Request& request, std::string address, Time now);

  // `done` is called once, perhaps at once. Errors are problems; cookies that go with them are in
  // lines().
  void start(Done done);
  const std::string& lines() const noexcept { return lines_; }
  // With method_not_allowed.
  const std::string& allow() const noexcept { return allow_; }

 private:
  using Opened = WorkerSessions::Opened;

  bool only(std::string_view method);
  std::string parameter(std::string_view name) const;
  // Gives the session of the request's cookie to `then`; null: there is none.
  void open(bool used, std::function<void(Result<Opened>)> then);

  void login();
  void callback();
  void finish_login(const auth::LoginAttempt& attempt, Result<WorkerSessions::Held> session);
  void fail_login(const Error& error);
  void session();
  void logout();
  void log_out(const WorkerSessions::Held& session);
  void backchannel();
  void frontchannel();

  void redirect(const std::string& location);
  void answer(LoginAnswer answer);
  void add_cookie(std::string_view value);
  void clear(const auth::CookieTerms& terms, std::size_t parts);

  std::shared_ptr<const SessionSetup> setup_;
  WorkerSessions& sessions_;
  std::string method_, name_, query_, body_, address_;
  std::vector<std::string> cookies_;  // the fields `cookie`
  Result<void> source_;               // whether a page of this site has sent it
  Time now_;
  auth::FoundCookie found_;  // the session's
  std::string lines_, allow_;
  Done done_;
};

}  // namespace bff::runtime
