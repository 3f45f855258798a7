#!/usr/bin/env bash
# title: A Linux kernel
# group: Build
# needs: the network; gcc, make, flex, bison, bc (installed when missing and sudo works)
# returns: kernel.img, bootable; kernel.config it was built with; build.txt with versions, checksums and times
# takes: 3 minutes on 4 cores for tinyconfig, 20 for defconfig
# runs-on: ubuntu-24.04, or ubuntu-24.04-arm for arm64 without a cross compiler
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads
version=${KERNEL_VERSION:-6.12.117}
config=${KERNEL_CONFIG:-tinyconfig}
machine=$(uname -m)
arch=${KERNEL_ARCH:-$machine}
mirror=${KERNEL_MIRROR:-https://cdn.kernel.org/pub/linux/kernel/v${version%%.*}.x}
cores=$(getconf _NPROCESSORS_ONLN)
fail() { printf '%s\n' "$1" >&2 && exit 1; }

# need COMMAND PACKAGE...: what is missing is installed, where that can be done without a question.
need() {
    local command=$1 become=(env)
    shift
    ! command -v "$command" >/dev/null || return 0
    [ "$(id -u)" -eq 0 ] || become=(sudo -n)
    "${become[@]}" apt-get --version >/dev/null 2>&1 || fail "There is no $command here, and it cannot be installed: it comes with $*."
    "${become[@]}" apt-get -qq update
    "${become[@]}" apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

case $arch in
x86_64 | amd64) arch=x86_64 compiler=x86_64-linux-gnu- image=arch/x86/boot/bzImage package=gcc-x86-64-linux-gnu ;;
aarch64 | arm64) arch=arm64 compiler=aarch64-linux-gnu- image=arch/arm64/boot/Image package=gcc-aarch64-linux-gnu ;;
*) fail "This script knows how to build for x86_64 and arm64, not for $arch." ;;
esac
if [ "$arch" = "${machine/aarch64/arm64}" ]; then
    compiler=
    need gcc gcc libc6-dev
else
    need "${compiler}gcc" "$package"
fi
need curl curl
need xz xz-utils
need make make
need flex flex
need bison bison
need bc bc
# Only the larger ones are built with tools that read ELF and sign modules.
[ "$config" = tinyconfig ] || [ -e /usr/include/libelf.h ] || need libelf libelf-dev libssl-dev

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
name=linux-$version.tar.xz
echo "Fetching $name"
curl -fsS --retry 3 -o "$scratch/$name" "$mirror/$name" || fail "$mirror/$name cannot be had: is there a network?"
curl -fsS --retry 3 -o "$scratch/sums" "$mirror/sha256sums.asc" || fail "$mirror has no checksums: nothing is built unchecked."
grep "  $name\$" "$scratch/sums" >"$scratch/sum" || fail "The checksums of $mirror do not have $name."
(cd "$scratch" && sha256sum -c sum) || fail "$name is not what its maintainers published."
tar -xf "$scratch/$name" -C "$scratch"

cd "$scratch/linux-$version"
uploads=$OLDPWD/uploads
started=$SECONDS
echo "Building $config for $arch on $cores cores"
make -s ARCH="$arch" CROSS_COMPILE="$compiler" "$config"
make -s ARCH="$arch" CROSS_COMPILE="$compiler" -j"$cores" "$(basename "$image")"
cp "$image" "$uploads/kernel.img"
cp .config "$uploads/kernel.config"
{
    printf '%-9s %s\n' Kernel "$version" Config "$config" For "$arch" On "$machine, $cores cores" Built "in $((SECONDS - started)) s"
    printf '%-9s %s\n' Compiler "$("${compiler}gcc" --version | head -n 1)"
    cat "$scratch/sum"
    (cd "$uploads" && sha256sum kernel.img kernel.config)
} | tee "$uploads/build.txt"
