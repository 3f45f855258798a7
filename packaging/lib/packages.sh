# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The package lists: one name a line, `#` begins a comment. packages.txt and packages-dev.txt have Debian's names,
# packages-fedora.txt and so on those of other families; there the basic list and the developers' stand in one file,
# parted by a line `# -- dev`.

# package_list FAMILY [dev]: the names, sorted; with `dev` those of the developers' set too.
package_list()
{
    local family=$1 set=${2:-basic} folder=$top/packaging
    if [ "$family" = debian ]; then
        set -- "$folder/packages.txt"
        [ "$set" = basic ] || set -- "$@" "$folder/packages-dev.txt"
        sed -E 's/#.*//; s/[[:space:]]+$//; /^$/d' "$@" | LC_ALL=C sort -u
    elif [ "$set" = basic ]; then
        sed -E '/^# -- dev/,$d' "$folder/packages-$family.txt" | sed -E 's/#.*//; s/[[:space:]]+$//; /^$/d'
    else
        sed -E 's/#.*//; s/[[:space:]]+$//; /^$/d' "$folder/packages-$family.txt"
    fi
}
