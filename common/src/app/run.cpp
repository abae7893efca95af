// SPDX-License-Identifier: Apache-2.0
#include "bff/run.hpp"

#include <cstdlib>
#include <iostream>

#include <nlohmann/json.hpp>

#include "app/admin.hpp"
#include "app/check_command.hpp"
#include "app/contract_commands.hpp"
#include "app/convert_command.hpp"
#include "app/event_log.hpp"
#include "app/health.hpp"
#include "app/keys_command.hpp"
#include "app/log_writer.hpp"
#include "app/options.hpp"
#include "app/route_commands.hpp"
#include "app/schema_notice.hpp"
#include "app/signals.hpp"
#include "app/test_command.hpp"
#include "auth/token_signer.hpp"
#include "cases/mock.hpp"
#include "runtime/audit.hpp"
#include "runtime/supervisor.hpp"

namespace bff {
namespace {

const char* environment(const std::string& name) { return std::getenv(name.c_str()); }

int report(const Diagnostics& problems, std::string_view consequence) {
  std::cerr << problems.text();
  if (!consequence.empty()) std::cerr << consequence << "\n";
  return 1;
}

// A line for each route that its operator means to take away.
void tell_deprecated(const runtime::Snapshot& snapshot, app::EventLog& events) {
  for (const auto& route : snapshot.routes) {
    const auto& plan = *route.plan;
    if (plan.deprecation.empty() && plan.sunset.empty()) continue;
    events.write("warn", "deprecated_route",
                 {{"route", plan.id}, {"deprecation", plan.deprecation}, {"sunset", plan.sunset}});
  }
}

void tell_keys(const runtime::KeyEvent& event, app::EventLog& events) {
  if (event.expired) {
    events.write("error", "keys_too_old", {{"issuer", event.issuer}});
  } else if (!event.failure.empty()) {
    events.write("warn", "keys_not_fetched", {{"issuer", event.issuer}, {"reason", event.failure}});
  } else {
    events.write("info", "keys_fetched", {{"issuer", event.issuer}});
  }
}

// What a session's event is to the audit log; nothing: it is of the store.
std::optional<runtime::AuditAction> action_of(runtime::SessionEvent::Kind kind) {
  using Kind = runtime::SessionEvent::Kind;
  using Action = runtime::AuditAction;
  switch (kind) {
    case Kind::login:
      return Action::login;
    case Kind::login_failed:
      return Action::login_failed;
    case Kind::refresh:
      return Action::session_refreshed;
    case Kind::refresh_failed:
      return Action::session_not_refreshed;
    case Kind::logout:
      return Action::logout;
    case Kind::revoked:
      return Action::session_revoked;
    case Kind::store_away:
    case Kind::store_back:
      break;
  }
  return std::nullopt;
}

void tell_store(const runtime::SessionEvent& event, app::EventLog& events) {
  const bool away = event.kind == runtime::SessionEvent::Kind::store_away;
  nlohmann::json fields = nlohmann::json::object();
  if (!event.reason.empty()) fields["reason"] = event.reason;
  events.write(away ? "warn" : "info", away ? "session_store_away" : "session_store_back", fields);
}

void tell_session(const runtime::SessionEvent& event, const config::Gateway& config,
                  app::EventLog& events, app::LogWriter& writer) {
  const auto action = action_of(event.kind);
  if (!action) return tell_store(event, events);
  if (!config.audit_log) return;
  std::string line;
  runtime::append_audit_line(line, {.action = *action,
                                    .time = std::chrono::system_clock::now(),
                                    .client = config.client,
                                    .address = event.address,
                                    .issuer = event.issuer,
                                    .subject = event.subject,
                                    .session = event.session,
                                    .reason = event.reason});
  writer.write(line);
}

void tell_introspection(const runtime::IntrospectionEvent& event, app::EventLog& events) {
  if (event.failure.empty()) {
    events.write("info", "introspection_works", {{"issuer", event.issuer}});
  } else {
    events.write("warn", "introspection_failed",
                 {{"issuer", event.issuer}, {"reason", event.failure}});
  }
}

// The same events as of keys in a file.
void tell_api_keys(const runtime::ApiKeyEvent& event, app::EventLog& events) {
  using Kind = runtime::ApiKeyEvent::Kind;
  switch (event.kind) {
    case Kind::read:
      return events.write("info", "api_keys", {{"keys", event.keys}});
    case Kind::unreachable:
      return events.write("warn", "api_keys_unreachable", {{"why", event.why}});
    case Kind::too_old:
      return events.write("error", "api_keys_too_old", nlohmann::json::object());
    case Kind::unusable:
      return events.write("error", "api_keys_refused", {{"why", event.why}});
  }
}

void reload(runtime::Supervisor& supervisor, app::EventLog& events) {
  Diagnostics problems;
  if (supervisor.reload(problems)) {
    events.set_level(supervisor.snapshot().config.log_level);
    tell_deprecated(supervisor.snapshot(), events);
    app::tell_schema_notice(supervisor.snapshot(), events);
    events.write("info", "reloaded", {{"routes", supervisor.snapshot().routes.size()}});
    return;
  }
  events.problems("reload_problem", problems);
  events.write("error", "reload_refused", {{"problems", problems.items().size()}});
}

// How soon a key that is revoked is refused.
constexpr std::chrono::milliseconds kLookAtFiles{1'000};

void look_at_files(runtime::Supervisor& supervisor, app::EventLog& events) {
  for (const auto& [event, path, taken] : supervisor.look_at_files()) {
    if (taken) {
      events.write("info", event, {{"file", path.string()}, {"keys", *taken}});
    } else {
      events.write("error", event + "_refused",
                   {{"file", path.string()}, {"why", taken.error().internal}});
    }
  }
}

// Until SIGTERM or SIGINT; a second one cuts the drain short.
void serve_until_told(const app::Signals& signals, runtime::Supervisor& supervisor,
                      app::EventLog& events) {
  for (;;) {
    const auto signal = signals.wait(kLookAtFiles);
    if (signal == app::Signal::end) break;
    if (signal == app::Signal::reload) reload(supervisor, events);
    if (!signal) look_at_files(supervisor, events);
  }
  events.write("info", "draining", nlohmann::json::object());
  const bool clean = supervisor.drain(supervisor.snapshot().config.drain_timeout, [&] {
    return signals.wait(std::chrono::milliseconds{0}) == app::Signal::end;
  });
  supervisor.stop();
  events.write("info", "stopped", {{"drained", clean}});
}

// Puts the routes' tests, and what they leave open, into the place of the services.
void stand_in(runtime::Snapshot& snapshot, Diagnostics& problems) {
  auto files =
      cases::read_cases(config::read_test_files(snapshot.config, problems), snapshot, problems);
  cases::stand_in(snapshot, std::move(files));
}

int serve(const app::Options& options, const GatewayInfo& info, const app::Signals& signals) {
  Diagnostics problems;
  runtime::Supervisor supervisor{options.config_file, environment, options.extensions,
                                 options.mock ? stand_in : runtime::Supervisor::Prepare{}};
  if (!supervisor.start(problems)) return report(problems, "nothing was started");
  const auto config = supervisor.snapshot().config;  // a reload replaces the snapshot's own
  app::LogWriter writer;  // ends before the workers whose rings it empties
  app::EventLog events{writer, config.client, config.log_level};
  app::Admin admin{
      {.ready = [&] { return supervisor.ready(); },
       .metrics = [&] { return supervisor.metrics_text(); },
       .sessions = [&](const std::string& subject) { return supervisor.sessions_of(subject); },
       .end_sessions =
           [&](const std::string& subject, const std::string& key) {
             return supervisor.end_sessions(subject, key);
           },
       .key_set = [&] { return supervisor.key_set(); }}};
  if (config.admin) {
    if (const auto reason = admin.start(*config.admin); !reason.empty()) {
      problems.add("BFF161", config.admin->place,
                   "cannot listen on " + config.admin->host + ":" +
                       std::to_string(config.admin->port) + ": " + reason,
                   "free the port, or choose another address");
      return report(problems, "nothing was started");
    }
  }
  writer.start(supervisor.rings());
  tell_deprecated(supervisor.snapshot(), events);
  app::tell_schema_notice(supervisor.snapshot(), events);
  events.write("info", "ready",
               {{"gateway", info.name},
                {"listen", supervisor.addresses()},
                {"admin", admin.address()},
                {"routes", supervisor.snapshot().routes.size()}});
  supervisor.fetch_keys([&events](const runtime::KeyEvent& event) { tell_keys(event, events); });
  supervisor.keep_sessions(
      [&](const runtime::SessionEvent& event) { tell_session(event, config, events, writer); });
  supervisor.ask_issuers(
      [&events](const runtime::IntrospectionEvent& event) { tell_introspection(event, events); });
  supervisor.watch_api_keys(
      [&events](const runtime::ApiKeyEvent& event) { tell_api_keys(event, events); });
  if (options.mock) events.write("warn", "mock", {{"services", "none: answers are made up"}});
  serve_until_told(signals, supervisor, events);
  admin.stop();
  writer.stop();
  return 0;
}

}  // namespace

int run(int argc, char** argv, const GatewayInfo& info, const Extensions& extensions) {
  const app::Signals signals;
  int exit_status = 0;
  auto options = app::parse_options(argc, argv, info, exit_status);
  if (!options) return exit_status;
  options->extensions = extensions;
  switch (options->command) {
    case app::Command::check:
      return app::check(*options, environment);
    case app::Command::health:
      return app::health(options->config_file, environment);
    case app::Command::types:
    case app::Command::openapi:
    case app::Command::lock:
      return app::print_contract(*options, environment);
    case app::Command::diff:
      return app::print_diff(*options, environment);
    case app::Command::routes:
      return app::print_routes(*options, environment);
    case app::Command::explain:
      return app::print_explanation(*options, environment);
    case app::Command::test:
      return app::run_route_tests(*options, environment);
    case app::Command::convert:
      return app::convert(*options, environment);
    case app::Command::keys:
      return app::keys(*options, environment);
    case app::Command::signing_key:
      std::cout << auth::make_signing_key(*auth::algorithm_named(options->algorithm));
      return 0;
    case app::Command::serve:
      break;
  }
  return serve(*options, info, signals);
}

}  // namespace bff
