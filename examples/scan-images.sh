#!/usr/bin/env bash
# title: Known holes in container images
# group: Look around
# needs: the network, curl, python3
# inputs: images.txt, the name of an image a line; without it three common ones are looked at
# returns: summary.csv with a count for each image and severity; reports/ with all of it
# takes: two minutes
# runs-on: ubuntu-24.04 or ubuntu-24.04-arm
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads/reports
release=${GRYPE_RELEASE:-0.119.0}
source=${GRYPE_SOURCE:-https://github.com/anchore/grype/releases/download}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

for command in curl python3; do
    command -v "$command" >/dev/null || fail "There is no $command here: install it first."
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
images=images.txt
if [ ! -s "$images" ]; then
    echo "No images.txt came with the script: looking at three common ones"
    images=$scratch/images.txt
    printf '%s\n' docker.io/library/alpine:3.20 docker.io/library/debian:12-slim docker.io/library/nginx:1.27 >"$images"
fi
if ! command -v grype >/dev/null; then
    case $(uname -sm) in
    'Linux x86_64') kind=linux_amd64 ;;
    'Linux aarch64') kind=linux_arm64 ;;
    *) fail "This script fetches grype for Ubuntu runners, not for $(uname -sm)." ;;
    esac
    file=grype_${release}_$kind.tar.gz
    for name in "$file" "grype_${release}_checksums.txt"; do
        curl -fsSL --retry 3 -o "$scratch/$name" "$source/v$release/$name" || fail "$source/v$release/$name cannot be had: is there a network?"
    done
    (cd "$scratch" && grep "  $file\$" "grype_${release}_checksums.txt" | sha256sum -c -) || fail "$file is not what its makers published."
    tar -xzf "$scratch/$file" -C "$scratch" grype
    PATH=$scratch:$PATH
fi

echo "image,critical,high,medium,low,others" >uploads/summary.csv
failed=0
while IFS= read -r image; do
    [ -n "$image" ] || continue
    report=uploads/reports/$(tr -c 'A-Za-z0-9.\n-' _ <<<"$image").json
    echo "== $image"
    # registry: no docker is needed, the image is read where it lies.
    if ! grype -q -o json "registry:$image" >"$report"; then
        echo "$image could not be looked at." >&2
        rm -f "$report"
        failed=$((failed + 1))
        continue
    fi
    python3 - "$image" "$report" <<'END' | tee -a uploads/summary.csv
import collections, json, sys
found = json.load(open(sys.argv[2], encoding="utf-8"))["matches"]
count = collections.Counter(match["vulnerability"]["severity"].lower() for match in found)
named = [count[word] for word in ("critical", "high", "medium", "low")]
print(",".join(map(str, [sys.argv[1], *named, len(found) - sum(named)])))
END
done <"$images"
[ "$failed" -eq 0 ] || fail "$failed of the images could not be looked at."
