#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# install.sh TARGET: the checks of this folder with their packages in TARGET, as package-lock.json
# says. Ends with 77, which ctest takes for skipped, where they cannot be had, and says why.
set -euo pipefail
readonly target=$1
cd "$(dirname "${BASH_SOURCE[0]}")"
skip() { echo "skipped: $1"; exit 77; }

command -v node >/dev/null || skip "there is no node"
command -v npm >/dev/null || skip "there is no npm"
[ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || skip "Node 18 is needed, this is $(node --version)"

mkdir -p "$target"
cp ./*.mjs package.json .npmrc "$target"
cmp -s package-lock.json "$target/installed.json" && exit
rm -f "$target/installed.json"
cp package-lock.json "$target"
(cd "$target" && npm ci --ignore-scripts --prefer-offline) >"$target/npm.log" 2>&1 || {
  cat "$target/npm.log"
  skip "npm could not install the packages; its output is above"
}
cp package-lock.json "$target/installed.json"
