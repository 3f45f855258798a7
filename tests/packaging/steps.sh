#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: a failed step is taken for done, its reason is hidden, or what it started lives on after Ctrl-C.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail_test() { printf '%s\n' "$1" && cat "$folder/out" && exit 1; }

cat >"$folder/script" <<'SCRIPT'
set -euo pipefail
top=$1
. "$2/packaging/lib/report.sh"
case $3 in
good) step good "A good step" "none" echo noise ;;
bad) step bad "A bad step" "Do this." bash -c 'echo the reason; exit 3'; echo "went on" ;;
long) step long "A long step" "none" bash -c "echo \$\$ >'$top/pid'; mkfifo '$top/never'; read -r line <'$top/never'" ;;
esac
SCRIPT

bash "$folder/script" "$folder" "$source" good >"$folder/out" 2>&1 || fail_test "a good step failed"
grep -q 'ok .*A good step' "$folder/out" || fail_test "a good step is not told"
! grep -q noise "$folder/out" || fail_test "the noise is not kept in the log"
grep -qx noise "$folder/build/log/good.log" || fail_test "the log has not what was said"

status=0
bash "$folder/script" "$folder" "$source" bad >"$folder/out" 2>&1 || status=$?
[ "$status" -eq 3 ] || fail_test "a bad step ended with $status"
grep -q 'the reason' "$folder/out" || fail_test "the reason is hidden"
grep -q 'Do this.' "$folder/out" || fail_test "what to do is not told"
! grep -q 'went on' "$folder/out" || fail_test "the script went on after a bad step"
printf 'good 0\nbad 3\n' | cmp -s - <(sed -E 's/ [0-9]+ / /' "$folder/build/log/steps") || fail_test "what the steps took is not written down"

bash "$folder/script" "$folder" "$source" long >"$folder/out" 2>&1 &
script=$!
for ((try = 0; try < 300; try++)); do
    [ ! -p "$folder/never" ] || break
    read -rt 0.1 <> <(:) || true
done
[ -p "$folder/never" ] || fail_test "the long step did not begin"
status=0
kill -TERM "$script"
wait "$script" || status=$?
[ "$status" -eq 130 ] || fail_test "a stopped step ended with $status"
! kill -0 "$(cat "$folder/pid")" 2>/dev/null || fail_test "what the step started lives on"
