// SPDX-License-Identifier: Apache-2.0
#include "contract/diff.hpp"

#include <algorithm>

#include "contract/diff_parameters.hpp"
#include "contract/diff_types.hpp"

namespace bff::contract {
namespace {

using Direction = TypeDiff::Direction;

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

// "GET /v1/products/{}": routes that a client cannot tell apart.
std::string request_line(const Route& route) {
  std::string out = route.method + " ";
  bool name = false;
  for (const char c : route.path) {
    if (c == '}') name = false;
    if (!name) out += c;
    if (c == '{') name = true;
  }
  return out;
}

class RouteDiff {
 public:
  RouteDiff(const Contract& old_contract, const Route& old, const Contract& now_contract,
            const Route& now, std::vector<Change>& out)
      : old_contract_(old_contract), now_contract_(now_contract), old_(old), now_(now), out_(out) {}

  void run() {
    compare_names();
    compare_auth();
    diff_parameters(old_contract_, old_, now_contract_, now_, out_);
    compare_bodies();
    compare_answers();
  }

 private:
  void add(bool breaks, std::string where, std::string what) {
    out_.push_back(
        {.breaks = breaks, .route = now_.id, .where = std::move(where), .what = std::move(what)});
  }

  void compare_names() {
    if (old_.id != now_.id) add(false, "id", "was " + old_.id);
    if (request_line(old_) != request_line(now_)) {
      add(true, "http",
          "was " + old_.method + " " + old_.path + ", is " + now_.method + " " + now_.path);
    }
    if (!old_.deprecated && now_.deprecated) add(false, "deprecated", "is deprecated");
    if (old_.sunset != now_.sunset && !now_.sunset.empty()) {
      add(false, "sunset", "may be gone after " + now_.sunset);
    }
  }

  void compare_auth() {
    const Auth &old = old_.auth, &now = now_.auth;
    if (old.mode != now.mode) {
      add(now.mode == Auth::Mode::required, "auth",
          "was " + std::string(name_of(old.mode)) + ", is " + std::string(name_of(now.mode)));
    }
    for (const std::string& scope : now.scopes) {
      if (!has(old.scopes, scope)) add(true, "auth", "wants the scope " + scope);
    }
    for (const std::string& scope : old.scopes) {
      if (!has(now.scopes, scope)) add(false, "auth", "wants the scope " + scope + " no more");
    }
  }

  void compare_bodies() {
    if (!old_.body && !now_.body) return;
    if (!now_.body) return add(true, "body", "is refused now");
    if (!old_.body) {
      return add(now_.body->required, "body",
                 now_.body->required ? "is new and required" : "is new");
    }
    if (!old_.body->required && now_.body->required) add(true, "body", "is required now");
    if (old_.body->required && !now_.body->required) add(false, "body", "may be left out now");
    TypeDiff types(old_contract_, now_contract_, Direction::request, now_.id, out_);
    types.compare(old_.body->type, now_.body->type, "body");
  }

  void compare_answers() {
    const Answer &old = old_.answer, &now = now_.answer;
    if (old.status != now.status) {
      add(true, "status",
          "was " + std::to_string(old.status) + ", is " + std::to_string(now.status));
    }
    if (old.body && !now.body) add(true, "$", "there is no body any more");
    if (!old.body && now.body) add(false, "$", "there is a body now");
    if (old.streams.empty() != now.streams.empty()) {
      add(true, "$", now.streams.empty() ? "is one answer, was a stream" : "is a stream now");
    } else {
      compare_streams(old.streams, now.streams);
    }
    if (old.body && now.body) {
      TypeDiff types(old_contract_, now_contract_, Direction::answer, now_.id, out_);
      types.compare(*old.body, *now.body, "$");
    }
    if (!old.partial && now.partial)
      add(false, "$._errors", "may be there: answers may be partial");
    if (old.partial && !now.partial) add(false, "$._errors", "is never there: answers are whole");
    compare_texts("headers.", old.headers, now.headers);
    compare_texts("cookies.", old.cookies, now.cookies);
  }

  void compare_streams(const std::vector<std::string>& old, const std::vector<std::string>& now) {
    for (const std::string& form : old) {
      if (!has(now, form)) add(true, "stream", "is not there as " + form + " any more");
    }
    for (const std::string& form : now) {
      if (!has(old, form)) add(false, "stream", "is there as " + form);
    }
    if (!old.empty() && old.front() != now.front()) {
      add(has(now, old.front()), "stream", "is " + now.front() + " where Accept says nothing");
    }
  }

  void compare_texts(const std::string& where, const std::vector<std::string>& old,
                     const std::vector<std::string>& now) {
    for (const std::string& name : old) {
      if (!has(now, name)) add(true, where + name, "is not set any more");
    }
    for (const std::string& name : now) {
      if (!has(old, name)) add(false, where + name, "is set");
    }
  }

  const Contract& old_contract_;
  const Contract& now_contract_;
  const Route& old_;
  const Route& now_;
  std::vector<Change>& out_;
};

// The route that a client of `wanted` meets: by its id, else by its method and path.
const Route* counterpart(const Route& wanted, const Contract& mine, const Contract& other) {
  const auto by_id = std::ranges::find(other.routes, wanted.id, &Route::id);
  if (by_id != other.routes.end()) return &*by_id;
  for (const Route& route : other.routes) {
    if (request_line(route) == request_line(wanted) &&
        std::ranges::find(mine.routes, route.id, &Route::id) == mine.routes.end()) {
      return &route;
    }
  }
  return nullptr;
}

}  // namespace

std::vector<Change> diff(const Contract& old, const Contract& now) {
  std::vector<Change> out;
  for (const Route& route : old.routes) {
    if (const Route* same = counterpart(route, old, now)) {
      RouteDiff(old, route, now, *same, out).run();
    } else {
      out.push_back({.breaks = true, .route = route.id, .where = "http", .what = "is gone"});
    }
  }
  for (const Route& route : now.routes) {
    if (counterpart(route, now, old) == nullptr) {
      out.push_back({.breaks = false, .route = route.id, .where = "http", .what = "is new"});
    }
  }
  return out;
}

bool any_breaks(const std::vector<Change>& changes) {
  return std::ranges::any_of(changes, &Change::breaks);
}

std::string to_text(const std::vector<Change>& changes, const std::string& client) {
  std::string out;
  for (const bool breaks : {true, false}) {
    for (const Change& change : changes) {
      if (change.breaks != breaks) continue;
      out += (breaks ? "breaks  " : "safe    ") + change.route + " (" + client + ")  " +
             change.where + ": " + change.what + "\n";
    }
  }
  const auto breaking = std::ranges::count_if(changes, &Change::breaks);
  return out + std::to_string(breaking) + (breaking == 1 ? " change breaks" : " changes break") +
         " the client, " + std::to_string(changes.size() - static_cast<std::size_t>(breaking)) +
         (changes.size() - static_cast<std::size_t>(breaking) == 1 ? " is safe\n" : " are safe\n");
}

}  // namespace bff::contract
