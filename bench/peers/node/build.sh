#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh TARGET: the Node peer with its packages in TARGET.
set -euo pipefail
readonly target=$1
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p "$target"
cp ./*.js package.json package-lock.json .npmrc "$target"
cd "$target"
npm ci --ignore-scripts
