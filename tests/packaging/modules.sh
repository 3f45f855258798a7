#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: without Node, npm or a network their tests do not run at all, or contract tests are left out unsaid.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/bin" "$folder/project/tests/contract"
cp "$top"/tests/contract/package*.json "$folder/project/tests/contract/"
find /usr/bin /bin -maxdepth 1 \( -type f -o -type l \) ! -name 'node*' ! -name 'npm*' -exec ln -sf -t "$folder/bin" {} +

# tool NAME: a stand-in for a program, from standard input.
tool()
{
    { printf '#!/bin/bash\n' && cat; } >"$folder/bin/$1"
    chmod +x "$folder/bin/$1"
}

# prepared STATUS TEXT [VARIABLE=VALUE...]: it ends so, and says that.
prepared()
{
    local status=0 expected=$1 text=$2
    shift 2
    # shellcheck disable=SC2016
    env -u PUNCHCARD_CONTRACT "$@" PATH="$folder/bin" XDG_CACHE_HOME="$folder/cache" top="$folder/project" source="$top" bash -c '
        set -euo pipefail
        for part in report packages native root modules; do . "$source/packaging/lib/$part.sh"; done
        prepare_modules' >"$folder/out" 2>&1 </dev/null || status=$?
    if [ "$status" -ne "$expected" ] || { [ -n "$text" ] && ! grep -qF -- "$text" "$folder/out"; }; then
        printf 'ended with %s, expected %s and "%s":\n' "$status" "$expected" "$text"
        cat "$folder/out"
        exit 1
    fi
}

modules=$folder/project/tests/contract/node_modules
prepared 0 'Contract tests left out: Node.js is not installed here'
prepared 1 'The contract tests cannot run: Node.js' PUNCHCARD_CONTRACT=1
tool node <<<true
prepared 0 'Contract tests left out: npm is not installed here'
tool npm <<<'echo no network >&2; exit 1'
prepared 0 'Contract tests left out: their modules could not be fetched'
prepared 1 'The contract tests cannot run: their modules' PUNCHCARD_CONTRACT=1
[ ! -e "$modules" ] || { printf 'what is not there is linked\n' && exit 1; }
# shellcheck disable=SC2016
tool npm <<<'[[ " $* " = *" --ignore-scripts "* ]] && mkdir "$3/node_modules"'
prepared 0 "ok    Fetching the contract tests' modules"
[ -d "$modules" ] || { printf 'the modules are not where Node looks\n' && exit 1; }
# Once: from then on npm is not asked.
tool npm <<<'exit 1'
prepared 0 '' PUNCHCARD_CONTRACT=1
