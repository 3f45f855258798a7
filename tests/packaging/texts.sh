#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: "1 file(s)", because a counted text has no singular and plural.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
file=$top/resources/translations/punchcard_en.ts
copy=$(mktemp --suffix .ts)
trap 'rm -f "$copy"' EXIT
cp "$file" "$copy"
"$top/packaging/texts" "$copy"
diff "$file" "$copy" || { echo "packaging/texts was not called after a counted text had changed" && exit 1; }
! grep -n 'type="unfinished"\|<numerusform></numerusform>' "$file" || { echo "these have no translation" && exit 1; }
