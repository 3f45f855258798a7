#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: their distribution's packages are taken for new enough, or for too old; or a list of names is broken.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
wrong=0

# floor EXPECTED FAMILY OS-RELEASE-LINE...
floor()
{
    local expected=$1 family=$2 got
    shift 2
    printf '%s\n' "$@" >"$folder/os-release"
    got=$(PUNCHCARD_OS_RELEASE=$folder/os-release top=$top bash -c '
        for part in report packages native; do . "$top/packaging/lib/$part.sh"; done
        if native_floor; then printf "native "; else printf "older "; fi
        native_family')
    if [ "$got" != "$expected $family" ]; then
        printf '%s: "%s", expected "%s %s"\n' "$*" "$got" "$expected" "$family"
        wrong=1
    fi
}

floor older debian ID=debian VERSION_ID=12
floor native debian ID=debian VERSION_ID=13
floor native debian ID=debian VERSION_CODENAME=forky
floor older debian ID=ubuntu ID_LIKE=debian VERSION_ID=24.04
floor native debian ID=ubuntu ID_LIKE=debian VERSION_ID=25.10
floor older fedora ID=fedora VERSION_ID=41
floor native fedora ID=fedora VERSION_ID=43
floor native arch ID=arch
floor native arch ID=manjaro ID_LIKE=arch
floor native opensuse ID=opensuse-tumbleweed 'ID_LIKE="opensuse suse"' VERSION_ID=20261101
floor older opensuse ID=opensuse-leap 'ID_LIKE="suse opensuse"' VERSION_ID=15.6
floor native opensuse ID=opensuse-leap 'ID_LIKE="suse opensuse"' VERSION_ID=16.0

for family in debian fedora opensuse arch; do
    for set in basic dev; do
        names=$(top=$top bash -c '. "$top/packaging/lib/packages.sh" && package_list "$0" "$1"' "$family" "$set")
        if grep -qvE '^[A-Za-z0-9][A-Za-z0-9.+()_-]*$' <<<"$names"; then
            printf '%s, %s: what is no package name stands in the list\n' "$family" "$set"
            wrong=1
        fi
        case $set in
        basic) ! grep -qx 'clazy' <<<"$names" ;;
        dev) grep -qx 'clazy' <<<"$names" ;;
        esac || { printf '%s, %s: the developers'"'"' set is mixed up\n' "$family" "$set" && wrong=1; }
    done
done
exit "$wrong"
