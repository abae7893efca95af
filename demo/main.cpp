// SPDX-License-Identifier: Apache-2.0
// The demo's gRPC services, any subset of them in one process.
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "demo/check.hpp"
#include "demo/faults.hpp"
#include "demo/services/catalog.hpp"
#include "demo/services/orders.hpp"
#include "demo/services/users.hpp"

namespace {

struct Options {
  std::vector<std::string> services{"users", "orders", "catalog"};
  std::string listen = "127.0.0.1:50051";
  std::string check;
  demo::BehaviourTable behaviours{{"users", {}}, {"orders", {}}, {"catalog", {}}};
};

// CLI11 gives all values of one option; each text may itself be a list.
template <class Set>
CLI::callback_t applied(demo::BehaviourTable& table, Set set) {
  return [&table, set](const CLI::results_t& texts) {
    for (const std::string& text : texts)
      if (const std::string wrong = set(text, table); !wrong.empty())
        throw CLI::ValidationError(wrong);
    return true;
  };
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("--services", options.services, "Which to serve: users, orders, catalog")
      ->delimiter(',')
      ->check(CLI::IsMember({"users", "orders", "catalog"}))
      ->capture_default_str();
  app.add_option("--listen", options.listen, "HOST:PORT; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--check", options.check,
                 "Serve nothing: ask HOST:PORT whether these services are healthy there");
  app.add_option("--latency", applied(options.behaviours, demo::set_latency),
                 "Milliseconds before each answer: 50, or users=50,orders=0")
      ->type_name("TEXT");
  app.add_option("--failure-rate", applied(options.behaviours, demo::set_failure_rate),
                 "Share of calls that fail, alike in every run: 0.1, or users=0.1")
      ->type_name("TEXT");
  app.add_option("--status", applied(options.behaviours, demo::set_status),
                 "Status of failures (UNAVAILABLE); without a rate every call fails")
      ->type_name("TEXT");
  const auto flag = [&](const char* name, bool demo::Behaviour::*member, const char* about) {
    app.add_flag_callback(
        name,
        [&options, member] {
          for (auto& [service, behaviour] : options.behaviours) behaviour.*member = true;
        },
        about);
  };
  flag("--shuffle", &demo::Behaviour::shuffle, "Rows of batch answers in another order");
  flag("--incomplete", &demo::Behaviour::incomplete, "Every third row of batch answers left out");
  flag("--log-calls", &demo::Behaviour::log_calls,
       "A line on stderr for each call, with its deadline and metadata");
}

// A service and its name in the health service's answers.
struct Served {
  std::unique_ptr<demo::Faults> faults;
  std::unique_ptr<grpc::Service> service;
  std::string full_name;
};

Served make(const std::string& name, const demo::Behaviour& behaviour) {
  Served served{.faults = std::make_unique<demo::Faults>(name, behaviour)};
  if (name == "users") {
    served.service = std::make_unique<demo::Users>(*served.faults);
    served.full_name = shop::v1::UserService::service_full_name();
  } else if (name == "orders") {
    served.service = std::make_unique<demo::Orders>(*served.faults);
    served.full_name = shop::v1::OrderService::service_full_name();
  } else {
    served.service = std::make_unique<demo::Catalog>(*served.faults);
    served.full_name = shop::v1::CatalogService::service_full_name();
  }
  return served;
}

// The services that were asked for.
std::vector<Served> make_all(const Options& options) {
  std::vector<Served> all;
  for (const auto& [name, behaviour] : options.behaviours) {
    if (std::count(options.services.begin(), options.services.end(), name) == 0) continue;
    all.push_back(make(name, behaviour));
  }
  return all;
}

int check(const Options& options) {
  std::vector<std::string> names;
  for (const Served& served : make_all(options)) names.push_back(served.full_name);
  const std::string wrong = demo::why_unhealthy(options.check, names);
  if (wrong.empty()) return 0;
  std::cerr << "demo-services: " << wrong << "\n";
  return 1;
}

int serve(const Options& options, const sigset_t& endings) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  // Else a second process would share the port in silence, and each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  int port = 0;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
  const std::vector<Served> all = make_all(options);
  for (const Served& served : all) builder.RegisterService(served.service.get());
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::cerr << "demo-services: cannot listen on '" << options.listen
              << "': the port is taken, or the address is none of this machine\n";
    return 1;
  }
  for (const Served& served : all)
    server->GetHealthCheckService()->SetServingStatus(served.full_name, true);
  std::cout << "listening on " << options.listen.substr(0, options.listen.rfind(':')) << ':' << port
            << std::endl;
  int signal = 0;
  sigwait(&endings, &signal);
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds{1});
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

  CLI::App app{"The demo's gRPC services: users, orders and catalog of a small shop."};
  Options options;
  add_options(app, options);
  CLI11_PARSE(app, argc, argv);
  return options.check.empty() ? serve(options, endings) : check(options);
}
