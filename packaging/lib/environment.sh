# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What run, test and shell begin with: they go on in the environment that Punchcard is built and tested in. Wants $top.

# shellcheck source=packaging/lib/report.sh
. "$top/packaging/lib/report.sh"
# shellcheck source=packaging/lib/packages.sh
. "$top/packaging/lib/packages.sh"
# shellcheck source=packaging/lib/native.sh
. "$top/packaging/lib/native.sh"
# shellcheck source=packaging/lib/root.sh
. "$top/packaging/lib/root.sh"
# shellcheck source=packaging/lib/enter.sh
. "$top/packaging/lib/enter.sh"
# shellcheck source=packaging/lib/build.sh
. "$top/packaging/lib/build.sh"
# shellcheck source=packaging/lib/modules.sh
. "$top/packaging/lib/modules.sh"

# enter_environment SCRIPT ARGUMENT...: returns inside the environment; to get there it may become SCRIPT anew.
# With PUNCHCARD_DEV the environment has a second compiler, the linters and a screen too.
enter_environment()
{
    local set=basic need_root='' root
    [ -z "${PUNCHCARD_DEV:-}" ] || set=dev
    case ${PUNCHCARD_INSIDE:-} in
    '') ;;
    "$set" | dev) return ;;
    *) fail "This shell has no second compiler and no linters." "Leave it, and enter: packaging/shell --dev" ;;
    esac
    export PUNCHCARD_INSIDE=$set PUNCHCARD_ENVIRONMENT=
    export CMAKE_GENERATOR=Ninja CMAKE_CXX_COMPILER_LAUNCHER=ccache
    # Each clone for itself: a precompiled header names the folder that it was made in, so another clone's is of no use.
    export CCACHE_DIR=$cache/ccache CCACHE_BASEDIR='' CCACHE_HASHDIR=1 CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-3G}
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    # The compiler names the headers itself; preprocessing first to learn them would nearly double a build with nothing kept.
    export CCACHE_DEPEND=1
    if native_floor; then
        native_prepare "$set"
        command -v ccache >/dev/null || unset CMAKE_CXX_COMPILER_LAUNCHER
        PUNCHCARD_ENVIRONMENT=native-$(release_field ID)-$(release_field VERSION_ID)
        return
    fi
    if [ "$(native_family)" != debian ]; then
        fail "Punchcard cannot prepare $(release_field PRETTY_NAME) by itself." \
            "It takes Debian 13, Ubuntu 25.04, Fedora 42, openSUSE Leap 16 or Arch, or an older Debian or Ubuntu, where it makes a private root. What it is built with is listed in packaging/packages.txt."
    fi
    root_folder "$set" >/dev/null || need_root=1
    if [ -n "$need_root" ]; then
        make_root "$set"
    fi
    root=$(root_folder "$set")
    PUNCHCARD_ENVIRONMENT=root-$(root_key basic)
    enter_root "$root" "$@"
}
