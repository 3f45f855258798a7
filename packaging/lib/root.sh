# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The private Debian 13 root, for systems whose own packages are too old. It lies in the user's cache, keyed by a hash of
# the package list; nothing is installed into the system but the three tools that make it.

suite=trixie
recipe=1 # raised when the way a root is made changes, so that old ones are not taken for new ones
cache=${XDG_CACHE_HOME:-$HOME/.cache}/punchcard

# root_key SET: what a root with the package set is called by.
root_key()
{
    { printf '%s %s %s\n' "$suite" "$recipe" "$(uname -m)" && package_list debian "$1"; } | sha256sum | cut -c 1-12
}

# root_folder SET: the finished root that serves the set, or nothing. A developers' root serves the basic set too.
root_folder()
{
    local folder
    for folder in "$cache/root-pinned" "$cache/root-$(root_key "$1")" "$cache/root-$(root_key dev)"; do
        if [ -d "$folder" ]; then
            printf '%s' "$folder"
            return 0
        fi
    done
    return 1
}

# The tools that make and enter the root, as packages of Debian and Ubuntu.
need_tools()
{
    local missing=()
    command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
    command -v bwrap >/dev/null || missing+=(bubblewrap)
    [ "$(id -u)" -eq 0 ] || command -v newuidmap >/dev/null || missing+=(uidmap)
    compgen -G '/usr/share/keyrings/debian-archive-*keyring*' >/dev/null || missing+=(debian-archive-keyring)
    [ ${#missing[@]} -eq 0 ] || install_packages debian "${missing[@]}"
}

# Says which switch forbids user namespaces to this user, and leaves.
need_namespaces()
{
    local name
    bwrap --ro-bind / / true 2>/dev/null && return
    if [ "$(id -u)" -eq 0 ]; then
        fail "bubblewrap may not make namespaces here, though this is root." \
            "In a container: start it with --privileged, or with --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined."
    fi
    name=$(id -un)
    if [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null)" = 0 ]; then
        fail "This system forbids user namespaces to $name." "An administrator can allow them: sysctl -w kernel.unprivileged_userns_clone=1"
    elif [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null)" = 1 ]; then
        fail "AppArmor forbids user namespaces to $name." "An administrator can allow them: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    elif [ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null)" = 0 ]; then
        fail "This system allows no user namespaces." "An administrator can allow them: sysctl -w user.max_user_namespaces=15000"
    fi
    fail "bubblewrap cannot make a user namespace for $name: $(bwrap --ro-bind / / true 2>&1)" \
        "In a container: allow namespaces (seccomp and AppArmor unconfined), or be root in it."
}

# Without root the packages' owners are mapped to a range of ids that the system sets aside for the user.
need_subordinate_ids()
{
    local name
    [ "$(id -u)" -ne 0 ] || return 0
    name=$(id -un)
    if ! grep -qE "^($name|$(id -u)):" /etc/subuid || ! grep -qE "^($name|$(id -u)):" /etc/subgid; then
        fail "$name has no subordinate user ids, which making the private root takes." \
            "An administrator can give some: usermod --add-subuids 200000-265535 --add-subgids 200000-265535 $name"
    fi
}

# need_space FOLDER MB WHAT
need_space()
{
    local free
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$2" ] || fail "$1 has $free MB free, and $3 needs $2 MB." "Make room there, then start again."
}

# The sources of the new root: the system's own Debian mirror where it has the suite; nothing, which is mmdebstrap's
# default, otherwise.
root_sources()
{
    local uri kind probe main='' security=''
    probe=$(mktemp)
    while read -r uri; do
        uri=${uri%/}
        case $uri in
        http*/debian-security) kind=security ;;
        http*/debian) kind=main ;;
        *) continue ;;
        esac
        [ -z "${!kind}" ] || continue
        local release=$suite
        [ "$kind" = main ] || release=$suite-security
        if /usr/lib/apt/apt-helper download-file "$uri/dists/$release/InRelease" "$probe" >&2; then
            printf -v "$kind" '%s' "$uri"
        fi
    done < <(apt-get indextargets --format "\$(REPO_URI)" 2>/dev/null | LC_ALL=C sort -u)
    rm -f "$probe"
    [ -n "$main" ] || return 0
    printf 'deb %s %s main\ndeb %s %s-updates main\n' "$main" "$suite" "$main" "$suite"
    [ -z "$security" ] || printf 'deb %s %s-security main\n' "$security" "$suite"
}

# Proxies of the system's own apt, as options for mmdebstrap.
root_proxies()
{
    local scheme value
    for scheme in http https; do
        value=
        eval "$(apt-config shell value "Acquire::$scheme::Proxy" 2>/dev/null)"
        [ -z "$value" ] || printf -- '--aptopt=Acquire::%s::Proxy "%s"\n' "$scheme" "$value"
    done
}

# bootstrap SET FOLDER: fills the empty FOLDER. As root the packages' files keep their owners. Without, mmdebstrap builds
# in a user namespace below /var/tmp (its ids must be able to walk there, and a home is often closed to them), and what it
# made is unpacked as the user's own: so the root is entered and removed with no more than the user's rights.
bootstrap()
{
    local set=$1 folder=$2 packages sources options
    packages=$(package_list debian "$set" | paste -s -d ,)
    sources=$(root_sources)
    mapfile -t options < <(root_proxies)
    options+=(--mode=unshare --variant=minbase --components=main --include="$packages" --verbose
        --aptopt='Acquire::Languages "none"' --dpkgopt=force-unsafe-io
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*'
        --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/locale/*'
        --dpkgopt='path-exclude=/usr/share/help/*' --dpkgopt='path-exclude=/usr/share/qt6/translations/*')
    if [ "$(id -u)" -eq 0 ]; then
        printf '%s' "$sources" | mmdebstrap "${options[@]}" --format=directory "$suite" "$folder" ${sources:+-} || return
    else
        mkdir -p "$user_scratch"
        chmod 0755 "$user_scratch"
        printf '%s' "$sources" | TMPDIR=$user_scratch mmdebstrap "${options[@]}" --format=tar "$suite" - ${sources:+-} |
            tar -x -f - -C "$folder" --exclude './dev/*' || return
    fi
    # What is bound over them when the root is entered has to be there, and be no link.
    (cd "$folder/etc" && rm -f resolv.conf localtime machine-id hosts && touch resolv.conf localtime machine-id hosts)
}

user_scratch=/var/tmp/punchcard-root-$(id -u)

# What starts that were stopped half way left behind. Only with the lock held.
remove_leftovers()
{
    local folder
    for folder in "$cache"/root-*.part; do
        [ ! -e "$folder" ] || rm -rf --one-file-system "$folder"
    done
    if [ "$(id -u)" -ne 0 ] && [ -d "$user_scratch" ]; then
        mmdebstrap --unshare-helper find "$user_scratch" -mindepth 2 -maxdepth 2 -exec rm -rf --one-file-system {} + || true
        rm -rf --one-file-system "$user_scratch"
    fi
}

# Roots that nobody entered for 30 days.
remove_unused()
{
    local folder
    find "$cache" -maxdepth 1 -name 'root-*.used' -mtime +30 | while read -r folder; do
        rm -rf --one-file-system "${folder%.used}" "$folder"
    done
}

# make_root SET: makes the root unless it is there; two starts at once wait for each other.
make_root()
{
    local set=$1 key part size
    key=$(root_key "$set")
    need_tools
    need_namespaces
    need_subordinate_ids
    mkdir -p "$cache"
    exec 9>"$cache/root.lock"
    if ! flock -n 9; then
        printf '  ...   another start is making the private root: waiting for it\n'
        flock 9
    fi
    if root_folder "$set" >/dev/null; then
        exec 9>&-
        return
    fi
    if compgen -G "$cache/root-*.part" >/dev/null || compgen -G "$user_scratch/*" >/dev/null; then
        step root-cleaning "Clearing what an earlier start left" "Look at $cache." remove_leftovers
    fi
    remove_unused
    size=1500
    [ "$set" = basic ] || size=3000
    need_space "$cache" "$size" "the private Debian 13 root"
    [ "$(id -u)" -eq 0 ] || need_space /var/tmp "$size" "making the private root"
    part=$cache/root-$key.part
    mkdir "$part"
    # Without the lock: what works under other ids may outlive a start that is killed, and would hold it for ever.
    step root "Making a private Debian 13 root, once" \
        "Is the network there, and Debian's archive in reach? Then start again: it begins anew." bootstrap "$set" "$part" 9>&-
    touch "$cache/root-$key.used"
    mv "$part" "$cache/root-$key"
    exec 9>&-
}
