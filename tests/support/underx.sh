#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# underx.sh COMMAND...: runs it under an X server of its own with a window manager, and on a session bus of its own on which
# nothing starts by itself; 77 where these are not installed.
set -euo pipefail
for tool in Xvfb openbox xdotool dbus-run-session; do
    command -v "$tool" >/dev/null || { echo "Skipped: there is no $tool here. packaging/shell has it in a developer's root."; exit 77; }
done
folder=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
Xvfb -displayfd 7 -screen 0 1640x900x24 7>"$folder/display" >/dev/null 2>&1 &
children+=($!)
until [ -s "$folder/display" ]; do
    kill -0 "${children[0]}" || { echo "Xvfb does not start"; exit 1; }
    sleep 0.1
done
DISPLAY=:$(cat "$folder/display")
export DISPLAY QT_QPA_PLATFORM=xcb
unset WAYLAND_DISPLAY
openbox >/dev/null 2>&1 &
children+=($!)
dbus-run-session --config-file="$(dirname "$0")/bus.conf" -- "$@"
