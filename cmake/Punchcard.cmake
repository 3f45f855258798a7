# SPDX-License-Identifier: MIT
# What all targets share, and the two ways to add one.

add_library(punchcard_options INTERFACE)
target_compile_features(punchcard_options INTERFACE cxx_std_23)
target_include_directories(punchcard_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(punchcard_options INTERFACE
    QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    PUNCHCARD_VERSION="${PROJECT_VERSION}" $<$<BOOL:${PUNCHCARD_TESTING}>:PUNCHCARD_TESTING>)
target_compile_options(punchcard_options INTERFACE
    -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    # A target's sources as one see each other's names.
    $<$<NOT:$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wshadow>
    # gcc takes a source that is compiled together with others for a header.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage>
    $<$<BOOL:${PUNCHCARD_WERROR}>:-Werror>)
if(PUNCHCARD_SANITIZE)
    target_compile_options(punchcard_options INTERFACE -fsanitize=${PUNCHCARD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        # A fifth of the build: the address sanitizer ends at a null pointer as well, and gcc's build watches alignment.
        $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=null,alignment,object-size>)
    target_link_options(punchcard_options INTERFACE -fsanitize=${PUNCHCARD_SANITIZE})
endif()

if(PUNCHCARD_CLAZY)
    # Beside the compiler it costs a fifth more; alone it would parse everything once more.
    find_library(PUNCHCARD_CLAZY_PLUGIN ClazyPlugin.so NO_CACHE REQUIRED)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS .clazy)
    file(STRINGS ${PROJECT_SOURCE_DIR}/.clazy checks REGEX "^[^#]")
    list(JOIN checks "," checks)
    target_compile_options(punchcard_options INTERFACE "SHELL:-Xclang -load -Xclang ${PUNCHCARD_CLAZY_PLUGIN}"
        "SHELL:-Xclang -add-plugin -Xclang clazy" "SHELL:-Xclang -plugin-arg-clazy -Xclang ${checks}")
endif()

# One precompiled header for each layer, shared by all its targets: clang then needs 1.4 s instead of 3.5 s a file. What it
# holds is in reach of every folder of the layer anyway, so it opens no way upwards; the linters look without it.
function(punchcard_add_pch layer)
    cmake_parse_arguments(ARG "" "" "HEADERS;LINKS" ${ARGN})
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/pch_${layer}.cpp "")
    add_library(punchcard_pch_${layer} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/pch_${layer}.cpp)
    set_target_properties(punchcard_pch_${layer} PROPERTIES AUTOMOC OFF)
    target_link_libraries(punchcard_pch_${layer} PRIVATE punchcard_options ${ARG_LINKS})
    target_precompile_headers(punchcard_pch_${layer} PRIVATE ${ARG_HEADERS})
    if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
        # Else ccache sees another file each time.
        target_compile_options(punchcard_pch_${layer} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    endif()
endfunction()
set(punchcard_core_headers <QtCore> <QCoroTask> <algorithm> <chrono> <expected> <format> <functional> <memory> <optional> <ranges>)
punchcard_add_pch(core HEADERS ${punchcard_core_headers} LINKS Qt6::Core QCoro6::Core)

# punchcard_add_core(http SOURCES a.cpp a.h LINKS punchcard_base Qt6::Network)
# A folder of core as the static library punchcard_<folder>. It links only folders below it, so the linker keeps the arrows.
function(punchcard_add_core folder)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_library(punchcard_${folder} STATIC ${ARG_SOURCES})
    target_link_libraries(punchcard_${folder} PUBLIC punchcard_options ${ARG_LINKS})
    target_precompile_headers(punchcard_${folder} REUSE_FROM punchcard_pch_core)
    if(PUNCHCARD_FUZZ AND folder MATCHES "^(artifacts|base|github|http|logs|script|workflow)$")
        # So that a fuzzer sees which ways its inputs go.
        target_compile_options(punchcard_${folder} PRIVATE -fsanitize-coverage=inline-8bit-counters,pc-table,trace-cmp)
    endif()
endfunction()

punchcard_add_pch(widgets HEADERS <QtWidgets> ${punchcard_core_headers} LINKS Qt6::Widgets QCoro6::Core)

# punchcard_add_widgets(log SOURCES a.cpp a.h LINKS punchcard_models)
# A folder of widgets as the static library punchcard_widgets_<folder>, likewise.
function(punchcard_add_widgets folder)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_library(punchcard_widgets_${folder} STATIC ${ARG_SOURCES})
    target_link_libraries(punchcard_widgets_${folder} PUBLIC punchcard_options Qt6::Widgets QCoro6::Core ${ARG_LINKS})
    target_precompile_headers(punchcard_widgets_${folder} REUSE_FROM punchcard_pch_widgets)
endfunction()

if(PUNCHCARD_TESTING)
    punchcard_add_pch(tests HEADERS <QtTest> <QtNetwork> ${punchcard_core_headers} LINKS Qt6::Test Qt6::Network QCoro6::Core)
    # QtTest has other functions where there are widgets.
    punchcard_add_pch(window_tests HEADERS <QtTest> <QtWidgets> ${punchcard_core_headers} LINKS Qt6::Test Qt6::Widgets QCoro6::Core)
endif()

# What every test finds in its environment.
set(punchcard_test_environment PUNCHCARD_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY} PUNCHCARD_SOURCE=${PROJECT_SOURCE_DIR}
    LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/leaks.supp:print_suppressions=0)

# punchcard_add_tests(core/http UNITS tst_transport tst_retry LINKS punchcard_http [SOURCES helper.cpp] [TIMEOUT 60] [COST 10])
# One program for the tests of a folder, and one ctest entry for each unit in it. WINDOW: they drive widgets. COST: where a folder
# has never been tested, the dearest begin first.
function(punchcard_add_tests folder)
    cmake_parse_arguments(ARG "WINDOW" "TIMEOUT;COST" "UNITS;SOURCES;LINKS" ${ARGN})
    string(REPLACE "/" "_" name ${folder})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    if(NOT ARG_COST)
        set(ARG_COST 0)
    endif()
    if(PUNCHCARD_SANITIZE)
        math(EXPR ARG_TIMEOUT "3 * ${ARG_TIMEOUT}")
    endif()
    list(TRANSFORM ARG_UNITS APPEND .cpp OUTPUT_VARIABLE units)
    add_executable(tests_${name} ${units} ${ARG_SOURCES})
    target_link_libraries(tests_${name} PRIVATE punchcard_testsupport ${ARG_LINKS} Qt6::Test)
    if(PUNCHCARD_SANITIZE MATCHES undefined)
        # What is tested is watched; watching the tests themselves takes a seventh of their time to build.
        target_compile_options(tests_${name} PRIVATE -fno-sanitize=undefined)
    endif()
    if(ARG_WINDOW)
        target_precompile_headers(tests_${name} REUSE_FROM punchcard_pch_window_tests)
        target_sources(tests_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/windowmain.cpp)
        target_link_libraries(tests_${name} PRIVATE punchcard_widgets_look Qt6::Widgets QCoro6::Core)
    else()
        target_precompile_headers(tests_${name} REUSE_FROM punchcard_pch_tests)
    endif()
    foreach(unit ${ARG_UNITS})
        add_test(NAME ${folder}/${unit} COMMAND tests_${name} ${unit})
        set_tests_properties(${folder}/${unit} PROPERTIES TIMEOUT ${ARG_TIMEOUT} COST ${ARG_COST}
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${punchcard_test_environment}")
        if(ARG_WINDOW)
            set_tests_properties(${folder}/${unit} PROPERTIES PROCESSORS 2)
        endif()
    endforeach()
endfunction()
