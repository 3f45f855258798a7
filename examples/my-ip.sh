#!/usr/bin/env bash
# title: What is my IP from there?
# group: Look around
# needs: curl, the network
# returns: address.txt with the public address, its name and how long the way took; answer.json as the service sent it
# takes: a few seconds
# runs-on: any Linux or macOS runner
set -euo pipefail
mkdir -p uploads
url=${IP_URL:-https://api.ipify.org?format=json}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

command -v curl >/dev/null || fail "There is no curl here: install it first."
format='lookup %{time_namelookup} s, connected %{time_connect} s, answered %{time_total} s\n'
times=$(curl -fsS --retry 3 --max-time 20 -o uploads/answer.json -w "$format" "$url") ||
    fail "$url does not answer: is there a network, and may this machine use it?"
address=$(sed -n 's/.*"ip" *: *"\([^"]*\)".*/\1/p' uploads/answer.json)
[ -n "$address" ] || fail "$url answered without an address: $(head -c 200 uploads/answer.json)"
# Not everyone has a name; without getent nobody is asked.
name=$(getent hosts "$address" 2>/dev/null | awk '{ print $2; exit }') || name=
inside=$(hostname -I 2>/dev/null) || inside=
{
    printf '%-9s %s\n' Address "$address" Name "${name:-none}" Inside "${inside:-unknown}" Machine "$(uname -srm)"
    printf '%-9s %s\n' Way "$times"
} | tee uploads/address.txt
