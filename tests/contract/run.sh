#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# run.sh TEST: runs a Node program of this folder. Where Node, its modules (packaging/lib/modules.sh) or gh are not there it
# leaves with 77, which ctest takes for "left out"; with PUNCHCARD_CONTRACT that is a failure.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
missing=()
command -v node >/dev/null || missing+=(Node.js)
[ -d "$here/node_modules" ] || missing+=("the modules of package-lock.json")
[ "$1" != gh.test.mjs ] || command -v gh >/dev/null || missing+=(gh)
if [ ${#missing[@]} -gt 0 ]; then
    printf 'left out: [%s] not there\n' "${missing[@]}"
    [ -n "${PUNCHCARD_CONTRACT:-}" ] && exit 1
    exit 77
fi
exec node --test-reporter=spec "$here/$1"
