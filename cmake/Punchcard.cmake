# SPDX-License-Identifier: MIT
# What all targets share, and the two ways to add one.

add_library(punchcard_options INTERFACE)
target_compile_features(punchcard_options INTERFACE cxx_std_23)
target_include_directories(punchcard_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(punchcard_options INTERFACE
    QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    PUNCHCARD_VERSION="${PROJECT_VERSION}" $<$<BOOL:${PUNCHCARD_TESTING}>:PUNCHCARD_TESTING>)
target_compile_options(punchcard_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    $<$<BOOL:${PUNCHCARD_WERROR}>:-Werror>)
if(PUNCHCARD_SANITIZE)
    target_compile_options(punchcard_options INTERFACE -fsanitize=${PUNCHCARD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(punchcard_options INTERFACE -fsanitize=${PUNCHCARD_SANITIZE})
endif()

# punchcard_add_core(http SOURCES a.cpp a.h LINKS punchcard_base Qt6::Network)
# A folder of core as the static library punchcard_<folder>. It links only folders below it, so the linker keeps the arrows.
function(punchcard_add_core folder)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_library(punchcard_${folder} STATIC ${ARG_SOURCES})
    target_link_libraries(punchcard_${folder} PUBLIC punchcard_options ${ARG_LINKS})
endfunction()

# punchcard_add_widgets(log SOURCES a.cpp a.h LINKS punchcard_models)
# A folder of widgets as the static library punchcard_widgets_<folder>, likewise.
function(punchcard_add_widgets folder)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_library(punchcard_widgets_${folder} STATIC ${ARG_SOURCES})
    target_link_libraries(punchcard_widgets_${folder} PUBLIC punchcard_options Qt6::Widgets ${ARG_LINKS})
endfunction()

# punchcard_add_tests(core/http UNITS tst_transport tst_retry LINKS punchcard_http [SOURCES helper.cpp] [TIMEOUT 60])
# One program for the tests of a folder, and one ctest entry for each unit in it.
function(punchcard_add_tests folder)
    cmake_parse_arguments(ARG "" "TIMEOUT" "UNITS;SOURCES;LINKS" ${ARGN})
    string(REPLACE "/" "_" name ${folder})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    list(TRANSFORM ARG_UNITS APPEND .cpp OUTPUT_VARIABLE units)
    add_executable(tests_${name} ${units} ${ARG_SOURCES})
    target_link_libraries(tests_${name} PRIVATE punchcard_testsupport ${ARG_LINKS} Qt6::Test)
    foreach(unit ${ARG_UNITS})
        add_test(NAME ${folder}/${unit} COMMAND tests_${name} ${unit})
        set_tests_properties(${folder}/${unit} PROPERTIES TIMEOUT ${ARG_TIMEOUT}
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;PUNCHCARD_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};PUNCHCARD_SOURCE=${PROJECT_SOURCE_DIR}")
    endforeach()
endfunction()
