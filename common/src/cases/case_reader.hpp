// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cases/case.hpp"

namespace bff::cases {

// Reads one case of a file. `route` null: this client is not served the route, so that only the
// form is checked.
class CaseReader {
 public:
  // All must outlive this object.
  CaseReader(const proto::Schema& schema, std::shared_ptr<const plan::RoutePlan> route,
             Diagnostics& out)
      : schema_(schema), route_(std::move(route)), out_(out) {}

  Case read(const config::Node& node);

 private:
  void read_request(const config::Node& node, CaseRequest& request);
  void read_http(const plan::LocatedText& http, CaseRequest& request);
  void read_claims(const config::Node& node, CaseRequest& request);
  void read_calls(const config::Node& node, Case& into);
  std::optional<Given> read_given(const config::Node& node, const plan::Call& call);
  std::optional<Given> read_given_for(const config::Node& node, const plan::Call& call);
  void read_expected(const config::Node& node, Expected& expected);
  void read_partial(const config::Node& node, Expected& expected);
  void read_requests(const config::Node& node, Expected& expected);
  // The call of this name. Null where there is nothing to check against: this client's view does
  // not make it, or there is none, which is reported.
  const plan::Call* find_call(const std::string& name, const Place& place);
  // A value as the request or the response of the call, as protobuf.
  enum class Side { request, response };
  std::optional<std::string> encode(const config::Node& node, const plan::Call& call, Side side);

  const proto::Schema& schema_;
  std::shared_ptr<const plan::RoutePlan> route_;
  Diagnostics& out_;
};

// Named values: "name: text" each, of headers and claims. Numbers, true and false are texts too.
std::vector<std::pair<plan::LocatedText, std::string>> read_named(const config::Node& node,
                                                                  std::string_view what,
                                                                  Diagnostics& out);

}  // namespace bff::cases
