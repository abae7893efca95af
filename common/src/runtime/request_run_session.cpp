// SPDX-License-Identifier: Apache-2.0
// Who asks, where a browser's cookie says it; and the gateway's own pages of login and logout.
#include "runtime/dispatcher.hpp"
#include "runtime/login_run.hpp"
#include "runtime/request_run.hpp"
#include "runtime/request_source.hpp"

namespace bff::runtime {

// Sets session_ where the cookie has one. True: that is told later, by on_session().
Result<bool> RequestRun::open_session() {
  if (!takes_session()) return false;
  const auto& setup = *generation_->sessions;
  const auto& request = exchange_->request();
  const auto cookie = auth::find_cookie(cookies_of(request), setup.cookie.name);
  if (cookie.state == auth::FoundCookie::State::absent) return false;
  // Before anything is done with the cookie.
  const auto source = source_of(request, setup.config.csrf_header);
  if (auto checked = auth::check_same_site(source, setup.own_site()); !checked) {
    return checked.error();
  }
  cookie_parts_ = cookie.parts;
  if (cookie.state == auth::FoundCookie::State::ambiguous) {
    return Error{.code = Errc::invalid_token,
                 .detail = "The session's cookie is there more than once, or in part",
                 .internal = "the session's cookie is ambiguous"};
  }
  awaiting_session_ = std::make_shared<RequestRun*>(this);
  auto opened = dispatcher_.sessions()->open(
      setup, cookie.value, time_, true,
      [waiting = std::weak_ptr{awaiting_session_}](Result<WorkerSessions::Opened> later) {
        if (const auto run = waiting.lock()) (*run)->on_session(std::move(later));
      });
  if (!opened) {
    exchange_->on_disconnect([this] { client_gone(); });
    return true;
  }
  awaiting_session_.reset();
  if (!*opened) return opened->error();
  take_session(**opened);
  return false;
}

void RequestRun::on_session(Result<WorkerSessions::Opened> opened) {
  awaiting_session_.reset();
  if (!opened) return fail(opened.error());
  take_session(*opened);
  find_caller();
}

// Of a session that has ended the browser keeps nothing.
void RequestRun::take_session(const WorkerSessions::Opened& opened) {
  const auto& setup = *generation_->sessions;
  session_ = opened.session;
  std::vector<std::string> cookies;
  if (!session_) {
    cookies = auth::clear_cookies(setup.cookie, cookie_parts_);
  } else if (opened.renewed) {
    const auto value = setup.box->seal(setup.cookie.name, auth::to_text(*session_));
    cookies =
        auth::set_cookies(setup.cookie, value, cookie_parts_).value_or(std::vector<std::string>{});
  }
  for (const auto& cookie : cookies) {
    cookie_lines_.append("set-cookie: ").append(cookie).append("\r\n");
  }
  context_.lines = cookie_lines_;
}

// One of `auth.sessions`' own endpoints.
bool RequestRun::is_login() const {
  const auto& setup = generation_->sessions;
  return setup && dispatcher_.sessions() != nullptr &&
         LoginRun::owns(*setup, exchange_->request().path);
}

void RequestRun::serve_login() {
  if (const auto heard = check_attempts(); !heard) return fail(heard.error());
  awaiting_session_ = std::make_shared<RequestRun*>(this);
  exchange_->on_disconnect([this] { client_gone(); });
  const auto login = std::make_shared<LoginRun>(generation_->sessions, *dispatcher_.sessions(),
                                                exchange_->request(), std::string{peer()}, time_);
  login->start([waiting = std::weak_ptr{awaiting_session_},
                login = std::weak_ptr{login}](Result<LoginAnswer> answer) {
    const auto run = waiting.lock();
    const auto self = login.lock();
    if (run && self) (*run)->on_login(*self, std::move(answer));
  });
}

void RequestRun::on_login(const LoginRun& login, Result<LoginAnswer> answer) {
  awaiting_session_.reset();
  cookie_lines_ = login.lines();
  allow_ = login.allow();
  context_.lines = cookie_lines_;
  context_.allow = allow_;
  if (!answer) {
    count_refusal(answer.error());
    return fail(answer.error());
  }
  auto response = stream_head(answer->type, answer->lines, context_);
  response.status = answer->status;
  response.body = std::move(answer->body);
  respond(std::move(response), nullptr, false);
}

}  // namespace bff::runtime
