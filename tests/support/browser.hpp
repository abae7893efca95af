// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <httplib.h>

#include <map>
#include <string>

namespace bff::test {

// What a browser does without scripts: keeps cookies, follows redirects, sends forms. It knows
// hosts by their addresses, ports apart, as cookies do.
class Browser {
 public:
  struct Page {
    std::string url;
    httplib::Response answer;

    // Of the redirect that it is, or else of `url`.
    std::string location() const;
    // The parameters of that one's query.
    httplib::Params query() const;
  };

  // One request, by the browser's cookies.
  Page get(const std::string& url, const httplib::Headers& headers = {});
  Page post(const std::string& url, const httplib::Params& form,
            const httplib::Headers& headers = {});

  // Goes on while the answer is a redirect, but not to a URL that begins with `end`: then it is the
  // page that would lead there.
  Page follow(Page page, const std::string& end = "");
  Page open(const std::string& url, const std::string& end = "") { return follow(get(url), end); }
  // The page's first form, with its hidden fields and these.
  Page submit(const Page& page, httplib::Params fields);

  // By host and name: {"127.0.0.1", "bff"}.
  using Cookies = std::map<std::pair<std::string, std::string>, std::string>;
  Cookies cookies;

 private:
  Page send(const std::string& method, const std::string& url, const httplib::Headers& headers,
            const std::string& body);
};

}  // namespace bff::test
