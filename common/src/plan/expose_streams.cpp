// SPDX-License-Identifier: Apache-2.0
#include "plan/expose_streams.hpp"

#include <algorithm>

#include "plan/compile_codes.hpp"
#include "plan/located_scalar.hpp"
#include "plan/plan.hpp"
#include "route/router.hpp"

namespace bff::plan {

using google::protobuf::MethodDescriptor;

namespace {

bool has_http_body(const proto::MessageTable& request) {
  return transcode::is_http_body(request) ||
         std::ranges::any_of(request.fields, [](const proto::Field& field) {
           return field.message != nullptr && transcode::is_http_body(*field.message);
         });
}

}  // namespace

bool is_stream(const MethodDescriptor& method) {
  return method.client_streaming() || method.server_streaming();
}

std::vector<HttpRule> socket_rules(std::vector<HttpRule> rules, HttpRule own) {
  rules.push_back(std::move(own));
  std::vector<HttpRule> sockets;
  route::RouterBuilder taken;
  for (HttpRule& rule : rules) {
    if (taken.add(kSocketMethod, rule.path, 0)) continue;
    const std::size_t number = sockets.size() + 1;
    rule.methods = {std::string(kSocketMethod)};
    rule.suffix = "#websocket" + (number > 1 ? "-" + std::to_string(number) : "");
    sockets.push_back(std::move(rule));
  }
  return sockets;
}

void keep_uploads(const MethodDescriptor& method, std::vector<HttpRule>& rules,
                  const UploadTerms& terms, const ExposeSyntax& syntax, Diagnostics& out) {
  const std::size_t problems = out.size();
  bool served = false;
  for (const HttpRule& rule : rules) {
    rule.binding->upload = transcode::raw_request(*rule.binding) != nullptr;
    served = served || rule.binding->upload;
  }
  for (const HttpRule& rule : rules) {
    const bool meant = served || (terms.annotated && has_http_body(*rule.binding->request));
    if (rule.binding->upload || !meant || terms.reached) continue;
    out.add(codes::kBadRule, rule.place,
            in_quotes(method.name()) +
                " takes a stream of google.api.HttpBody, which is not this rule's body",
            "write 'body', with '*' or the name of that field");
  }
  const auto named = std::ranges::find(syntax.include, method.name(), &LocatedText::value);
  const bool settled = out.size() != problems || served || terms.reached;
  if (!settled && named != syntax.include.end()) {
    out.add(codes::kStream, named->place, in_quotes(method.name()) + " takes a stream",
            "write 'protocols: [websocket]': streams of clients come by WebSocket");
  }
  std::erase_if(rules, [](const HttpRule& rule) { return !rule.binding->upload; });
}

}  // namespace bff::plan
