// SPDX-License-Identifier: Apache-2.0
#include "demo/data/catalog.hpp"

#include <algorithm>
#include <string>

#include "demo/data/draw.hpp"

namespace demo {
namespace {

struct Kind {
  std::string_view noun, category;
};
// Some names hold what JSON must escape or keep whole: quotes, a backslash, letters beyond ASCII.
constexpr Kind kKinds[] = {{"Teapot", "kitchen"},   {"Crêpe Pan", "kitchen"},
                           {"Desk Lamp", "office"}, {"Monitor 27\"", "office"},
                           {"Backpack", "travel"},  {"Tent 2\\3 Season", "travel"},
                           {"Chess Set", "games"},  {"Puzzle <1000>", "games"},
                           {"Headphones", "audio"}, {"Synthesizer ♪", "audio"}};
constexpr Kind kDownloads[] = {
    {"Cookbook", "kitchen"}, {"Font Family", "office"}, {"Soundtrack", "audio"}};
constexpr std::string_view kAdjectives[] = {"Blue",  "Classic", "Compact", "Folding",
                                            "Grand", "Quiet",   "Solid",   "Tiny"};
constexpr std::string_view kColours[] = {"black", "blue", "green", "red", "white"};

const Kind& kind_of(std::int64_t id, Draw& draw) {
  return id % 7 == 0 ? kDownloads[draw.below(std::size(kDownloads))]
                     : kKinds[draw.below(std::size(kKinds))];
}

void add_parcel(shop::v1::Product& product, Draw& draw) {
  const std::int64_t stock = std::max<std::int64_t>(0, draw.below(60) - 5);
  product.mutable_stock()->set_value(static_cast<std::int32_t>(stock));
  product.set_availability(stock == 0   ? shop::v1::AVAILABILITY_SOLD_OUT
                           : stock < 10 ? shop::v1::AVAILABILITY_LOW_STOCK
                                        : shop::v1::AVAILABILITY_IN_STOCK);
  shop::v1::Product::Parcel& parcel = *product.mutable_parcel();
  parcel.set_weight_grams(static_cast<std::uint32_t>(100 + draw.below(9900)));
  // Halves are exact in binary, so that their text is the same everywhere.
  const auto side = [&draw] { return static_cast<float>(10 + draw.below(180)) / 2; };
  parcel.mutable_dimensions()->set_width_cm(side());
  parcel.mutable_dimensions()->set_height_cm(side());
  parcel.mutable_dimensions()->set_depth_cm(side());
  parcel.mutable_handling_time()->set_seconds(3600 * (12 + draw.below(60)));
  (*product.mutable_attributes())["colour"] = draw.one_of(kColours);
}

void add_download(shop::v1::Product& product, Draw& draw) {
  product.set_availability(shop::v1::AVAILABILITY_IN_STOCK);
  shop::v1::Product::Download& download = *product.mutable_download();
  download.set_size_bytes(static_cast<std::uint64_t>(1 + draw.below(8)) << 30);
  std::string digest(32, '\0');
  for (char& byte : digest) byte = static_cast<char>(draw.below(256));
  download.set_sha256(digest);
}

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

bool matches(const shop::v1::Product& product, const shop::v1::SearchProductsRequest& request) {
  const auto& categories = product.categories();
  const auto& wanted = request.availability();
  if (!request.category().empty() &&
      std::find(categories.begin(), categories.end(), request.category()) == categories.end())
    return false;
  if (!wanted.empty() &&
      std::find(wanted.begin(), wanted.end(), product.availability()) == wanted.end())
    return false;
  if (request.has_max_price()) {
    const shop::v1::Money& limit = request.max_price();
    const shop::v1::Money& price = product.price();
    if (std::pair{price.units(), price.nanos()} > std::pair{limit.units(), limit.nanos()})
      return false;
  }
  return lower(product.name()).find(lower(request.query())) != std::string::npos;
}

}  // namespace

shop::v1::Money euros(std::int64_t cents) {
  shop::v1::Money money;
  money.set_currency_code("EUR");
  money.set_units(cents / 100);
  money.set_nanos(static_cast<std::int32_t>(cents % 100) * 10'000'000);
  return money;
}

std::int64_t price_of(std::int64_t product_id) {
  return 199 + 50 * Draw{"price", product_id}.below(1800);
}

std::optional<shop::v1::Product> product(std::int64_t id) {
  if (id < 1 || id > kProducts) return std::nullopt;
  Draw draw{"product", id};
  shop::v1::Product product;
  const std::string number = std::to_string(id);
  const std::string images = "https://img.shop.example/products/" + number;
  const Kind& kind = kind_of(id, draw);
  product.set_id(id);
  product.set_name(std::string{draw.one_of(kAdjectives)} + " " + std::string{kind.noun});
  product.set_thumbnail_url(images + "/thumbnail.webp");
  *product.mutable_price() = euros(price_of(id));
  product.set_description(product.name() + ", number " + number + " of our catalogue.");
  product.add_categories(std::string{kind.category});
  if (draw.below(5) == 0) product.add_categories("sale");
  for (std::int64_t i = 0, count = 1 + draw.below(3); i < count; ++i) {
    shop::v1::Image& image = *product.add_images();
    image.set_url(images + "/" + std::to_string(i) + ".webp");
    image.set_width(1200);
    image.set_height(900);
    image.set_alt_text(product.name());
  }
  if (draw.below(6) != 0) product.set_rating(static_cast<double>(2 + draw.below(9)) / 2);
  if (id % 7 == 0)
    add_download(product, draw);
  else
    add_parcel(product, draw);
  return product;
}

std::vector<std::int64_t> search(const shop::v1::SearchProductsRequest& request) {
  std::vector<std::int64_t> ids;
  for (std::int64_t id = 1; id <= kProducts; ++id)
    if (matches(*product(id), request)) ids.push_back(id);
  return ids;
}

}  // namespace demo
