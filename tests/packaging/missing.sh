#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: a bare system, on which they are not told what an administrator must type; or a start that was stopped
# half way, after which nothing works any more.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail_test() { printf '%s\n' "$1" && cat "$folder/out" && exit 1; }

# A system without the tools that make the root.
mkdir "$folder/bin" "$folder/project"
find /usr/bin /bin -maxdepth 1 \( -type f -o -type l \) ! -name mmdebstrap ! -name bwrap ! -name newuidmap ! -name sudo ! -name 'apt*' \
    ! -name id ! -name df -exec ln -sf -t "$folder/bin" {} +

# tool NAME: a stand-in for a program, from standard input.
tool()
{
    { printf '#!/bin/bash\n' && cat; } >"$folder/bin/$1"
    chmod +x "$folder/bin/$1"
}

# being ID NAME: who runs it.
being()
{
    tool id <<<"case \$* in -u) echo $1 ;; -un) echo $2 ;; esac"
}

tool df <<<'printf "Filesystem MB Used Free\nx 9000 0 9000\n"'

# make: makes the root on that system.
make()
{
    # shellcheck disable=SC2016
    env -u CI PATH="$folder/bin" XDG_CACHE_HOME="$folder/cache" top="$folder/project" source="$top" bash -c '
        set -euo pipefail
        for part in report packages native root; do . "$source/packaging/lib/$part.sh"; done
        package_list() { echo bash; }
        make_root basic' >"$folder/out" 2>&1 </dev/null
}

# refuses TEXT...: it does not begin, and says all of them.
refuses()
{
    local text
    ! make || fail_test "it did not refuse"
    for text; do grep -qF -- "$text" "$folder/out" || fail_test "it does not say: $text"; done
    ! compgen -G "$folder/cache/punchcard/root-*" >/dev/null || fail_test "something of a root lies there"
}

being 4321 nobody-at-all
refuses 'mmdebstrap bubblewrap uidmap' 'An administrator can install them: apt-get install -y --no-install-recommends mmdebstrap bubblewrap'

tool newuidmap <<<true
tool mmdebstrap <<<true
tool bwrap <<<'echo "bwrap: No permissions to create new namespace" >&2; exit 1'
if compgen -G '/usr/share/keyrings/debian-archive-*keyring*' >/dev/null; then
    refuses 'namespace' 'nobody-at-all'
    tool bwrap <<<true
    refuses 'nobody-at-all has no subordinate user ids' 'usermod --add-subuids 200000-265535 --add-subgids 200000-265535 nobody-at-all'

    # As root: stopped half way, then again.
    being 0 root
    # shellcheck disable=SC2016
    tool mmdebstrap <<<'for last; do [ "${last#/}" = "$last" ] || folder=$last; done; mkdir -p "$folder/etc"; echo half >"$folder/half"; exit 7'
    ! make || fail_test "a failed step was taken for done"
    grep -qF 'Then start again' "$folder/out" || fail_test "what to do is not told"
    compgen -G "$folder/cache/punchcard/root-*.part" >/dev/null || fail_test "nothing was left half made"
    # shellcheck disable=SC2016
    tool mmdebstrap <<<'for last; do [ "${last#/}" = "$last" ] || folder=$last; done; mkdir -p "$folder/etc"'
    make || fail_test "it does not begin anew"
    ! compgen -G "$folder/cache/punchcard/root-*.part" >/dev/null || fail_test "what was half made still lies there"
    root=$(compgen -G "$folder/cache/punchcard/root-????????????") || fail_test "there is no root"
    [ ! -e "$root/half" ] || fail_test "the half made root was taken"
    # It is made once.
    tool mmdebstrap <<<'exit 7'
    make || fail_test "a finished root is made again"
fi
