# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the contract tests take from npm: as tests/contract/package-lock.json pins it, once into the user's cache.

modules_folder()
{
    printf '%s/modules-%s' "$cache" "$(sha256sum <"$top/tests/contract/package-lock.json" | cut -c 1-12)"
}

# fetch_modules FOLDER: fills it in one move. No script of a package runs.
fetch_modules()
{
    local part=$1.part
    rm -rf "$part"
    mkdir -p "$part"
    cp "$top"/tests/contract/package.json "$top"/tests/contract/package-lock.json "$part/"
    npm ci --prefix "$part" --ignore-scripts --no-audit --no-fund --fetch-retries 2 --fetch-retry-mintimeout 1000 || return
    mv "$part" "$1"
}

# Puts the modules where Node looks for them, beside the tests. Without them the contract tests are left out, which is told;
# with PUNCHCARD_CONTRACT it ends the start.
prepare_modules()
{
    local folder why='' status=0
    folder=$(modules_folder)
    mkdir -p "$cache"
    exec 7>"$cache/modules.lock"
    flock 7
    if ! command -v node >/dev/null; then
        why="Node.js is not installed here"
    elif [ ! -d "$folder" ]; then
        if command -v npm >/dev/null; then
            find "$cache" -maxdepth 1 -name 'modules-*' -type d -mtime +30 -exec rm -rf --one-file-system {} +
            # Why it failed stands in the log; whoever has no network wants no page about it each time.
            step modules "Fetching the contract tests' modules, once" "" \
                fetch_modules "$folder" 7>&- 2>/dev/null || why="their modules could not be fetched, see $log_folder/modules.log"
        else
            why="npm is not installed here"
        fi
    fi
    if [ -z "$why" ]; then
        touch "$folder"
        ln -sfn "$folder/node_modules" "$top/tests/contract/node_modules"
    elif [ -n "${PUNCHCARD_CONTRACT:-}" ]; then
        status=1
        printf 'The contract tests cannot run: %s.\n' "$why"
    else
        printf '  --    Contract tests left out: %s\n' "$why"
    fi
    exec 7>&-
    return "$status"
}
