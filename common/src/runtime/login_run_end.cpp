// SPDX-License-Identifier: Apache-2.0
// /auth/session, /auth/logout, and what identity providers end.
#include "base/unix_time.hpp"
#include "json/writer.hpp"
#include "runtime/form_value.hpp"
#include "runtime/login_run.hpp"

namespace bff::runtime {
namespace {

using Held = WorkerSessions::Held;

void append_claims(json::Appender& body, const auth::Principal& who) {
  bool first = true;
  const auto name = [&](const std::string& text) {
    if (!first) body += ',';
    first = false;
    json::append_string(body, text);
    body += ':';
  };
  for (const auto& [key, value] : who.claims) {
    name(key);
    json::append_string(body, value);
  }
  for (const auto& [key, values] : who.lists) {
    name(key);
    for (std::size_t i = 0; i < values.size(); ++i) {
      body += i == 0 ? '[' : ',';
      json::append_string(body, values[i]);
    }
    body += ']';
  }
}

std::string session_json(const auth::Session& session, const SessionSetup& setup) {
  std::string text;
  {
    json::Appender body{text};
    body += R"({"authenticated":true,"sub":)";
    json::append_string(body, session.principal.subject);
    body += R"(,"claims":{)";
    append_claims(body, session.principal);
    body += R"(},"expires_at":)";
    json::append_int(body, unix_seconds(session.ends(setup.terms)));
    body += R"(,"logout_url":)";
    json::append_string(body,
                        setup.path_of("logout") + "?sid=" + SessionKeeper::key_of(session.id));
    body += '}';
  }
  return text;
}

}  // namespace

// Who is logged in, for the app's own scripts. To ask is no use of the session.
void LoginRun::session() {
  open(false, [self = shared_from_this()](Result<Opened> opened) {
    if (!opened) return self->done_(opened.error());
    const Held& held = opened->session;
    LoginAnswer answer{.type = "application/json", .body = R"({"authenticated":false})"};
    if (!held) {
      if (self->found_.parts > 0) self->clear(self->setup_->cookie, self->found_.parts);
      return self->answer(std::move(answer));
    }
    answer.body = session_json(*held, *self->setup_);
    if (opened->renewed) {
      const auto& terms = self->setup_->cookie;
      const auto value = self->setup_->box->seal(terms.name, auth::to_text(*held));
      const auto cookies = auth::set_cookies(terms, value, self->found_.parts);
      for (const auto& one : cookies.value_or(std::vector<std::string>{})) self->add_cookie(one);
    }
    self->answer(std::move(answer));
  });
}

// By a script, which gets told where to go next, or by a link that only this session's pages have.
void LoginRun::logout() {
  if (method_ != "POST" && method_ != "GET") {
    allow_ = "GET, POST";
    return done_(Error{.code = Errc::method_not_allowed});
  }
  open(false, [self = shared_from_this()](const Result<Opened>& opened) {
    if (!opened) return self->done_(opened.error());
    const Held& held = opened->session;
    const bool by_link = self->method_ == "GET";
    if (held && by_link && self->parameter("sid") != SessionKeeper::key_of(held->id)) {
      return self->done_(Error{.code = Errc::cross_site_request,
                               .detail = "the link is not this session's: take `logout_url`"});
    }
    self->log_out(held);
  });
}

void LoginRun::log_out(const Held& session) {
  clear(setup_->cookie, found_.parts);
  const auto leave = [self = shared_from_this()](const std::string& url) {
    if (self->method_ == "GET") return self->redirect(url);
    LoginAnswer answer{.type = "application/json"};
    {
      json::Appender body{answer.body};
      body += R"({"location":)";
      json::append_string(body, url);
      body += '}';
    }
    self->answer(std::move(answer));
  };
  if (!session) return leave(setup_->config.after_logout);
  sessions_.ask<std::string>(
      [session, address = address_](SessionKeeper& keeper, auto done) {
        keeper.logout(session, address, std::move(done));
      },
      [self = shared_from_this(), leave](const Result<std::string>& url) {
        if (!url) return self->done_(url.error());
        leave(*url);
      });
}

// OpenID Connect Back-Channel Logout §2.5, §2.8.
void LoginRun::backchannel() {
  sessions_.ask<std::size_t>(
      [token = form_value(body_, "logout_token")](SessionKeeper& keeper, auto done) {
        keeper.end_by_token(token, std::move(done));
      },
      [self = shared_from_this()](const Result<std::size_t>& ended) {
        if (ended) return self->answer({.status = 200});
        if (ended.error().code != Errc::invalid_token) return self->done_(ended.error());
        self->answer(
            {.status = 400, .type = "application/json", .body = R"({"error":"invalid_request"})"});
      });
}

// OpenID Connect Front-Channel Logout §2: in a frame of the provider's, where no cookie comes
// along.
void LoginRun::frontchannel() {
  const std::string sid = parameter("sid");
  if (parameter("iss") != setup_->config.issuer || sid.empty()) {
    return done_(Error{.code = Errc::invalid_parameter,
                       .detail = "'iss' and 'sid' say whose session ends",
                       .parameter = "query.sid"});
  }
  sessions_.ask<std::size_t>(
      [sid](SessionKeeper& keeper, auto done) { keeper.end_provided(sid, std::move(done)); },
      [self = shared_from_this()](const Result<std::size_t>& ended) {
        if (!ended) return self->done_(ended.error());
        self->answer({.status = 200, .type = "text/html; charset=utf-8"});
      });
}

}  // namespace bff::runtime
