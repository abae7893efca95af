# What tests/compose/run needs of Docker: Debian 12's daemon, Debian 13's Compose, a base image.
# All state is in $state.
daemon=''
cgroup=bff-compose-test-$$
had_run_docker=$([ -d /run/docker ] && echo yes || echo no)

skip() { printf 'skipped: %s\n' "$1" >&2; exit 77; }

skip_where_impossible() {
  [ "$(id -u)" -eq 0 ] || skip "dockerd wants root"
  command -v apt-get >/dev/null || skip "the base image is made with apt, which is not here"
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || skip "the kernel has no overlay file system"
  unshare --mount --net true 2>/dev/null || skip "no mount and network namespaces can be made here"
  mountpoint -q /sys/fs/cgroup || skip "no cgroups are mounted at /sys/fs/cgroup"
}

# Installing docker.io would start a daemon of the machine; policy-rc.d forbids it meanwhile.
install_docker() {
  local policy=/usr/sbin/policy-rc.d needed=(mmdebstrap iptables curl)
  if ! command -v dockerd >/dev/null; then needed+=(docker.io); fi
  if [ -e "$policy" ]; then install_packages "${needed[@]}"; return; fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  (install_packages "${needed[@]}") || { rm -f "$policy"; exit 1; }
  rm -f "$policy"
}

# The machine's own Debian mirrors, as lines "URI SUITE COMPONENT", however its apt names them.
debian_sources() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian'
}

# Compose v2 is in Debian 13 only, and its package needs nothing but libc. apt checks its signature
# and checksum; it is unpacked, not installed.
fetch_compose() {
  local apt=$state/apt plugin=$state/docker-config/cli-plugins/docker-compose mirror
  if [ -x "$plugin" ]; then return; fi
  say "fetching Compose"
  mirror=$(debian_sources | awk '$2 == "bookworm" && $3 == "main" { print $1; exit }')
  [ -n "$mirror" ] || skip "apt knows no mirror of Debian 12; 'apt-get update' may help"
  mkdir -p "$apt"/{lists,archives}/partial "$(dirname "$plugin")"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$mirror" >"$apt/sources.list"
  printf '%s\n' "Dir::Etc::sourcelist \"$apt/sources.list\";" 'Dir::Etc::sourceparts "-";' \
    "Dir::State::lists \"$apt/lists\";" "Dir::Cache \"$apt\";" 'APT::Sandbox::User "root";' >"$apt/apt.conf"
  (cd "$apt" && export APT_CONFIG=$apt/apt.conf && apt-get update && apt-get download docker-compose) >"$apt/log" 2>&1 ||
    { tail -n 5 "$apt/log" >&2; skip "Debian 13's docker-compose cannot be had; apt's words are above"; }
  dpkg-deb --fsys-tarfile "$apt"/docker-compose_*.deb | tar -x -C "$apt" --wildcards '*/cli-plugins/docker-compose'
  mv "$apt"/usr/libexec/docker/cli-plugins/docker-compose "$plugin"
}

# A Debian 12 like the registry's: minbase without docs, manuals, translations and apt's caches. It gets
# this machine's settings of apt, so that `apt-get` in a build reaches what it reaches here.
make_base_image() {
  if [ -s "$state/base.tar" ]; then return; fi
  say "making debian:bookworm-slim"
  debian_sources | sed 's/^/deb /' >"$state/sources.list"
  { apt-config dump | grep '^Acquire::' || true; echo 'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";'; } >"$state/apt-settings"
  mmdebstrap --variant=minbase --include=ca-certificates --aptopt="$state/apt-settings" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    bookworm "$state/base.new.tar" "$state/sources.list" >"$state/base.log" 2>&1 ||
    { tail -n 5 "$state/base.log" >&2; fail "mmdebstrap failed; its last words are above"; }
  mv "$state/base.new.tar" "$state/base.tar"
}

load_base_image() {
  docker image inspect debian:bookworm-slim >/dev/null 2>&1 ||
    docker import "$state/base.tar" debian:bookworm-slim >/dev/null
}

# The client of the same package, whatever else is on the PATH.
docker() {
  local client=docker
  if [ -x /usr/bin/docker ]; then client=/usr/bin/docker; fi
  DOCKER_HOST=unix://$state/docker.sock DOCKER_CONFIG=$state/docker-config "$client" "$@"
}

# start_daemon build|run: for building, in the machine's network but without a bridge; for running, in
# a network of its own, with all that Docker does there.
start_daemon() {
  local namespaces=(--mount) network=(--bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false) i
  if [ "$1" = run ]; then namespaces+=(--net); network=(); fi
  # A configuration of its own, as the machine's may say anything; and a key of its own.
  echo '{}' >"$state/daemon.json"
  mkdir -p "$state/etc"
  # Networks that a run which was cut short left would be made again as bridges of the machine.
  rm -rf "$state/docker/network"
  unshare "${namespaces[@]}" sh -euc 'mount --bind "$1" /etc/docker; shift; ip link set lo up; exec "$@"' sh "$state/etc" dockerd \
    --host="unix://$state/docker.sock" --data-root="$state/docker" --exec-root="$state/exec" \
    --pidfile="$state/docker.pid" --config-file="$state/daemon.json" \
    --storage-driver=overlay2 --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent="/$cgroup" \
    "${network[@]}" >"$state/dockerd-$1.log" 2>&1 &
  daemon=$!
  for ((i = 0; i < 300; ++i)); do
    kill -0 "$daemon" 2>/dev/null || { daemon=''; tail -n 5 "$state/dockerd-$1.log" >&2; fail "dockerd ended; its last words are above"; }
    docker version >/dev/null 2>&1 && return
    sleep 0.2
  done
  fail "dockerd did not answer within 60 s: $state/dockerd-$1.log"
}

stop_daemon() {
  [ -n "$daemon" ] || return 0
  docker ps --all --quiet | while read -r id; do docker rm --force --volumes "$id" >/dev/null; done
  docker volume prune --force >/dev/null 2>&1 || true
  kill "$daemon" 2>/dev/null || true
  wait "$daemon" 2>/dev/null || true
  daemon=''
}

# What a daemon leaves outside of its folders: empty cgroups, an empty folder for plugins.
remove_traces() {
  if [ "$had_run_docker" = no ]; then rmdir /run/docker/plugins /run/docker 2>/dev/null || true; fi
  find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} + 2>/dev/null || true
}
