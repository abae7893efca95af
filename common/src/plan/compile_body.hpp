// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>

#include "plan/compile_ref.hpp"
#include "plan/compile_scope.hpp"

namespace bff::plan {

// What `$for` and `$from` have in common, in shapes and in requests: the name that they bind and
// the body in which it is in scope.

struct LoopBinding {
  Binding* binding = nullptr;
  bool good = false;  // the source is what the directive wants; else that was reported
};
// The element of the list or map that `source` is, which is what `$for: NAME in …` binds.
LoopBinding bind_loop(RouteContext& context, const ShapeSyntax& syntax, const Expr& source);
// The message that `source` is, never null.
LoopBinding bind_from(RouteContext& context, const ShapeSyntax& syntax, const Expr& source);

// `$limit` into the number or the input that it is.
void check_limit(RouteContext& context, const LimitSyntax& syntax, std::uint32_t& number,
                 std::optional<std::size_t>& input);

// While it lives the body of `syntax` can be checked: its name is in scope, and for a named shape
// that shape's own, and no other that a loop binds.
class InBody {
 public:
  InBody(RouteContext& context, const ShapeSyntax& syntax, const Binding& binding);
  ~InBody();
  InBody(const InBody&) = delete;
  InBody& operator=(const InBody&) = delete;

  // What `$shape` gives, inline or by name; null when there is none.
  const ShapeSyntax* body() const noexcept { return body_; }
  const NamedShapeSyntax* named() const noexcept { return named_; }
  // A named shape that is not there or does not fit: reported.
  bool damaged() const noexcept { return damaged_; }

 private:
  void enter_named(const LocatedText& name, const Binding& binding);

  RouteContext& context_;
  CallSet around_;
  std::vector<const Binding*> hidden_;
  const ShapeSyntax* body_ = nullptr;
  const NamedShapeSyntax* named_ = nullptr;
  bool damaged_ = false;
};

}  // namespace bff::plan
