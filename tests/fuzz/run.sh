#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs one fuzzer over its kept corpus and what it makes of that: 20 seconds, with PUNCHCARD_LONG an hour.
#   run.sh PROGRAM NAME FOLDER       FOLDER takes what is new
# What it finds lies in FOLDER-found. Once mended it belongs into corpus/NAME, which is read again each time.
set -euo pipefail
program=$1 name=$2 folder=$3
corpus=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/corpus/$name
seconds=20
[ -z "${PUNCHCARD_LONG:-}" ] || seconds=3600
mkdir -p "$folder" "$folder-found"
options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=8192 -artifact_prefix="$folder-found/" -print_final_stats=1)
[ ! -f "$corpus.dict" ] || options+=(-dict="$corpus.dict")
"$program" "${options[@]}" "$folder" "$corpus" 2>&1 | grep -vE '^#[0-9]+[[:space:]]+(NEW|REDUCE|pulse|RELOAD)|^[[:space:]]*NEW_FUNC'
