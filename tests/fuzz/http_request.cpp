// SPDX-License-Identifier: Apache-2.0
// What a client sends: the same bytes give the same requests and the same refusal however they are
// cut into pieces, and whether content is handed on as it comes or whole. The first byte seeds the
// cuts, the second chooses the limits.
#include <algorithm>
#include <random>

#include "fuzz/choices.hpp"
#include "fuzz/target.hpp"
#include "runtime/http1/request_reader.hpp"
#include "unit/runtime/reader_feed.hpp"

using bff::fuzz::require;
using bff::fuzz::text_of;
namespace http1 = bff::runtime::http1;

namespace {

// Small ones, which inputs of a few kilobytes can reach.
constexpr http1::Limits kTight{
    .request_line = 64, .headers = 160, .fields = 6, .body = 48, .chunk_extensions = 16};

std::vector<std::size_t> cuts(std::uint8_t seed, std::size_t size) {
  std::minstd_rand random(seed + 1U);
  std::vector<std::size_t> result(random() % 8);
  for (std::size_t& cut : result) cut = random() % (size + 1);
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bff::fuzz::Choices choices(text_of(data, size));
  const std::uint8_t seed = choices.byte();
  const http1::Limits limits = choices.flag() ? kTight : http1::Limits{};
  const std::string_view bytes = choices.rest();

  const http1::Outcome whole = http1::feed(bytes, {}, limits);
  const std::vector<std::size_t> pieces = cuts(seed, bytes.size());
  require(http1::feed(bytes, pieces, limits) == whole, "cuts change nothing");
  require(http1::feed_streamed(bytes, pieces, limits) == whole, "nor does streaming the content");
  require(http1::feed_byte_by_byte(bytes, limits) == whole, "nor do single bytes");
  if (whole.fault != http1::Fault::none) {
    require(whole.status >= 400 && !whole.detail.empty(), "a refusal says why");
  }
  for (const std::string& request : whole.requests) {
    require(request.size() <= 2 * bytes.size() + 100, "a request is not longer than its bytes");
  }
  return 0;
}
