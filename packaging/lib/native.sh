# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Building with the system's own packages, where the distribution has the floor: Qt 6.8, CMake 3.31, gcc 14.

os_release=${PUNCHCARD_OS_RELEASE:-/etc/os-release} # another one in tests

# release_field NAME: a field of os-release, empty when it is not there.
release_field()
{
    # shellcheck source=/dev/null
    (. "$os_release" 2>/dev/null && printf '%s' "${!1:-}") || true
}

# at_least VERSION FLOOR
at_least()
{
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# What the package lists of this system offer for Debian's package $1, without epoch and revision.
offered_by_apt()
{
    apt-cache policy "$1" 2>/dev/null | sed -nE 's/^ *Candidate: ([0-9]+:)?([0-9.]+).*/\2/p'
}

# The family whose package names to use: debian, fedora, opensuse, arch, or nothing.
native_family()
{
    local word
    for word in $(release_field ID) $(release_field ID_LIKE); do
        case $word in
        debian | ubuntu) echo debian; return ;;
        fedora | rhel) echo fedora; return ;;
        opensuse* | suse | sles) echo opensuse; return ;;
        arch) echo arch; return ;;
        esac
    done
}

# Whether this distribution has the floor.
native_floor()
{
    local id version
    id=$(release_field ID)
    version=$(release_field VERSION_ID)
    case $id in
    debian) [ -z "$version" ] || at_least "$version" 13 ;;
    ubuntu) at_least "$version" 25.04 ;;
    fedora) at_least "$version" 42 ;;
    opensuse-leap) at_least "$version" 16 ;;
    opensuse-tumbleweed | opensuse-slowroll | arch) true ;;
    *)
        case $(native_family) in
        debian) at_least "$(offered_by_apt qt6-httpserver-dev)" 6.8 && at_least "$(offered_by_apt cmake)" 3.31 ;;
        arch) true ;;
        *) false ;;
        esac
        ;;
    esac
}

# native_missing FAMILY SET: the packages that are not installed, one a line.
native_missing()
{
    local package
    case $1 in
    debian)
        LC_ALL=C comm -13 <(dpkg-query -W -f '${db:Status-Abbrev}\t${Package}\n' | sed -nE 's/^.i \t//p' | LC_ALL=C sort -u) \
            <(package_list debian "$2")
        ;;
    fedora | opensuse)
        package_list "$1" "$2" | while read -r package; do
            rpm -q --quiet --whatprovides "$package" >/dev/null 2>&1 || printf '%s\n' "$package"
        done
        ;;
    arch)
        # shellcheck disable=SC2046
        pacman -T $(package_list arch "$2") || true
        ;;
    esac
}

# native_command FAMILY: how the system's package manager installs, without asking.
native_command()
{
    case $1 in
    debian) echo "apt-get install -y --no-install-recommends" ;;
    fedora) echo "dnf install -y" ;;
    opensuse) echo "zypper --non-interactive install --no-recommends" ;;
    arch) echo "pacman -S --noconfirm --needed" ;;
    esac
}

# install_packages FAMILY NAME...: asks once, unless root or in CI; without the right says what an administrator must type.
install_packages()
{
    local family=$1 answer as=() command
    shift
    read -r -a command <<<"$(native_command "$family")"
    if [ "$(id -u)" -ne 0 ]; then
        as=(sudo)
        if [ -n "${CI:-}" ]; then
            as=(sudo -n)
        elif [ -t 0 ] && command -v sudo >/dev/null; then
            printf 'These packages are missing: %s\nInstall them now with "sudo %s"? [Y/n] ' "$*" "${command[*]}"
            read -r answer
            case $answer in [nN]*) fail "Nothing was installed." "By hand: sudo ${command[*]} $*" ;; esac
            sudo -v || fail "These packages are missing: $*" "An administrator can install them: ${command[*]} $*"
        fi
        "${as[@]}" -n true 2>/dev/null ||
            fail "These packages are missing: $*" "An administrator can install them: ${command[*]} $*"
    fi
    if [ "$family" = debian ]; then
        step packages-index "Reading the package lists" "Is the network there? Then try again." "${as[@]}" apt-get update
        as+=(env DEBIAN_FRONTEND=noninteractive)
    fi
    step packages "Installing $# packages" "Try by hand: ${command[*]} $*" "${as[@]}" "${command[@]}" "$@"
}

# native_prepare SET: makes sure that the system has what SET needs.
native_prepare()
{
    local family missing
    family=$(native_family)
    mapfile -t missing < <(native_missing "$family" "$1")
    [ ${#missing[@]} -eq 0 ] || install_packages "$family" "${missing[@]}"
}
