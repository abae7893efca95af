// SPDX-License-Identifier: Apache-2.0
#include "plan/partial.hpp"

#include "json/writer.hpp"

namespace bff::plan {
namespace {

void append_problem(json::Appender& out, const Call& call, const Error& error) {
  const ErrcInfo& kind = info(error.code);
  out += R"({"type":"urn:bff:)";
  out += kind.slug;
  out += R"(","title":)";
  json::append_string(out, kind.title);
  out += R"(,"status":)";
  json::append_int(out, status_of(error));
  out += R"(,"call":)";
  json::append_string(out, call.name);
  if (!error.detail.empty()) {
    out += R"(,"detail":)";
    json::append_string(out, error.detail);
  }
  if (error.details) out += error.details->members;
  out += R"(,"paths":[)";
  for (std::size_t i = 0; i < call.view_paths.size(); ++i) {
    if (i != 0) out += ',';
    json::append_string(out, call.view_paths[i]);
  }
  out += "]}";
}

}  // namespace

void append_errors(std::string& body, const RoutePlan& plan, std::span<const Partial> partials) {
  if (partials.empty() || !body.ends_with('}')) return;
  body.pop_back();
  if (!body.ends_with('{')) body += ',';
  json::Appender out{body};
  out += R"("_errors":[)";
  for (std::size_t i = 0; i < partials.size(); ++i) {
    if (i != 0) out += ',';
    append_problem(out, plan.calls[partials[i].call], partials[i].error);
  }
  out += "]}";
}

}  // namespace bff::plan
