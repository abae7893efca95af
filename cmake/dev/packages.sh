# Debian 12's packages; why each is there: docs/architecture.md, "Dependencies".
build_packages=(
  g++ cmake ninja-build pkg-config
  libboost1.81-dev libssl-dev libnghttp2-dev libhiredis-dev
  libgrpc++-dev libprotobuf-dev libprotoc-dev protobuf-compiler protobuf-compiler-grpc
  libcpp-httplib-dev nlohmann-json3-dev libyaml-cpp-dev libspdlog-dev libcli11-dev libre2-dev
  curl openssl
)
test_packages=(libgtest-dev libgmock-dev systemd chromium redis-tools)
bench_packages=(libbenchmark-dev wrk strace python3)
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  test_packages+=(nodejs npm)
  bench_packages+=(nodejs npm)
fi
soak_packages=(wrk)
lint_packages=(clang-format-14 clang-tidy-14 libgtest-dev libgmock-dev)
fuzz_packages=(clang-14 libclang-rt-14-dev libgtest-dev libgmock-dev)

# install_packages NAME...: those that are not there yet; asks apt only then.
install_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "these Debian packages are missing, and there is no apt-get: ${missing[*]}"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "install these packages as root: ${missing[*]}"
    root=(sudo)
  fi
  say "installing ${missing[*]}"
  # libboost1.81-dev would take the place of libboost-dev's headers: say so rather than do it.
  if dpkg-query -W -f='${Status}' libboost1.74-dev 2>/dev/null | grep -q 'ok installed'; then
    fail "libboost1.74-dev is installed, and libboost1.81-dev conflicts with it; remove it first"
  fi
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >build/packages.log 2>&1 ||
    { tail -n 30 build/packages.log >&2; fail "apt-get could not install the packages"; }
}
