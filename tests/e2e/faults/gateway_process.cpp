// SPDX-License-Identifier: Apache-2.0
#include "faults/gateway_process.hpp"

#include <signal.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>

#include "support/temp_folder.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
const fs::path kSource{BFF_SOURCE_DIR};

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("gateway.yaml has no '" + from + "'");
  text.replace(at, from.size(), to);
}

// Every "KEY: 250ms" of a route file, times `factor`.
std::string stretched(std::string text, const std::string& key, int factor) {
  for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at)) {
    at += key.size();
    const auto end = text.find("ms", at);
    text.replace(at, end - at, std::to_string(std::stoi(text.substr(at, end - at)) * factor));
  }
  return text;
}

void copy_routes(const fs::path& from, const fs::path& to, int stretch) {
  fs::create_directories(to);
  for (const auto& file : fs::directory_iterator{from}) {
    std::ofstream{to / file.path().filename()} << stretched(
        stretched(test::read_file(file.path()), "deadline: ", stretch), "timeout: ", stretch);
  }
}

}  // namespace

void write_gateway_files(const std::string& client, const fs::path& folder,
                         const std::vector<std::string>& upstreams, const std::string& key_set,
                         int stretch) {
  const fs::path own = kSource / ("bff-" + client);
  copy_routes(kSource / "routes", folder / "routes", stretch);
  copy_routes(own / "routes", folder / "routes", stretch);
  if (fs::exists(own / "protos")) {
    fs::copy(own / "protos", folder / "protos", fs::copy_options::recursive);
  }
  std::ofstream{folder / "keys.json"} << key_set;

  std::string config = test::read_file(own / "gateway.yaml");
  replace(config, "../protos", (kSource / "protos").string());
  replace(config, "[../routes, routes]", "[routes]");
  replace(config, R"("${USERS_ADDRESS:-127.0.0.1:50051}")", upstreams[0]);
  replace(config, R"("${ORDERS_ADDRESS:-127.0.0.1:50051}")", upstreams[1]);
  replace(config, R"("${CATALOG_ADDRESS:-127.0.0.1:50051}")", upstreams[2]);
  config += "\ntimeouts: { header: 1s, body: 1s, write: " + std::to_string(kWriteTimeout.count()) +
            "s }\n";
  std::ofstream{folder / "gateway.yaml"} << config;
}

GatewayProcess::GatewayProcess(const std::string& client, const fs::path& folder)
    : log_(folder / "log") {
  const std::string name = "bff-" + client;
  std::string upper = client;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  process_ = std::make_unique<test::Process>(
      std::vector<std::string>{"sh", "-c", R"(exec "$@" >"$0" 2>&1)", log_.string(),
                               std::string{BFF_BINARY_DIR} + "/" + name + "/" + name, "serve",
                               "--config", (folder / "gateway.yaml").string()},
      std::map<std::string, std::string>{{"BFF_" + upper + "_PORT", "0"},
                                         {"BFF_" + upper + "_ADMIN_PORT", "0"},
                                         {"BFF_WORKERS", std::to_string(kWorkers)},
                                         {"BFF_JWKS_FILE", (folder / "keys.json").string()}});
  const auto end = std::chrono::steady_clock::now() + 30s;
  while (true) {
    const auto lines = log_lines(R"("event":"ready")");
    if (!lines.empty() && lines[0].ends_with('}')) {
      const std::string address = nlohmann::json::parse(lines[0])["listen"][0];
      port_ = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
      return;
    }
    if (process_->wait(0s) || std::chrono::steady_clock::now() > end)
      throw std::runtime_error(name + " did not start:\n" + test::read_file(log_));
    std::this_thread::sleep_for(10ms);
  }
}

GatewayProcess::Use GatewayProcess::use() const {
  Use use;
  const fs::path proc = fs::path{"/proc"} / std::to_string(pid());
  for ([[maybe_unused]] const auto& fd : fs::directory_iterator{proc / "fd"}) ++use.fds;
  std::ifstream status{proc / "status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Threads:")) use.threads = std::stol(line.substr(8));
    if (line.starts_with("VmRSS:")) use.resident = std::stol(line.substr(6));
  }
  return use;
}

std::vector<std::string> GatewayProcess::log_lines(const std::string& text) const {
  std::vector<std::string> found;
  std::ifstream log{log_};
  for (std::string line; std::getline(log, line);)
    if (line.find(text) != std::string::npos) found.push_back(line);
  return found;
}

int GatewayProcess::stop() {
  process_->signal(SIGTERM);
  return process_->wait(test::Seconds{60}).value_or(-1);
}

}  // namespace bff::faults
