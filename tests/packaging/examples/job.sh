#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# One element for each example: runs it to its end, against stand-ins where it needs what is not here. Beside it lie the
# examples and the folder standins: server.py, tool.sh, port.
set -euo pipefail
example=$PUNCHCARD_INPUT
top=$PWD
unset PUNCHCARD_INPUT PUNCHCARD_TASK PUNCHCARD_TASKS
read -r port <"$top/standins/port"
wrong() { echo "$example: $1" >&2 && exit 1; }

tools() { # tools NAME...: before the real ones
    local tool
    mkdir -p "$top/bin"
    for tool in "$@"; do ln -sf "$top/standins/tool.sh" "$top/bin/$tool"; done
    PATH=$top/bin:$PATH
}

# against SITE: where the examples fetch from
against() {
    export IP_URL=$1/ip KERNEL_MIRROR=$1/kernel YT_DLP_RELEASE=$1/yt-dlp FAAS_CLI_SOURCE=$1/faas-cli GRYPE_SOURCE=$1/grype
    export LLAMA_RELEASES=$1/llama LLAMA_API=$1/llama/api HUGGING_FACE=$1/hub WHISPER_MODELS=$1/hub/ggerganov/whisper.cpp
    export ACTIONS_ID_TOKEN_REQUEST_URL="$1/token?api-version=2.0" ACTIONS_ID_TOKEN_REQUEST_TOKEN=may-ask
    export OPENFAAS_URL=${1%/bad} OPENFAAS_PASSWORD="a password" FUNCTION_PATIENCE=1
}

# refuses SITE WORDS: fails with this reason, and says it in words
refuses() {
    against "$1"
    ! bash "$top/$example" >out.txt 2>&1 || wrong "succeeded with $1"
    grep -q "$2" out.txt || { cat out.txt && wrong "did not say: $2"; }
    rm -rf uploads/* out.txt
}

dead=http://127.0.0.1:1
site=http://127.0.0.1:$port
offline=()
case $example in
my-ip.sh) refuses "$dead" "is there a network" ;;
linux-kernel.sh)
    tools make flex bison bc xz gcc
    refuses "$dead" "is there a network"
    refuses "$site/bad" "is not what"
    ;;
llama.sh)
    # One that is free now.
    LLAMA_PORT=$(python3 -c 'import socket
with socket.socket() as one: one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])')
    export LLAMA_PORT
    refuses "$dead" "Try again later"
    refuses "$site/bad" "is not what"
    printf 'One?\nTwo?\n' >questions.txt
    ;;
whisper.sh)
    tools whisper-cli
    mkdir -p upstream/samples audio/b
    echo sound | tee upstream/samples/jfk.wav audio/a.wav audio/b/a.wav >audio/c.mp3
    git -C upstream -c init.defaultBranch=main init -q
    git -C upstream add . && git -C upstream -c user.name=a -c user.email=a@example.org commit -qm a && git -C upstream tag v1.7.6
    export WHISPER_SOURCE=file://$PWD/upstream
    refuses "$dead" "is there a network"
    refuses "$site/bad" "is not what"
    against "$site"
    # Two elements share three recordings; then one for a file by name.
    PUNCHCARD_TASK=1 PUNCHCARD_TASKS=2 bash "$example" >/dev/null
    [ "$(ls uploads/transcripts)" = "$(printf 'b_a.wav.srt\nb_a.wav.txt')" ] || wrong "took another's share"
    PUNCHCARD_TASK=0 PUNCHCARD_TASKS=2 PUNCHCARD_INPUT=audio/c.mp3 bash "$example" >/dev/null
    [ -s uploads/transcripts/c.mp3.txt ] || wrong "did not take the recording that it was given"
    ;;
video.sh)
    tools ffmpeg ffprobe
    refuses "$dead" "is there a network"
    refuses "$site/bad" "is not what"
    ;;
oidc.sh)
    refuses "$dead" "gave no token"
    export ACTIONS_ID_TOKEN_REQUEST_URL=
    ! bash "$example" 2>why.txt || wrong "succeeded without the right"
    grep -q -- --oidc why.txt || wrong "does not name the option"
    ;;
openfaas.sh)
    against "$site"
    ! OPENFAAS_PASSWORD='' bash "$example" 2>why.txt || wrong "succeeded without a secret"
    grep -q OPENFAAS_PASSWORD why.txt || wrong "does not name the secret"
    ! OPENFAAS_URL=http://192.0.2.1 bash "$example" 2>why.txt || wrong "sent a password in the open"
    refuses "$site/bad" "is not what"
    ;;
container-image.sh) tools docker ;;
build-go.sh) tools go ;;
build-rust.sh) tools cargo rustc ;;
build-cpp.sh) CPP_PLATFORMS=linux-$(uname -m) && export CPP_PLATFORMS=${CPP_PLATFORMS/aarch64/arm64} ;;
scan-images.sh)
    refuses "$dead" "is there a network"
    refuses "$site/bad" "is not what"
    printf 'alpine:3.20\nexample.org/a/b@sha256:0\n' >images.txt
    ;;
page-load.sh)
    mkdir bin && ln -s "$top/standins/server.py" bin/chromedriver && PATH=$PWD/bin:$PATH
    export PAGE_PORT=$((port + 2)) PAGE_RUNS=2
    ;;
*) export FRACTAL_WIDTH=48 FRACTAL_LIMIT=24 PRIMES_LIMIT=1000 PI_DARTS=2000 SPEED_MB=1 RACE_ROUNDS=1 RACE_LINES=2000 ;;
esac
against "$site"
# Those that say they need no network do not miss it, where it can be taken away.
if grep -q '^# network: none$' "$example" && unshare -rn true 2>/dev/null; then offline=(unshare -rn); fi
"${offline[@]}" bash "$example" 2>&1 | tee out.txt
# What proves who a job is stays in it: masked in the log, and not in what comes back.
! grep -v '^::add-mask::' out.txt | grep -q never_shown || wrong "prints the signature"
! grep -rq never_shown uploads || wrong "brings the signature back"
