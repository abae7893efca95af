// SPDX-License-Identifier: Apache-2.0
#include "order_totals.hpp"

#include <cstdint>

namespace shop::web {
namespace {

constexpr std::int64_t kNanos = 1'000'000'000;  // in a unit

bff::Error refused(const char* why) { return {.code = bff::Errc::upstream_error, .internal = why}; }

// Adds `times` an amount to `sum`. An amount of no currency is none yet.
bff::Result<void> add(v1::Money& sum, const v1::Money& amount, std::int32_t times) {
  if (sum.currency_code().empty()) sum.set_currency_code(amount.currency_code());
  if (sum.currency_code() != amount.currency_code()) return refused("several currencies");
  const std::int64_t nanos = sum.nanos() + std::int64_t{amount.nanos()} * times;
  std::int64_t units = 0;
  if (__builtin_mul_overflow(amount.units(), std::int64_t{times}, &units) ||
      __builtin_add_overflow(units, sum.units(), &units) ||
      __builtin_add_overflow(units, nanos / kNanos, &units)) {
    return refused("the sum is too large");
  }
  // Units and nanos are of one sign.
  std::int64_t rest = nanos % kNanos;
  if (units > 0 && rest < 0) --units, rest += kNanos;
  if (units < 0 && rest > 0) ++units, rest -= kNanos;
  sum.set_units(units);
  sum.set_nanos(static_cast<std::int32_t>(rest));
  return {};
}

}  // namespace

bff::Result<Totals> sum(const SumRequest& request) {
  Totals totals;
  std::int32_t pieces = 0;
  for (const auto& line : request.lines()) {
    if (__builtin_add_overflow(pieces, line.quantity(), &pieces)) return refused("too many pieces");
    if (const auto added = add(*totals.mutable_goods(), line.unit_price(), line.quantity());
        !added) {
      return added.error();
    }
  }
  totals.set_pieces(pieces);
  *totals.mutable_total() = totals.goods();
  if (request.has_shipping()) {
    if (const auto added = add(*totals.mutable_total(), request.shipping(), 1); !added) {
      return added.error();
    }
  }
  return totals;
}

}  // namespace shop::web
