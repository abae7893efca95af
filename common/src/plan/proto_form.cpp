// SPDX-License-Identifier: Apache-2.0
#include "plan/proto_form.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "plan/language_keys.hpp"
#include "plan/located_scalar.hpp"
#include "plan/proto_form_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

namespace {

namespace pb = google::protobuf;

// GetHome is `get-home`, HTTPStatus `http-status`.
std::string route_id(const std::string& rpc) {
  const auto upper = [&](std::size_t i) { return rpc[i] >= 'A' && rpc[i] <= 'Z'; };
  std::string id;
  for (std::size_t i = 0; i < rpc.size(); ++i) {
    const bool ends_capitals = i + 1 < rpc.size() && !upper(i + 1) && rpc[i + 1] != '_';
    if (i > 0 && upper(i) && rpc[i - 1] != '_' && (!upper(i - 1) || ends_capitals)) id += '-';
    id += rpc[i] == '_' ? '-' : upper(i) ? static_cast<char>(rpc[i] - 'A' + 'a') : rpc[i];
  }
  return id;
}

config::Node::Member* find_member(config::Node& map, std::string_view key) {
  const auto found = std::ranges::find(map.members, key, &config::Node::Member::key);
  return found != map.members.end() ? &*found : nullptr;
}

class Form {
 public:
  Form(const proto::Schema& schema, const pb::ServiceDescriptor& service, Diagnostics& out)
      : service_(service), options_(schema, out), out_(out) {}

  config::Node file() {
    const Place place = options_.place_of(service_);
    config::Node file{.kind = config::Node::Kind::map, .place = place};
    add_member(file, "version", place, text_node("bff/v1", place));
    if (auto shared = options_.read(service_, "bff.v1.routes")) {
      if (const config::Node* defaults = shared->find("defaults")) {
        const config::Node* names = defaults->find("names");
        proto_names_ = names != nullptr && names->scalar == "proto";
      }
      settle_calls(*shared);
      for (config::Node::Member& member : shared->members)
        file.members.push_back(std::move(member));
    }
    config::Node routes{.kind = config::Node::Kind::list, .place = place};
    for (int i = 0; i < service_.method_count(); ++i) {
      const std::size_t problems = out_.size();
      if (auto made = route(*service_.method(i))) {
        routes.items.push_back(*std::move(made));
        methods_.push_back({service_.method(i), out_.size() == problems});
      }
    }
    add_member(file, "routes", place, std::move(routes));
    return file;
  }

  // Of none of its rpcs a route could be made, and each was reported.
  bool failed() const { return methods_.empty() && service_.method_count() > 0; }

  // What the parser made of the routes, in their order.
  void declare(std::vector<RouteSyntax>& routes) {
    for (std::size_t i = 0; i < routes.size() && i < methods_.size(); ++i) {
      const auto& [method, sound] = methods_[i];
      if (!sound) routes[i].damaged = true;
      if (routes[i].shape) {
        declare_types(*routes[i].shape, *method->output_type(), proto_names_, out_);
      }
    }
  }

 private:
  std::optional<config::Node> route(const pb::MethodDescriptor& method) {
    const Place place = options_.place_of(method);
    if (method.client_streaming() || method.server_streaming()) {
      out_.add(codes::kNotYetSupported, place,
               in_quotes(method.name()) + " is a stream, and streams are not yet supported",
               "a route has one request and one response");
      return std::nullopt;
    }
    const auto http = options_.read(method, "google.api.http");
    auto route = options_.read(method, "bff.v1.route");
    if (!http || !route) {
      out_.add(codes::kNoRoute, place,
               in_quotes(method.name()) + " has no option (" +
                   (http ? "bff.v1.route)" : "google.api.http)"),
               http ? "write 'option (bff.v1.route) = {};', or what it calls in the braces"
                    : "write 'option (google.api.http) = { get: \"/v1/home\" };'");
      return std::nullopt;
    }
    route->place = place;
    settle_auth(*route);
    settle_calls(*route);
    if (route->find("id") == nullptr) {
      add_member(*route, "id", place, text_node(route_id(method.name()), place));
    }
    if (method.options().deprecated()) {
      add_member(*route, "deprecated", place,
                 {.kind = config::Node::Kind::boolean, .scalar = "true", .place = place});
    }
    const auto binding = bind(*http, *route);
    if (!binding) return std::nullopt;
    add_inputs(*method.input_type(), *binding, options_, *route, out_);
    settle_views(*method.input_type(), *route);
    if (method.output_type()->field_count() > 0) {
      add_member(*route, "shape", options_.place_of(*method.output_type()),
                 shape_node(*method.output_type(), proto_names_, options_, out_));
    }
    std::ranges::stable_sort(route->members, {}, [](const config::Node::Member& member) {
      return std::ranges::find(language::kRouteKeys, member.key);
    });
    return route;
  }

  // Adds `http` to the route.
  std::optional<HttpBinding> bind(const config::Node& http, config::Node& route) {
    constexpr std::string_view kRuleMethods[] = {"get", "put", "post", "delete", "patch"};
    std::optional<HttpBinding> binding;
    HttpBinding made;
    for (const config::Node::Member& member : http.members) {
      if (member.key == "body") {
        made.body = member.value;
        made.body_key = member.key_place;
      } else if (std::ranges::find(kRuleMethods, member.key) != std::end(kRuleMethods)) {
        made.path = member.value.scalar;
        made.path_place = member.value.place;
        std::string method = member.key;
        for (char& c : method) c = static_cast<char>(c - 'a' + 'A');
        add_member(route, "http", member.key_place,
                   text_node(method + " " + made.path, member.value.place));
      } else {
        out_.add(codes::kBadBinding, member.key_place,
                 in_quotes(member.key) + " of google.api.http is nothing that a route has",
                 "a route has one of 'get', 'put', 'post', 'delete' and 'patch', and a 'body'");
      }
    }
    if (made.path_place.source != nullptr) binding = std::move(made);
    return binding;
  }

  // `auth { public: true }` is `auth: public`.
  static void settle_auth(config::Node& route) {
    config::Node::Member* auth = find_member(route, "auth");
    if (auth == nullptr || auth->value.members.size() != 1) return;
    const config::Node::Member& only = auth->value.members.front();
    if (only.key == "public" && only.value.scalar == "true") {
      auth->value = text_node("public", only.value.place);
    }
  }

  // `request: "$body"` is `with: $body`.
  void settle_calls(config::Node& around) {
    config::Node::Member* calls = find_member(around, "calls");
    if (calls == nullptr) return;
    for (config::Node::Member& call : calls->value.members) {
      config::Node::Member* request = find_member(call.value, "request");
      if (request == nullptr) continue;
      if (call.value.find("with") != nullptr) {
        out_.add(codes::kContradiction, request->key_place, "'request' beside 'with'",
                 "write one of them");
      }
      request->key = "with";
    }
  }

  // The defaults that views give are of the types of the request's fields.
  static void settle_views(const pb::Descriptor& request, config::Node& route) {
    config::Node::Member* clients = find_member(route, "clients");
    if (clients == nullptr) return;
    for (config::Node::Member& client : clients->value.members) {
      config::Node::Member* query = find_member(client.value, "query");
      if (query == nullptr) continue;
      for (config::Node::Member& parameter : query->value.members) {
        const auto* field = request.FindFieldByName(parameter.key);
        type_default(parameter.value,
                     field == nullptr || field->type() == pb::FieldDescriptor::TYPE_STRING);
      }
    }
  }

  const pb::ServiceDescriptor& service_;
  ProtoOptions options_;
  Diagnostics& out_;
  bool proto_names_ = false;
  std::vector<std::pair<const pb::MethodDescriptor*, bool>> methods_;  // and whether all was well
};

const pb::ServiceDescriptor* find_routed_service(const proto::Schema& schema,
                                                 const std::string& name, const Place& named_at,
                                                 Diagnostics& out) {
  if (const auto* service = schema.pool().FindServiceByName(name)) return service;
  std::vector<std::string_view> known;
  for (const auto* file : schema.files()) {
    for (int i = 0; i < file->service_count(); ++i) known.push_back(file->service(i)->full_name());
  }
  out.add("BFF142", named_at, "no proto has a service '" + name + "'", did_you_mean(name, known));
  return nullptr;
}

}  // namespace

std::optional<config::Node> proto_form(const proto::Schema& schema, const std::string& service,
                                       const Place& named_at, Diagnostics& out) {
  const auto* found = find_routed_service(schema, service, named_at, out);
  if (found == nullptr) return std::nullopt;
  return Form(schema, *found, out).file();
}

std::optional<RouteFile> parse_proto_form(const proto::Schema& schema, const std::string& service,
                                          const Place& named_at, Diagnostics& out) {
  const auto* found = find_routed_service(schema, service, named_at, out);
  if (found == nullptr) return std::nullopt;
  Form form(schema, *found, out);
  const config::Node root = form.file();
  if (form.failed()) return std::nullopt;
  RouteFile file = parse_route_file(root.place.source, root, out);
  form.declare(file.routes);
  return file;
}

}  // namespace bff::plan
