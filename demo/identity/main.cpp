// SPDX-License-Identifier: Apache-2.0
// An OpenID Connect provider for development, whose users are the shop's.
#include <httplib.h>
#include <pthread.h>
#include <signal.h>

#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "demo/identity/server.hpp"

namespace {

using namespace demo::identity;

struct Options {
  std::string listen = "127.0.0.1:9000";
  std::string key_file, check;
  std::vector<std::string> clients;
  bool log_calls = false;
  Settings settings;
};

void add_life(CLI::App& app, const char* name, std::chrono::seconds& life, const char* about) {
  app.add_option_function<int>(
         name, [&life](int seconds) { life = std::chrono::seconds{seconds}; }, about)
      ->check(CLI::Range(1, 31'536'000))
      ->type_name("SECONDS")
      ->default_str(std::to_string(life.count()));
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("--listen", options.listen, "HOST:PORT; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--issuer", options.settings.issuer,
                 "URL by which clients and browsers know it (http:// and what it listens on)");
  app.add_option("--client", options.clients,
                 "A client's metadata as JSON (RFC 7591), or @FILE with a list of them, which is "
                 "read anew for each request; again for each client")
      ->type_name("JSON");
  app.add_option("--key", options.key_file, "PEM file with the RSA key that signs (a new one)");
  app.add_option("--audience", options.settings.audience, "`aud` of access tokens")
      ->capture_default_str();
  app.add_flag("--opaque", options.settings.opaque,
               "Access tokens that only introspection can tell anything of");
  add_life(app, "--access-life", options.settings.access_life, "How long access tokens hold");
  add_life(app, "--refresh-life", options.settings.refresh_life, "How long refresh tokens hold");
  add_life(app, "--login-life", options.settings.login_life, "How long a browser stays logged in");
  app.add_flag("--log-calls", options.log_calls, "A line on stderr for each request");
  app.add_option("--check", options.check, "Serve nothing: ask HOST:PORT whether it serves");
}

struct Address {
  std::string host;
  int port;
};

Address read_address(const std::string& text) {
  const auto colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos)
    throw std::runtime_error("'" + text + "' is no HOST:PORT, such as 127.0.0.1:9000");
  return {text.substr(0, colon), std::stoi(port)};
}

int check(const Options& options) {
  const Address address = read_address(options.check);
  httplib::Client client{address.host, address.port};
  const auto answer = client.Get("/.well-known/openid-configuration");
  if (answer && answer->status == 200) return 0;
  std::cerr << "demo-identity: " << options.check << " does not serve\n";
  return 1;
}

int serve(const Options& options, const sigset_t& endings) {
  Provider provider{
      .settings = options.settings,
      .clients = ClientList{options.clients},
      .key = options.key_file.empty() ? SigningKey::make() : SigningKey::read(options.key_file)};
  Server server{provider, options.log_calls};
  const Address address = read_address(options.listen);
  const int port = server.bind(address.host, address.port);
  if (port == 0)
    throw std::runtime_error("cannot listen on '" + options.listen +
                             "': the port is taken, or the address is none of this machine");
  const std::string listening = address.host + ":" + std::to_string(port);
  if (provider.settings.issuer.empty()) provider.settings.issuer = "http://" + listening;
  server.start();
  std::cerr << "demo-identity: FOR DEVELOPMENT ONLY: whoever reaches " << listening
            << " logs in as anybody, without a password" << std::endl;
  std::cout << "listening on " << listening << std::endl;
  int signal = 0;
  sigwait(&endings, &signal);
  server.stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // Blocked before any thread starts, so that only sigwait() sees them.
  sigset_t endings;
  sigemptyset(&endings);
  sigaddset(&endings, SIGTERM);
  sigaddset(&endings, SIGINT);
  pthread_sigmask(SIG_BLOCK, &endings, nullptr);

  CLI::App app{"An OpenID Connect provider for development: users log in by picking who they are."};
  Options options;
  add_options(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    return options.check.empty() ? serve(options, endings) : check(options);
  } catch (const std::exception& wrong) {
    std::cerr << "demo-identity: " << wrong.what() << "\n";
    return 1;
  }
}
