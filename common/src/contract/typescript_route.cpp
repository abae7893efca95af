// SPDX-License-Identifier: Apache-2.0
#include "contract/typescript_route.hpp"

#include <algorithm>

#include "json/writer.hpp"

namespace bff::contract {
namespace {

using In = Parameter::In;

// Cookies are the browser's to send; the others are arguments.
constexpr In kArguments[] = {In::path, In::query, In::header};

std::string group_of(In in) { return in == In::header ? "headers" : std::string(name_of(in)); }

bool is_redirect(const Route& route) {
  return route.answer.status >= 300 && route.answer.status < 400;
}

std::vector<std::string> comment_of(const Parameter& parameter) {
  auto lines = lines_of(parameter.comment);
  std::string bounds;
  const auto say = [&](std::string_view what, const std::string& value) {
    bounds += (bounds.empty() ? "" : ", ") + std::string(what) + value;
  };
  if (parameter.default_text) {
    say("default ", parameter.type.kind == Type::Kind::text ? json::quoted(*parameter.default_text)
                                                            : *parameter.default_text);
  }
  if (parameter.min) say("at least ", *parameter.min);
  if (parameter.max) say("at most ", *parameter.max);
  if (!parameter.pattern.empty()) say("matches ", parameter.pattern);
  if (!bounds.empty()) {
    if (bounds[0] >= 'a') bounds[0] = static_cast<char>(bounds[0] - 'a' + 'A');
    lines.push_back(bounds);
  }
  return lines;
}

std::vector<const Parameter*> parameters_in(const Route& route, In in) {
  std::vector<const Parameter*> found;
  for (const Parameter& parameter : route.parameters) {
    if (parameter.in == in) found.push_back(&parameter);
  }
  return found;
}

bool any_required(const std::vector<const Parameter*>& parameters) {
  return std::ranges::any_of(parameters, [](const Parameter* p) { return p->required; });
}

bool has_arguments(const Route& route) {
  return route.body || std::ranges::any_of(route.parameters, [](const Parameter& parameter) {
           return parameter.in != In::cookie;
         });
}

bool wants_argument(const Route& route) {
  return (route.body && route.body->required) || std::ranges::any_of(kArguments, [&](In in) {
           return any_required(parameters_in(route, in));
         });
}

std::string request_interface(const Route& route, const std::string& name,
                              const TypeScriptTypes& types) {
  std::string out = "\nexport interface " + name + " extends CallOptions {";
  if (!has_arguments(route)) return out + "}\n";
  out += "\n";
  for (const In in : kArguments) {
    const auto parameters = parameters_in(route, in);
    if (parameters.empty()) continue;
    out += "  readonly " + group_of(in) + (any_required(parameters) ? ": {\n" : "?: {\n");
    for (const Parameter* parameter : parameters) {
      out += typescript_comment(comment_of(*parameter), 4);
      out += "    readonly " + typescript_key(parameter->name) +
             (parameter->required ? ": " : "?: ") + types.text(parameter->type, 4, true) + ";\n";
    }
    out += "  };\n";
  }
  if (route.body) {
    out += std::string("  readonly body") + (route.body->required ? ": " : "?: ") +
           types.text(route.body->type, 2, true) + ";\n";
  }
  return out + "}\n";
}

// The value of a parameter within `request`.
std::string value_of(const Route& route, const Parameter& parameter) {
  const bool group = any_required(parameters_in(route, parameter.in));
  std::string value =
      typescript_access("request." + group_of(parameter.in) + (group ? "" : "?"), parameter.name);
  if (parameter.separator.empty()) return value;
  const bool always = group && parameter.required;
  return value + (always ? "" : "?") + ".join(" + json::quoted(parameter.separator) + ")";
}

std::string path_text(const Route& route) {
  std::string out;
  for (std::size_t i = 0; i < route.path.size(); ++i) {
    const char c = route.path[i];
    const auto close = c == '{' ? route.path.find('}', i) : route.path.npos;
    if (close != route.path.npos) {
      const std::string variable = route.path.substr(i + 1, close - i - 1);
      const std::string name = variable.substr(0, variable.find('='));
      const bool one = variable == name || variable == name + "=*";
      out += (one ? "${segment(" : "${segments(") + typescript_access("request.path", name) + ")}";
      i = close;
    } else {
      out += (c == '`' || c == '$' || c == '\\' ? "\\" : "") + std::string(1, c);
    }
  }
  out = "`" + out + "`";
  const auto query = parameters_in(route, In::query);
  if (query.empty()) return out;
  out += " + search([";
  for (const Parameter* parameter : query) {
    out += "\n      [" + json::quoted(parameter->name) + ", " + value_of(route, *parameter) + "],";
  }
  return out + "\n    ])";
}

std::vector<std::string> comment_of(const Route& route) {
  auto lines = lines_of(route.summary);
  if (!lines.empty()) lines.emplace_back();
  std::string line = route.method + " " + route.path;
  if (route.auth.mode == Auth::Mode::required) line += ", for a caller with a token";
  for (std::size_t i = 0; i < route.auth.scopes.size(); ++i) {
    line += (i == 0 ? " of scope " : " ") + route.auth.scopes[i];
  }
  lines.push_back(line);
  lines.emplace_back("@throws {ProblemError} when the answer is no success");
  if (route.deprecated) {
    lines.push_back(route.sunset.empty() ? "@deprecated" : "@deprecated until " + route.sunset);
  }
  return lines;
}

std::string response_declaration(const Contract& contract, const Route& route,
                                 const std::string& name, const TypeScriptTypes& types) {
  const Type& body = *route.answer.body;
  const Type::Kind kind = resolved(contract, body).kind;
  const bool object = kind == Type::Kind::object || kind == Type::Kind::either;
  const std::string errors =
      "  /** What failed without failing the route; the header bff-partial names the calls. */\n"
      "  _errors?: Problem[];\n";
  return "\n" +
         types.declaration(name, body, false, {}, route.answer.partial && object ? errors : "");
}

}  // namespace

std::string typescript_route(const Contract& contract, const Route& route,
                             const std::string& function, TypeScriptTypes& types) {
  const std::string request = types.unique(pascal_case(short_id(route.id)) + "Request");
  std::string out = request_interface(route, request, types);
  std::string response = "void";
  if (route.answer.body) {
    response = types.unique(pascal_case(short_id(route.id)) + "Response");
    out += response_declaration(contract, route, response, types);
  }
  out += "\n" + typescript_comment(comment_of(route), 0);
  const bool stream = !route.answer.streams.empty();
  out +=
      std::string("export async function") + (stream ? "* " : " ") + function +
      "(gateway: Gateway, request: " + request + (wants_argument(route) ? "" : " = {}") + "): " +
      (stream ? "AsyncGenerator<" + response + ", void, undefined>" : "Promise<" + response + ">") +
      " {\n";
  out += std::string("  ") + (route.answer.body ? "const response = " : "") +
         "await send(gateway, request, {\n";
  out += "    route: " + json::quoted(route.id) + ",\n";
  out += "    method: " + json::quoted(route.method) + ",\n";
  out += "    path: " + path_text(route) + ",\n";
  if (const auto headers = parameters_in(route, In::header); !headers.empty()) {
    out += "    headers: {\n";
    for (const Parameter* header : headers) {
      out += "      " + typescript_key(header->name) + ": " + value_of(route, *header) + ",\n";
    }
    out += "    },\n";
  }
  if (route.body) out += "    body: request.body,\n";
  if (route.body && is_binary(route.body->type)) out += "    raw: true,\n";
  if (is_redirect(route)) out += "    redirects: true,\n";
  const bool lines = std::ranges::count(route.answer.streams, "ndjson") != 0;
  if (stream) {
    out += "    accept: " + json::quoted(stream_type(lines ? "ndjson" : "sse")) + ",\n";
  }
  out += "  });\n";
  if (stream) {
    out +=
        std::string("  yield* ") + (lines ? "lines" : "events") + "<" + response + ">(response);\n";
  } else if (route.answer.body && is_binary(*route.answer.body)) {
    out += "  return await response.blob();\n";
  } else if (route.answer.body) {
    out += "  return (await response.json()) as " + response + ";\n";
  }
  return out + "}\n";
}

}  // namespace bff::contract
