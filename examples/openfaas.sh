#!/usr/bin/env bash
# title: Deploy a function to OpenFaaS
# group: Deploy
# needs: an OpenFaaS gateway that this machine can reach; curl
# returns: function.txt, how the function stands; answer.txt, what it answered to the first call
# takes: a minute
# runs-on: ubuntu-24.04 or ubuntu-24.04-arm
# punchcard: runs-on=ubuntu-24.04 secret=OPENFAAS_URL secret=OPENFAAS_PASSWORD
set -euo pipefail
mkdir -p uploads
release=${FAAS_CLI_RELEASE:-0.17.4}
function=${FUNCTION_NAME:-punchcard-figlet}
image=${FUNCTION_IMAGE:-ghcr.io/openfaas/figlet:latest}
source=${FAAS_CLI_SOURCE:-https://github.com/openfaas/faas-cli/releases/download}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

[ -n "${OPENFAAS_URL:-}" ] || fail "The secret OPENFAAS_URL is missing: the gateway's address, such as https://faas.example.org."
[ -n "${OPENFAAS_PASSWORD:-}" ] || fail "The secret OPENFAAS_PASSWORD is missing: the gateway's password, that of the user admin."
case $OPENFAAS_URL in
https://* | http://127.0.0.1:* | http://localhost:*) ;;
*) fail "OPENFAAS_URL does not begin with https://: the password would travel in the open." ;;
esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The sign-in is written down there, and goes with it.
export HOME=$scratch
if ! command -v faas-cli >/dev/null; then
    case $(uname -sm) in
    'Linux x86_64') file=faas-cli ;;
    'Linux aarch64') file=faas-cli-arm64 ;;
    *) fail "There is no faas-cli ready for $(uname -sm): choose an Ubuntu runner." ;;
    esac
    for name in "$file" "$file.sha256"; do
        curl -fsSL --retry 3 -o "$scratch/$name" "$source/$release/$name" || fail "$source/$release/$name cannot be had: is there a network?"
    done
    read -r sum _ <"$scratch/$file.sha256" || [ -n "$sum" ]
    echo "$sum  $scratch/$file" | sha256sum -c - || fail "$file is not what its makers published."
    mkdir "$scratch/bin"
    install -m 755 "$scratch/$file" "$scratch/bin/faas-cli"
    PATH=$scratch/bin:$PATH
fi

printf '%s' "$OPENFAAS_PASSWORD" | faas-cli login --gateway "$OPENFAAS_URL" --username admin --password-stdin ||
    fail "The gateway turned the password away."
faas-cli deploy --gateway "$OPENFAAS_URL" --name "$function" --image "$image" || fail "The gateway did not take the function."
for ((waited = 0; waited < ${FUNCTION_PATIENCE:-60}; waited++)); do
    # The first calls may come before it runs.
    if printf 'Punchcard' | faas-cli invoke --gateway "$OPENFAAS_URL" "$function" >uploads/answer.txt 2>"$scratch/why"; then break; fi
    sleep 1
done
faas-cli describe --gateway "$OPENFAAS_URL" "$function" | tee uploads/function.txt
[ -s uploads/answer.txt ] || fail "The function was deployed, but it does not answer: $(tail -n 1 "$scratch/why")"
cat uploads/answer.txt
