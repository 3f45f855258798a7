#!/usr/bin/env bash
# title: A Go program for six platforms
# group: Build
# needs: go (installed when missing and sudo works); the network only for a project with dependencies
# inputs: project, a folder with go.mod; without it a small program of its own is built
# returns: dist/ with a program for each platform; checksums.txt; sizes.csv
# takes: a minute
# runs-on: ubuntu-24.04 or ubuntu-24.04-arm, or a macOS runner
set -euo pipefail
mkdir -p uploads/dist
platforms=${GO_PLATFORMS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

# need COMMAND PACKAGE...: what is missing is installed, where that can be done without a question.
need() {
    local command=$1 become=(env)
    shift
    ! command -v "$command" >/dev/null || return 0
    [ "$(id -u)" -eq 0 ] || become=(sudo -n)
    "${become[@]}" apt-get --version >/dev/null 2>&1 || fail "There is no $command here, and it cannot be installed: it comes with $*."
    "${become[@]}" apt-get -qq update
    "${become[@]}" apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

need go golang-go
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
uploads=$PWD/uploads
project=$PWD/project
if [ ! -f "$project/go.mod" ]; then
    echo "No project came with the script: building a small one"
    project=$scratch/hello
    mkdir "$project"
    printf 'module example.org/hello\n\ngo 1.19\n' >"$project/go.mod"
    cat >"$project/main.go" <<'END'
package main

import (
	"fmt"
	"runtime"
)

func main() {
	fmt.Printf("Hello from %s on %s\n", runtime.GOOS, runtime.GOARCH)
}
END
fi
cd "$project"
# What a toolchain of another version would download is not asked for.
export CGO_ENABLED=0 GOTOOLCHAIN=local GOCACHE="$scratch/cache" GOFLAGS=-trimpath
name=$(basename "$(go list -m)")
go version
go vet ./...
echo "platform,seconds,bytes" >"$uploads/sizes.csv"
for platform in $platforms; do
    os=${platform%/*} arch=${platform#*/} file=$name-${platform/\//-} began=$SECONDS
    [ "$os" != windows ] || file=$file.exe
    GOOS=$os GOARCH=$arch go build -ldflags='-s -w' -o "$uploads/dist/$file" .
    echo "$platform,$((SECONDS - began)),$(wc -c <"$uploads/dist/$file" | tr -d ' ')" | tee -a "$uploads/sizes.csv"
done
own=$uploads/dist/$name-$(go env GOOS)-$(go env GOARCH)
[ -f "$project/../hello/main.go" ] && [ -x "$own" ] && "$own"
cd "$uploads"
sum=(sha256sum)
command -v sha256sum >/dev/null || sum=(shasum -a 256)
"${sum[@]}" dist/* >checksums.txt
