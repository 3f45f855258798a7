# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Entering the private root with bubblewrap.

# bind_path PATH [KIND]: adds PATH, if it is there, at the same place inside. KIND: bind (default) or ro-bind.
bind_path()
{
    [ -n "$1" ] && [ -e "$1" ] && bwrap_options+=("--${2:-bind}" "$1" "$1")
    return 0
}

# The system: an empty tmpfs with the root's folders in it, so that any place of the user's can be mounted without a
# mount point having to exist in the root. /proc and /dev as they are: else the hub's own bubblewrap fails inside.
bind_system()
{
    local root=$1 name
    bwrap_options=()
    for name in bin sbin lib lib32 lib64 libx32 usr etc var opt srv; do
        if [ -L "$root/$name" ]; then
            bwrap_options+=(--symlink "$(readlink "$root/$name")" "/$name")
        elif [ -d "$root/$name" ]; then
            bwrap_options+=(--ro-bind "$root/$name" "/$name")
        fi
    done
    bwrap_options+=(--bind /proc /proc --dev-bind /dev /dev --ro-bind /sys /sys
        --perms 0755 --dir /home --perms 0700 --dir /root --perms 0755 --dir /mnt --perms 0755 --dir /run
        --perms 1777 --tmpfs /var/tmp)
    for name in passwd group hosts resolv.conf localtime machine-id; do
        bind_path "/etc/$name" ro-bind
    done
    # Whom the user's system trusts is trusted inside: an Enterprise Server or a package mirror with its own authority.
    bind_path /etc/ssl/certs/ca-certificates.crt ro-bind
}

# The user's own: home, source tree, runtime folder, screen, session bus.
bind_user()
{
    local path
    if [ -n "${PUNCHCARD_SHARE_TMP:-}" ] || [ -e "$cache/share-tmp" ]; then
        bind_path /tmp
    else
        bwrap_options+=(--perms 1777 --tmpfs /tmp)
        bind_path /tmp/.X11-unix
    fi
    # A home of / (some containers) would cover everything.
    [ "$HOME" = / ] || bind_path "$HOME"
    bind_path "/run/user/$(id -u)"
    bind_path "${XDG_RUNTIME_DIR:-}"
    for path in "$top" "$(realpath "$top")" "$cache" "${PUNCHCARD_HOME:-}"; do
        case $path/ in
        "$HOME"/*) ;;
        *) bind_path "$path" ;;
        esac
    done
    bind_path "${XAUTHORITY:-}" ro-bind
    path=${DBUS_SESSION_BUS_ADDRESS:-}
    path=${path#unix:path=}
    bind_path "${path%%,*}"
    # Where one is, if that is to be seen inside.
    path=$top
    case $PWD/ in "$top"/* | "$HOME"/*) path=$PWD ;; esac
    if [ -n "${PUNCHCARD_SHARE_TMP:-}" ] || [ -e "$cache/share-tmp" ]; then
        case $PWD/ in /tmp/*) path=$PWD ;; esac
    fi
    bwrap_options+=(--chdir "$path")
}

# enter_root ROOT COMMAND...: becomes COMMAND inside ROOT.
enter_root()
{
    local root=$1 name
    shift
    bind_system "$root"
    bind_user
    # What belongs to the system outside: its libraries, plugins and interpreters.
    for name in LC_ALL LANGUAGE LD_LIBRARY_PATH LD_PRELOAD QT_PLUGIN_PATH QT_QPA_PLATFORMTHEME QT_STYLE_OVERRIDE TMPDIR \
        CC CXX CFLAGS CXXFLAGS LDFLAGS PYTHONPATH PYTHONHOME PERL5LIB PKG_CONFIG_PATH CMAKE_PREFIX_PATH; do
        bwrap_options+=(--unsetenv "$name")
    done
    bwrap_options+=(--setenv PATH /usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin --setenv LANG C.UTF-8)
    [ ! -e "$root.used" ] || touch "$root.used"
    exec bwrap "${bwrap_options[@]}" "$@"
}
