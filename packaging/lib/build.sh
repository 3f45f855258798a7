# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Configuring and building with the presets of CMakePresets.json.

# build_folder PRESET
build_folder()
{
    case $1 in
    dev) printf '%s/build' "$top" ;;
    *) printf '%s/build-%s' "$top" "$1" ;;
    esac
}

# build PRESET [TARGET...]: configures when something about that changed, and builds. With PUNCHCARD_ONCE the sources of a target
# become one, whatever the preset says: sooner done, but every change builds all of them.
build()
{
    local preset=$1 folder stamp
    shift
    folder=$(build_folder "$preset")
    stamp="$preset $top ${PUNCHCARD_ENVIRONMENT:-} ${PUNCHCARD_ONCE:+once} $(cksum <"$top/CMakePresets.json")"
    mkdir -p "$folder"
    # Two starts at once take turns.
    exec 8>"$folder/.lock"
    flock 8
    if [ "$(cat "$folder/.configured" 2>/dev/null)" != "$stamp" ] || [ ! -e "$folder/build.ninja" ]; then
        rm -f "$folder/.configured"
        step "configure-$preset" "Configuring" "If a package is named there: is it in packaging/packages.txt?" \
            cmake --fresh -S "$top" --preset "$preset" ${PUNCHCARD_ONCE:+-D CMAKE_UNITY_BUILD_BATCH_SIZE=0} || return
        printf '%s\n' "$stamp" >"$folder/.configured"
    fi
    step "build-$preset" "Building" "Mend what the compiler names, then start again: what is built already stays." \
        ninja -C "$folder" "$@" || return
    exec 8>&-
}

# run_tests PRESET [CTEST-OPTION...]: says what failed, and how; ctest's closing line is the last line.
run_tests()
{
    local preset=$1 folder log status=0
    shift
    folder=$(build_folder "$preset")
    log=$log_folder/tests-$preset.log
    # Most of them wait for most of their time: three times as many at once as there are cores; those with a window count double.
    step "tests-$preset" "Testing" "One test alone: packaging/test -R NAME" \
        ctest --test-dir "$folder" --output-on-failure -j $((3 * $(nproc))) "$@" || status=$?
    if [ "$status" -ne 0 ]; then
        sed -n '/^The following tests FAILED/,/^$/p' "$log"
    fi
    sed -n 's/^Total Test time/Test time/p' "$log"
    # A run without a test is no success.
    if ! grep -E '^[0-9]+% tests passed' "$log"; then
        printf 'No test was run.\n'
        return 1
    fi
    return "$status"
}
