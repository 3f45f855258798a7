#!/usr/bin/env bash
# title: A container image to take home
# group: Build
# needs: docker or podman; the network for the image it begins from
# inputs: image, a folder with a Dockerfile; without it a small page server is built
# returns: image.tar.gz, for docker load; image.txt with its name, size, platform and the line that loads it
# takes: a minute
# runs-on: ubuntu-24.04, or ubuntu-24.04-arm for an arm64 image
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads
name=${IMAGE_NAME:-punchcard-example:latest}
base=${IMAGE_BASE:-docker.io/library/busybox:1.37}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

docker=$(command -v docker || command -v podman) || fail "There is neither docker nor podman here: choose a runner such as ubuntu-24.04."
"$docker" info >/dev/null 2>&1 || fail "$docker is here, but its service does not answer."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
context=image
if [ ! -f image/Dockerfile ]; then
    echo "No Dockerfile came with the script: building a small page server"
    context=$scratch
    printf '<!doctype html>\n<title>Built far away</title>\n<h1>Built on %s</h1>\n' "$(uname -srm)" >"$scratch/index.html"
    cat >"$scratch/Dockerfile" <<END
FROM $base
COPY index.html /www/index.html
EXPOSE 8080
CMD ["httpd", "-f", "-v", "-p", "8080", "-h", "/www"]
END
fi
"$docker" build -t "$name" "$context" || fail "The image could not be built."
"$docker" save "$name" | gzip >uploads/image.tar.gz
platform=$("$docker" image inspect --format '{{.Os}}/{{.Architecture}}' "$name")
{
    printf '%-9s %s\n' Image "$name" Platform "$platform" Size "$(wc -c <uploads/image.tar.gz) bytes packed"
    printf '%-9s %s\n' Load 'docker load < image.tar.gz' Run "docker run --rm -p 8080:8080 $name"
} | tee uploads/image.txt
