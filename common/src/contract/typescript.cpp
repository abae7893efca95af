// SPDX-License-Identifier: Apache-2.0
#include "contract/typescript.hpp"

#include "contract/typescript_route.hpp"
#include "contract/typescript_runtime.hpp"
#include "contract/typescript_type.hpp"

namespace bff::contract {
namespace {

// Words that no function can be called, and what the functions of the module use.
Scope function_names() {
  return Scope("Route", {"break",      "case",       "catch",     "class",
                         "const",      "continue",   "debugger",  "default",
                         "delete",     "do",         "else",      "enum",
                         "export",     "extends",    "false",     "finally",
                         "for",        "function",   "if",        "import",
                         "in",         "instanceof", "new",       "null",
                         "return",     "super",      "switch",    "this",
                         "throw",      "true",       "try",       "typeof",
                         "var",        "void",       "while",     "with",
                         "implements", "interface",  "let",       "package",
                         "private",    "protected",  "public",    "static",
                         "yield",      "await",      "async",     "arguments",
                         "eval",       "undefined",  "fetch",     "encodeURIComponent",
                         "send",       "problemOf",  "segment",   "segments",
                         "lines",      "events",     "textLines", "search",
                         "gateway",    "request",    "response"});
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

std::string to_typescript(const Contract& contract) {
  TypeScriptTypes types(contract);
  Scope functions = function_names();
  const std::string named = types.declarations();
  std::string routes;
  for (const Route& route : contract.routes) {
    routes +=
        typescript_route(contract, route, functions.unique(camel_case(short_id(route.id))), types);
  }
  std::string out = "// Generated for the client '" + contract.client +
                    "' from the gateway's routes and protos; changes here are lost.\n\n";
  out += typescript_public_part();
  if (has(named, "Double") || has(routes, "Double")) {
    out +=
        "\n/** JSON has no number for the three texts. */\n"
        "export type Double = number | \"NaN\" | \"Infinity\" | \"-Infinity\";\n";
  }
  out += named + routes;
  if (!contract.routes.empty()) out += typescript_send_part();
  if (has(routes, "segment(") || has(routes, "segments(")) out += typescript_segment_part();
  if (has(routes, "segments(")) out += typescript_segments_part();
  if (has(routes, "yield* ")) out += typescript_text_lines_part();
  if (has(routes, "yield* lines<")) out += typescript_lines_part();
  if (has(routes, "yield* events<")) out += typescript_events_part();
  if (has(routes, "search([")) out += typescript_search_part();
  return out;
}

}  // namespace bff::contract
