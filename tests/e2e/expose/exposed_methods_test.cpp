// SPDX-License-Identifier: Apache-2.0
// A service 1:1 by its google.api.http, from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "library.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Ordered = nlohmann::ordered_json;

class Exposed : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    running_ = std::make_unique<RunningGateway>(exposed_library(), library());
  }
  static void TearDownTestSuite() { running_.reset(); }

  static httplib::Response ask(const std::string& method, const std::string& path,
                               const std::string& body = "", httplib::Headers headers = {}) {
    if (!body.empty() && headers.count("content-type") == 0) {
      headers.emplace("content-type", "application/json");
    }
    return request(running_->port(), method, path, headers, body);
  }
  // What the service was asked, as it says in the answer's title.
  static nlohmann::json asked(const httplib::Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    const auto body = nlohmann::json::parse(response.body);
    const auto& book = body.contains("books") ? body["books"][0] : body.is_array() ? body[0] : body;
    return nlohmann::json::parse(book["title"].get<std::string>());
  }
  // "400 query.x".
  static std::string problem(const httplib::Response& response) {
    EXPECT_EQ(response.get_header_value("content-type"), "application/problem+json");
    const auto body = nlohmann::json::parse(response.body);
    return std::to_string(response.status) + " " + body.value("parameter", "");
  }

  static std::unique_ptr<RunningGateway> running_;
};
std::unique_ptr<RunningGateway> Exposed::running_;

TEST_F(Exposed, AnswersWithTheWholeMessageAsRoutesWriteIt) {
  const auto response = ask("GET", "/v1/shelves/1/books/2");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("content-type"), "application/json");
  EXPECT_EQ(response.body, R"({"name":"shelves/1/books/2","title":"A","pages":"9007199254740993",)"
                           R"("genre":"POETRY","published":null,"labels":{},"note":null})");
  EXPECT_EQ(ask("GET", "/v1/books/a%2Fb").status, 400);
  EXPECT_THAT(ask("GET", "/v1/books/9").body, HasSubstr(R"("name":"9")"));
}

TEST_F(Exposed, TakesQueriesByEveryName) {
  const auto request =
      asked(ask("GET",
                "/v1/shelves/3/books?page_size=5&filter.genres=NOVEL&filter.genres="
                "GENRE_POETRY&filter.leastPages=7&labels[a.b]=c&filter.not.genres=1"));
  EXPECT_EQ(request["parent"], "shelves/3");
  EXPECT_EQ(request["page_size"], 5);
  EXPECT_EQ(request["filter"]["genres"], (nlohmann::json{"GENRE_NOVEL", "GENRE_POETRY"}));
  EXPECT_EQ(request["filter"]["least_pages"], "7");
  EXPECT_EQ(request["filter"]["not"]["genres"], (nlohmann::json{"GENRE_NOVEL"}));
  EXPECT_EQ(request["labels"]["a.b"], "c");
}

TEST_F(Exposed, NamesWhatIsWrongWithARequest) {
  EXPECT_EQ(problem(ask("GET", "/v1/shelves/3/books?pagesize=5")), "400 query.pagesize");
  EXPECT_EQ(problem(ask("GET", "/v1/shelves/3/books?page_size=x")), "400 query.page_size");
  EXPECT_EQ(problem(ask("GET", "/v1/shelves/3/books?parent=x")), "400 query.parent");
  EXPECT_EQ(problem(ask("POST", "/v1/shelves/3/books", R"({"titel":"x"})")), "400 body/titel");
  EXPECT_EQ(problem(ask("POST", "/v1/shelves/3/books", R"({"pages":[]})")), "400 body/pages");
  EXPECT_EQ(problem(ask("POST", "/v1/shelves/3/books", "{")), "400 body");
  EXPECT_EQ(problem(ask("POST", "/v1/shelves/3/books", "a=b",
                        {{"content-type", "application/x-www-form-urlencoded"}})),
            "415 ");
  EXPECT_EQ(problem(ask("GET", "/v1/shelves/3/books", "{}")), "400 ");
  EXPECT_EQ(problem(ask("GET", "/v1/shelves/3/books", "", {{"accept", "text/html"}})), "406 ");
  EXPECT_EQ(problem(ask("PUT", "/v1/shelves/3/books")), "405 ");
  EXPECT_EQ(problem(ask("POST", "/library.v1.Library/Count", "{}")), "404 ");
}

TEST_F(Exposed, PutsBodyPathAndQueryTogether) {
  auto request =
      asked(ask("POST", "/v1/shelves/3/books?dry_run=true", R"({"title":"T","pages":12})"));
  EXPECT_EQ(request["parent"], "shelves/3");
  EXPECT_EQ(request["dry_run"], true);
  EXPECT_EQ(request["book"]["title"], "T");
  EXPECT_EQ(request["book"]["pages"], "12");

  request = asked(ask("PATCH", "/v1/shelves/1/books/2?update_mask=title,labels",
                      R"({"name":"shelves/9/books/9","title":"T"})"));
  EXPECT_EQ(request["book"]["name"], "shelves/1/books/2");
  EXPECT_EQ(request["book"]["title"], "T");
  EXPECT_EQ(request["update_mask"], "title,labels");

  request = asked(ask("POST", "/v1/shelves/1/books/2:move", R"({"to":"shelves/4"})"));
  EXPECT_EQ(request["name"], "shelves/1/books/2");
  EXPECT_EQ(request["to"], "shelves/4");
}

TEST_F(Exposed, AnswersWithAFieldOfTheResponse) {
  const auto response = ask("GET", "/v1/shelves/3/titles");
  EXPECT_TRUE(Ordered::parse(response.body).is_array()) << response.body;
  EXPECT_EQ(asked(response)["parent"], "shelves/3");
}

TEST_F(Exposed, SaysWhatTheServiceSaidAndNothingInternal) {
  const auto response = ask("GET", "/v1/shelves/1/books/none");
  EXPECT_EQ(problem(response), "404 ");
  EXPECT_THAT(response.body, HasSubstr(R"("call":"GetBook")"));
  EXPECT_THAT(response.body, Not(HasSubstr("row 7")));
  EXPECT_EQ(ask("DELETE", "/v1/shelves/1/books/2").body, "{}");
}

TEST_F(Exposed, CarriesBytesOfAnyType) {
  const auto cover = ask("GET", "/v1/shelves/1/books/2/cover");
  EXPECT_EQ(cover.status, 200);
  EXPECT_EQ(cover.get_header_value("content-type"), "image/png");
  EXPECT_EQ(cover.body, "\x89PNG");
  const auto request =
      asked(ask("PUT", "/v1/cover", std::string("\0\xFF", 2), {{"content-type", "image/gif"}}));
  EXPECT_EQ(request["content_type"], "image/gif");
  EXPECT_EQ(request["data"], "AP8=");
}

TEST_F(Exposed, SpeaksProtobufWhereAsked) {
  const std::string name = "\x0A\x11shelves/1/books/2";
  const auto response =
      ask("GET", "/v1/shelves/1/books/2", "", {{"accept", "application/x-protobuf"}});
  EXPECT_EQ(response.get_header_value("content-type"), "application/x-protobuf");
  EXPECT_EQ(response.body.substr(0, name.size()), name);
  const auto posted = ask("POST", "/v1/shelves/3/books", std::string("\x12\x01T", 3),
                          {{"content-type", "application/x-protobuf"}});
  EXPECT_EQ(asked(posted)["book"]["title"], "T");
  const auto broken = ask("POST", "/v1/shelves/3/books", std::string("\x12\x7FT", 3),
                          {{"content-type", "application/x-protobuf"}});
  EXPECT_EQ(problem(broken), "400 body");
}

TEST_F(Exposed, AnswersAHeadRequestWithoutABody) {
  const auto response = ask("HEAD", "/v1/shelves/1/books/2");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
}

TEST(ExposedKeys, ChooseMethodsAndHowTheyAreServed) {
  const RunningGateway running(
      exposed_library("    include: [GetBook, Count]\n    unannotated: post\n    unset: omit\n"
                      "    unknown: ignore\n    methods: { Count: { auth: { required: true } } }\n",
                      "defaults: { int64: number, enums: full, names: proto }\n"),
      library());
  EXPECT_EQ(running.get("/v1/shelves/1/books/2?utm=1").body,
            R"({"name":"shelves/1/books/2","title":"A","pages":9007199254740993,)"
            R"("genre":"GENRE_POETRY"})");
  EXPECT_EQ(running.get("/v1/shelves/1/books").status, 404);
  EXPECT_EQ(running.ask("POST", "/library.v1.Library/Count", {}, "{}").status, 401);
  const auto counted = running.ask("POST", "/library.v1.Library/Count",
                                   {{"authorization", "Bearer " + token(1)}}, R"({"x":1})");
  EXPECT_EQ(counted.status, 200) << counted.body;
}

TEST(ExposedKeys, ServeTheClientsThatAreNamed) {
  const RunningGateway running(exposed_library("    clients: [mobile]\n",
                                               "routes:\n  - id: one\n    http: GET /v1/one\n"
                                               "    shape: { a: 1 }\n"),
                               library());
  EXPECT_EQ(running.get("/v1/shelves/1/books/2").status, 404);
  EXPECT_EQ(running.get("/v1/one").status, 200);
}

}  // namespace
}  // namespace bff::test
