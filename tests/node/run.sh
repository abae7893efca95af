#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh TARGET SCRIPT [ARGUMENT...]: a check that install.sh has put there; skipped where it could not.
set -euo pipefail
readonly target=$1 script=$2
shift 2
[ -f "$target/installed.json" ] || { echo "skipped: the packages are not installed, see node_packages"; exit 77; }
exec node "$target/$script" "$@"
