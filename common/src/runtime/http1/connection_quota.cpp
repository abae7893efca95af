// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/connection_quota.hpp"

#include <algorithm>
#include <functional>
#include <mutex>
#include <unordered_map>

namespace bff::runtime::http1 {
namespace {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace

struct ConnectionQuota::Impl {
  std::size_t total;
  std::size_t per_address;
  mutable std::mutex mutex;
  std::size_t open = 0;
  std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>> by_address;
};

ConnectionQuota::ConnectionQuota(std::size_t total, std::size_t per_address)
    : impl_(new Impl{.total = total, .per_address = per_address}) {}

ConnectionQuota::~ConnectionQuota() = default;

bool ConnectionQuota::acquire(std::string_view address) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->open >= impl_->total) return false;
  if (address.empty()) {
    ++impl_->open;
    return true;
  }
  auto found = impl_->by_address.find(address);
  if (found == impl_->by_address.end()) {
    if (impl_->per_address == 0) return false;
    found = impl_->by_address.emplace(address, 0).first;
  } else if (found->second >= impl_->per_address) {
    return false;
  }
  ++found->second;
  ++impl_->open;
  return true;
}

void ConnectionQuota::release(std::string_view address) {
  const std::lock_guard lock(impl_->mutex);
  if (address.empty()) {
    --impl_->open;
    return;
  }
  const auto found = impl_->by_address.find(address);
  if (found == impl_->by_address.end()) return;
  if (--found->second == 0) impl_->by_address.erase(found);
  --impl_->open;
}

std::size_t ConnectionQuota::open() const noexcept {
  const std::lock_guard lock(impl_->mutex);
  return impl_->open;
}

void ConnectionQuota::resize(std::size_t total, std::size_t per_address) {
  const std::lock_guard lock(impl_->mutex);
  impl_->total = total;
  impl_->per_address = per_address;
}

std::string quota_key(const boost::asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  if (address.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
        .to_string();
  }
  auto network = address.to_v6().to_bytes();
  std::fill(network.begin() + 8, network.end(), std::uint8_t{0});
  return boost::asio::ip::address_v6(network).to_string() + "/64";
}

std::string quota_key(std::string_view address) {
  boost::system::error_code error;
  const auto read = boost::asio::ip::make_address(std::string(address), error);
  return error ? std::string(address) : quota_key(read);
}

}  // namespace bff::runtime::http1
