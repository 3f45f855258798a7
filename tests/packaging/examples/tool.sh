#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Stands in for the tools that the examples call, by the name it is called by: takes what the real one takes, refuses what
# it does not know, and leaves what the real one would leave, only not of use.
set -euo pipefail
unknown() { echo "$(basename "$0") stands in for a tool and does not know: $1" >&2 && exit 64; }

# after OPTION ARGUMENTS...: the argument behind that option
after() {
    local option=$1
    shift
    while [ $# -gt 1 ]; do
        [ "$1" != "$option" ] || { printf '%s' "$2" && return; }
        shift
    done
    unknown "no $option"
}

case $(basename "$0") in
flex | bison | bc | xz) ;;
gcc | x86_64-linux-gnu-gcc | aarch64-linux-gnu-gcc) echo "gcc (stand-in) 1.0" ;;
make)
    case ${!#} in
    *config) echo "CONFIG_STANDIN=y" >.config ;;
    bzImage) mkdir -p arch/x86/boot && echo image >arch/x86/boot/bzImage ;;
    Image) mkdir -p arch/arm64/boot && echo image >arch/arm64/boot/Image ;;
    *) unknown "$*" ;;
    esac
    ;;
ffmpeg) echo "made by ffmpeg $*" >"${!#}" ;;
ffprobe) printf '60.0\n4096\nh264\n' ;;
whisper-cli)
    [ -s "$(after -m "$@")" ] && [ -s "$(after -f "$@")" ]
    printf ' And so, my fellow Americans\n' | tee "$(after -of "$@").txt" >"$(after -of "$@").srt"
    ;;
faas-cli)
    case $1 in
    login) [ "$(cat)" = "a password" ] || unknown "this password" ;;
    deploy) after --image "$@" >/dev/null ;;
    invoke) echo "answer to $(cat)" ;;
    describe) printf 'Name: %s\nStatus: Ready\n' "${!#}" ;;
    *) unknown "$*" ;;
    esac
    ;;
docker)
    case $1 in
    info) ;;
    build) [ -s "${!#}/Dockerfile" ] ;;
    save) echo "layers of $2" ;;
    image) echo linux/amd64 ;;
    *) unknown "$*" ;;
    esac
    ;;
grype) echo '{"matches": [{"vulnerability": {"severity": "High"}}, {"vulnerability": {"severity": "Negligible"}}]}' ;;
go)
    case $1 in
    list) sed -n 's/^module //p' go.mod ;;
    env) [ "$2" = GOOS ] && echo plan9 || echo mips ;;
    version | vet) ;;
    build) echo "$GOOS $GOARCH" >"$(after -o "$@")" ;;
    *) unknown "$*" ;;
    esac
    ;;
rustc)
    case $* in
    --version) echo "rustc (stand-in) 1.0" ;;
    *sysroot*) echo /nowhere ;;
    *target-libdir*wasm*) echo /nowhere ;;
    *target-libdir*) echo / ;;
    *) unknown "$*" ;;
    esac
    ;;
cargo)
    folder=$CARGO_TARGET_DIR/$(after --target "$@")/release
    mkdir -p "$folder"
    echo program >"$folder/hello" && chmod +x "$folder/hello"
    ;;
yt-dlp) unknown "$*" ;;
*) unknown "its name" ;;
esac
