// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/users.hpp"

#include <charconv>

#include "demo/data/users.hpp"
#include "demo/identity/encoding.hpp"

namespace demo::identity {
namespace {

constexpr std::int64_t kButtons = 12;

std::optional<std::int64_t> read_number(const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace

std::optional<nlohmann::json> claims_of(std::int64_t user_id, std::string_view scope) {
  const auto user = demo::user(user_id);
  if (!user) return std::nullopt;
  nlohmann::json claims{{"sub", std::to_string(user_id)}};
  if (has_word(scope, "profile")) {
    claims["name"] = user->display_name();
    if (user->has_avatar() && !user->avatar().url().empty())
      claims["picture"] = user->avatar().url();
  }
  if (has_word(scope, "email")) {
    claims["email"] = user->email();
    claims["email_verified"] = true;
  }
  return claims;
}

std::optional<std::int64_t> read_user(const std::string& text) {
  const auto number = read_number(text);
  return number && demo::user(*number) ? number : std::nullopt;
}

std::string login_forms(const std::string& question, const std::string& wanted) {
  const std::string form =
      "<form method=\"post\" action=\"/login\">\n"
      "<input type=\"hidden\" name=\"question\" value=\"" +
      html(question) + "\">\n";
  std::string forms = form;
  for (std::int64_t id = 1; id <= kButtons; ++id) {
    const std::string number = std::to_string(id);
    forms.append("<button name=\"user\" value=\"").append(number).append("\">");
    forms.append(html(demo::user(id)->display_name())).append("</button>\n");
  }
  forms.append("</form>\n").append(form);
  forms.append("<label>or user <input name=\"user\" size=\"5\" value=\"").append(html(wanted));
  return forms + "\"></label> (1 … 1000) <button>Log in</button>\n</form>\n";
}

}  // namespace demo::identity
