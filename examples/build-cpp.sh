#!/usr/bin/env bash
# title: A C++ program for several platforms
# group: Build
# needs: g++, and cross compilers for arm64 and Windows (installed when missing and sudo works)
# inputs: project, a folder with .cpp files; without it a small program of its own is built
# network: none
# returns: dist/ with a program for each platform; checksums.txt; platforms.txt with what each of them is
# takes: a minute, with the cross compilers two
# runs-on: ubuntu-24.04 or ubuntu-24.04-arm
set -euo pipefail
mkdir -p uploads/dist
platforms=${CPP_PLATFORMS:-linux-x86_64 linux-arm64 windows-x86_64}
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

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
project=$PWD/project
if ! compgen -G "$project/*.cpp" >/dev/null; then
    echo "No project came with the script: building a small one"
    project=$scratch/hello
    mkdir "$project"
    cat >"$project/main.cpp" <<'END'
#include <iostream>

int main()
{
#if defined(__aarch64__)
    const char *machine = "arm64";
#elif defined(__x86_64__)
    const char *machine = "x86_64";
#else
    const char *machine = "another machine";
#endif
#if defined(_WIN32)
    const char *system = "Windows";
#else
    const char *system = "Linux";
#endif
    std::cout << "Hello from " << system << " on " << machine << '\n';
}
END
fi
name=$(basename "$project")
here=linux-$(uname -m)
here=${here/aarch64/arm64}
: >uploads/platforms.txt
for platform in $platforms; do
    file=uploads/dist/$name-$platform
    case $platform in
    "$here") compiler=g++ packages=(g++ libc6-dev) ;;
    linux-x86_64) compiler=x86_64-linux-gnu-g++ packages=(g++-x86-64-linux-gnu) ;;
    linux-arm64) compiler=aarch64-linux-gnu-g++ packages=(g++-aarch64-linux-gnu) ;;
    windows-x86_64) compiler=x86_64-w64-mingw32-g++ packages=(g++-mingw-w64-x86-64) file=$file.exe ;;
    *) fail "This script knows linux-x86_64, linux-arm64 and windows-x86_64, not $platform." ;;
    esac
    need "$compiler" "${packages[@]}"
    # Static: it runs where no library of its kind is.
    "$compiler" -std=c++17 -O2 -s -static -o "$file" "$project"/*.cpp
    printf '%-16s %9d bytes, by %s\n' "$platform" "$(wc -c <"$file")" "$("$compiler" --version | head -n 1)" | tee -a uploads/platforms.txt
    [ "$platform" != "$here" ] || [ "$project" != "$scratch/hello" ] || "$file"
done
(cd uploads && sha256sum dist/* >checksums.txt)
