#!/usr/bin/env bash
# title: What an OpenID Connect token says
# group: Deploy
# needs: the OpenID Connect option; curl, python3
# returns: claims.json, what the token says of this job; header.json, how it is signed
# takes: a second
# runs-on: ubuntu-24.04, or any runner on GitHub
# punchcard: oidc
set -euo pipefail
mkdir -p uploads
audience=${OIDC_AUDIENCE:-}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

if [ -z "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ] || [ -z "${ACTIONS_ID_TOKEN_REQUEST_TOKEN:-}" ]; then
    fail "This job may not ask for a token: switch on the OpenID Connect option (punch run --oidc). On this computer there is none."
fi
url=$ACTIONS_ID_TOKEN_REQUEST_URL${audience:+&audience=$audience}
# The right to ask comes by standard input: arguments can be read by every process of the machine.
answer=$(printf 'header = "Authorization: Bearer %s"\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" | curl -fsS --retry 3 --config - "$url") ||
    fail "GitHub gave no token."
token=$(sed -n 's/.*"value" *: *"\([^"]*\)".*/\1/p' <<<"$answer")
signature=${token##*.}
[[ $token =~ ^[^.]+\.[^.]+\.[^.]+$ ]] || fail "The answer holds no token."
# Whoever has all of it is this job, as far as others can tell. So only its words are shown, never the signature.
echo "::add-mask::$token"
echo "::add-mask::$signature"

# decoded PART FILE: base64 for addresses, as JSON one can read.
decoded() {
    python3 -c 'import base64, json, sys
part = sys.stdin.read().strip()
json.dump(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))), sys.stdout, indent=2)
print()' <<<"$1" >"$2"
}
body=${token#*.}
decoded "${token%%.*}" uploads/header.json
decoded "${body%%.*}" uploads/claims.json
unset token signature answer
echo "Signed so:" && cat uploads/header.json
echo "It says:" && cat uploads/claims.json
if ! grep -q '"repository_visibility": "private"' uploads/claims.json; then
    echo "::warning::This repository is not private: everybody can read in this log who started the job, and where."
fi
