// SPDX-License-Identifier: Apache-2.0
#include "runtime/login_run.hpp"

#include <algorithm>

#include "runtime/form_value.hpp"
#include "runtime/request_source.hpp"

namespace bff::runtime {
bool LoginRun::owns(const SessionSetup& setup, std::string_view path) noexcept {
  const std::string& base = setup.config.path;
  if (!path.starts_with(base) || path.substr(base.size(), 1) != "/") return false;
  const auto name = path.substr(base.size() + 1);
  return std::find(std::begin(kLoginEndpoints), std::end(kLoginEndpoints), name) !=
         std::end(kLoginEndpoints);
}

LoginRun::LoginRun(std::shared_ptr<const SessionSetup> setup, WorkerSessions& sessions,
                   const http1::Request& request, std::string address, Time now)
    : setup_(std::move(setup)),
      sessions_(sessions),
      method_(request.method),
      name_(request.path.substr(setup_->config.path.size() + 1)),
      query_(request.query),
      body_(request.body),
      address_(std::move(address)),
      source_(auth::check_same_site(source_of(request, setup_->config.csrf_header),
                                    setup_->own_site())),
      now_(now) {
  const auto fields = cookies_of(request);
  cookies_.assign(fields.begin(), fields.end());
  found_ = auth::find_cookie(fields, setup_->cookie.name);
}

void LoginRun::start(Done done) {
  done_ = std::move(done);
  if (name_ == "login") return only("GET") ? login() : void();
  if (name_ == "callback") return only("GET") ? callback() : void();
  if (name_ == "session") return only("GET") ? session() : void();
  if (name_ == "logout") return logout();
  const auto& config = setup_->config;
  if (name_ == "backchannel-logout") {
    if (!config.backchannel_logout) return done_(Error{.code = Errc::not_found});
    return only("POST") ? backchannel() : void();
  }
  if (!config.frontchannel_logout) return done_(Error{.code = Errc::not_found});
  if (only("GET")) frontchannel();
}

bool LoginRun::only(std::string_view method) {
  if (method_ == method) return true;
  allow_ = method;
  done_(Error{.code = Errc::method_not_allowed});
  return false;
}

std::string LoginRun::parameter(std::string_view name) const { return form_value(query_, name); }

void LoginRun::add_cookie(std::string_view value) {
  lines_.append("set-cookie: ").append(value).append("\r\n");
}

void LoginRun::clear(const auth::CookieTerms& terms, std::size_t parts) {
  for (const auto& cookie : auth::clear_cookies(terms, parts)) add_cookie(cookie);
}

void LoginRun::redirect(const std::string& location) {
  answer({.status = 302, .lines = "location: " + location + "\r\n"});
}

void LoginRun::answer(LoginAnswer answer) {
  answer.lines += "cache-control: no-store\r\nreferrer-policy: no-referrer\r\n";
  done_(std::move(answer));
}

void LoginRun::open(bool used, std::function<void(Result<Opened>)> then) {
  using State = auth::FoundCookie::State;
  if (!source_) return then(source_.error());
  if (found_.state == State::absent) return then(Opened{});
  if (found_.state == State::ambiguous) {
    return then(
        Error{.code = Errc::invalid_token, .internal = "the session's cookie is ambiguous"});
  }
  auto now = sessions_.open(*setup_, found_.value, now_, used, then);
  if (now) then(*std::move(now));
}

}  // namespace bff::runtime
