// SPDX-License-Identifier: Apache-2.0
#include "support/browser.hpp"

#include <regex>
#include <stdexcept>

#include "support/raw_connection.hpp"

namespace bff::test {
namespace {

struct Url {
  std::string origin, authority, host, target;
  int port;
};

Url parse_url(const std::string& url) {
  static const std::regex kForm{"(http://((127\\.0\\.0\\.1|localhost):(\\d+)))([/?].*)?"};
  std::smatch parts;
  if (!std::regex_match(url, parts, kForm)) throw std::runtime_error("no URL of a test: " + url);
  return {.origin = parts[1],
          .authority = parts[2],
          .host = parts[3],
          .target = parts[5].length() == 0 ? "/" : parts[5].str(),
          .port = std::stoi(parts[4])};
}

std::string resolved(const std::string& url, const std::string& location) {
  return location.starts_with('/') ? parse_url(url).origin + location : location;
}

std::string unescaped(std::string text) {
  for (const auto& [entity, character] :
       {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&quot;", "\""},
        std::pair{"&#39;", "'"}, std::pair{"&amp;", "&"}})
    text = std::regex_replace(text, std::regex{entity}, character);
  return text;
}

// A cookie that has no value any more is gone: servers end them so, with a Max-Age of 0.
void keep(Browser::Cookies& cookies, const std::string& host, const std::string& header) {
  const auto pair = header.substr(0, header.find(';'));
  const auto equals = pair.find('=');
  const std::pair name{host, pair.substr(0, equals)};
  const std::string value = pair.substr(equals + 1);
  if (header.find("Max-Age=0") != std::string::npos) {
    cookies.erase(name);
  } else {
    cookies[name] = value;
  }
}

std::string cookie_header(const Browser::Cookies& cookies, const std::string& host) {
  std::string header;
  for (const auto& [name, value] : cookies)
    if (name.first == host) header += (header.empty() ? "" : "; ") + name.second + "=" + value;
  return header;
}

// The library's own client percent-decodes all header values, `location` too.
httplib::Response read_answer(const std::string& bytes) {
  httplib::Response answer;
  answer.status = status_of(bytes);
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return answer;
  for (auto at = bytes.find("\r\n") + 2; at < end; at = bytes.find("\r\n", at) + 2) {
    const std::string line = bytes.substr(at, bytes.find("\r\n", at) - at);
    const auto colon = line.find(": ");
    if (colon != std::string::npos)
      answer.headers.emplace(line.substr(0, colon), line.substr(colon + 2));
  }
  answer.body = bytes.substr(end + 4);
  return answer;
}

bool is_redirect(const httplib::Response& answer) {
  return answer.status >= 301 && answer.status <= 308 && answer.has_header("location");
}

}  // namespace

std::string Browser::Page::location() const {
  return is_redirect(answer) ? resolved(url, answer.get_header_value("location")) : url;
}

httplib::Params Browser::Page::query() const {
  httplib::Params params;
  const std::string whole = location();
  if (const auto at = whole.find('?'); at != std::string::npos)
    httplib::detail::parse_query_text(whole.substr(at + 1), params);
  return params;
}

Browser::Page Browser::send(const std::string& method, const std::string& url,
                            const httplib::Headers& headers, const std::string& body) {
  const Url parts = parse_url(url);
  std::string request = method + " " + parts.target + " HTTP/1.1\r\nhost: " + parts.authority +
                        "\r\nconnection: close\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  if (const auto kept = cookie_header(cookies, parts.host); !kept.empty())
    request += "cookie: " + kept + "\r\n";
  if (method == "POST") request += "content-length: " + std::to_string(body.size()) + "\r\n";
  const RawConnection connection{parts.port};
  connection.send(request + "\r\n" + body);
  bool closed = false;
  httplib::Response answer = read_answer(connection.read_to_end(closed));
  if (!closed || answer.status == 0) throw std::runtime_error(method + " " + url + ": no answer");
  for (std::size_t i = 0; i < answer.get_header_value_count("set-cookie"); ++i)
    keep(cookies, parts.host, answer.get_header_value("set-cookie", i));
  return {url, std::move(answer)};
}

Browser::Page Browser::get(const std::string& url, const httplib::Headers& headers) {
  return send("GET", url, headers, "");
}

Browser::Page Browser::post(const std::string& url, const httplib::Params& form,
                            const httplib::Headers& headers) {
  httplib::Headers all = headers;
  all.emplace("content-type", "application/x-www-form-urlencoded");
  return send("POST", url, all, httplib::detail::params_to_query_str(form));
}

Browser::Page Browser::follow(Page page, const std::string& end) {
  for (int i = 0; is_redirect(page.answer); ++i) {
    if (i == 20) throw std::runtime_error("redirects without end: " + page.location());
    if (!end.empty() && page.location().starts_with(end)) break;
    page = get(page.location());
  }
  return page;
}

Browser::Page Browser::submit(const Page& page, httplib::Params fields) {
  static const std::regex kAction{"<form[^>]* action=\"([^\"]*)\""};
  static const std::regex kHidden{"<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">"};
  const std::string& body = page.answer.body;
  std::smatch action;
  if (!std::regex_search(body, action, kAction)) throw std::runtime_error("no form in: " + body);
  const std::string form = body.substr(0, body.find("</form>"));
  for (std::sregex_iterator at{form.begin(), form.end(), kHidden}; at != std::sregex_iterator{};
       ++at)
    fields.emplace((*at)[1], unescaped((*at)[2]));
  return post(resolved(page.url, unescaped(action[1])), fields);
}

}  // namespace bff::test
