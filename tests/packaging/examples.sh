#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: an example of the gallery that fails, has no header, or leaves nothing that comes back.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export FRACTAL_WIDTH=48 FRACTAL_LIMIT=24 PRIMES_LIMIT=1000 PI_DARTS=2000 SPEED_MB=1
wrong() { printf '%s: %s\n' "$(basename "$script")" "$1" && exit 1; }

shellcheck "$top"/examples/*.sh
for script in "$top"/examples/*.sh; do
    [ -x "$script" ] || wrong "is not executable"
    for field in title needs returns takes runs-on; do
        grep -q "^# $field: ." "$script" || wrong "has no line '# $field: …'"
    done
    grep -qF "($(basename "$script"))" "$top/examples/README.md" || wrong "is not in examples/README.md"
    folder=$(mktemp -d)
    (cd "$folder" && bash "$script" >out.txt 2>&1) || { cat "$folder/out.txt" && wrong "failed"; }
    # Every file that the header promises is there, and has something in it.
    promised=$(sed -n 's/^# returns: //p' "$script" | grep -oE '[a-z]+\.[a-z]+') || wrong "names no file that comes back"
    for file in $promised; do
        [ -s "$folder/uploads/$file" ] || wrong "left no uploads/$file"
    done
    rm -rf "$folder"
done
