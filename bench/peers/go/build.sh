#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh TARGET PROTOS: the Go peer as TARGET/peer. Generated code and all else stay in TARGET.
set -euo pipefail
readonly target=$1 protos=$2
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p "$target/shop"
cp ./*.go go.mod go.sum "$target"
cd "$target"
export CGO_ENABLED=0
go build -o protoc-gen-go google.golang.org/protobuf/cmd/protoc-gen-go
# The protos name no Go package: this is not their language. All of the shop goes into one.
mapping=()
for file in "$protos"/shop/v1/*.proto; do mapping+=("--go_opt=Mshop/v1/$(basename "$file")=bffbench/shop;shop"); done
for file in http annotations; do mapping+=("--go_opt=Mgoogle/api/$file.proto=bffbench/api;api"); done
protoc --plugin=protoc-gen-go=./protoc-gen-go -I "$protos" --go_out=. --go_opt=module=bffbench \
  "${mapping[@]}" "$protos"/shop/v1/*.proto "$protos"/google/api/*.proto
go build -o peer .
