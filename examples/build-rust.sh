#!/usr/bin/env bash
# title: A Rust program for several platforms
# group: Build
# needs: cargo; rustup and the network for targets that are not installed
# inputs: project, a folder with Cargo.toml; without it a small program of its own is built
# returns: dist/ with a program for each target; checksums.txt; targets.txt with what was built and what was not
# takes: two minutes
# runs-on: ubuntu-24.04 or ubuntu-24.04-arm
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads/dist
# The linker that Rust ships is enough for static Linux programs and for WebAssembly.
targets=${RUST_TARGETS:-x86_64-unknown-linux-musl aarch64-unknown-linux-musl wasm32-wasip1}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

command -v cargo >/dev/null || fail "There is no cargo here: install Rust first, for example by rustup."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
uploads=$PWD/uploads
project=$PWD/project
if [ ! -f "$project/Cargo.toml" ]; then
    echo "No project came with the script: building a small one"
    project=$scratch/hello
    mkdir -p "$project/src"
    printf '[package]\nname = "hello"\nversion = "1.0.0"\nedition = "2021"\n\n[profile.release]\nstrip = true\nlto = true\n' >"$project/Cargo.toml"
    cat >"$project/src/main.rs" <<'END'
fn main() {
    println!("Hello from {} on {}", std::env::consts::OS, std::env::consts::ARCH);
}
END
fi
cd "$project"
rustc --version
export CARGO_TARGET_DIR=$scratch/target

# ready TARGET: its standard library is here, or rustup brings it.
ready() {
    [ -n "$(ls "$(rustc --print target-libdir --target "$1" 2>/dev/null)" 2>/dev/null)" ] && return
    command -v rustup >/dev/null && rustup target add "$1"
}

linker=${RUST_LINKER:-$(find "$(rustc --print sysroot)" -name rust-lld -type f 2>/dev/null | head -n 1 || true)}
printf '%-30s %s\n' TARGET RESULT >"$uploads/targets.txt"
built=0
for target in $targets; do
    if ! ready "$target"; then
        printf '%-30s %s\n' "$target" "left out: its standard library is not to be had here" | tee -a "$uploads/targets.txt"
        continue
    fi
    case $target in
    *-musl | wasm32-*) [ -z "$linker" ] || export "CARGO_TARGET_$(tr a-z- A-Z_ <<<"$target")_LINKER=$linker" ;;
    esac
    cargo build --quiet --release --target "$target" || fail "$target: it could not be built, or there is no linker for it here."
    find "$scratch/target/$target/release" -maxdepth 1 -type f \( -perm -u+x -o -name '*.wasm' -o -name '*.exe' \) | while read -r file; do
        name=$(basename "$file")
        case $name in
        *.wasm | *.exe) cp "$file" "$uploads/dist/${name%.*}-$target.${name##*.}" ;;
        *) cp "$file" "$uploads/dist/$name-$target" ;;
        esac
    done
    printf '%-30s %s\n' "$target" built | tee -a "$uploads/targets.txt"
    built=$((built + 1))
done
[ "$built" -gt 0 ] || fail "None of the targets could be built: see targets.txt."
cd "$uploads"
sha256sum dist/* | tee checksums.txt
