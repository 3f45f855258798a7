#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Each example has its header, is clean under ShellCheck, and leaves what it says in uploads/.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export FRACTAL_WIDTH=48 FRACTAL_LIMIT=24 PRIMES_LIMIT=1000
shellcheck "$top"/examples/*.sh
for script in "$top"/examples/*.sh; do
    for field in title needs returns takes runs-on; do
        grep -q "^# $field: ." "$script" || { echo "$script has no line '# $field: …'"; exit 1; }
    done
    folder=$(mktemp -d)
    (cd "$folder" && bash "$script" >out.txt) || { echo "$script failed"; exit 1; }
    [ -n "$(find "$folder/uploads" -type f -size +0c)" ] || { echo "$script left nothing"; exit 1; }
    rm -rf "$folder"
done
