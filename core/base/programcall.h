// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QStringList>

namespace punchcard {

/// Our own environment without the variables whose names say that they hold a secret (PUNCHCARD_TOKEN, GH_TOKEN, …_PASSWORD):
/// what every program that we start is given, unless the secret is its own.
[[nodiscard]] QProcessEnvironment environmentWithoutSecrets();

/// Another program, run to its end: what it reads and all that it prints in memory.
struct ProgramCall
{
    QString program = {}; ///< A path, or a name that is looked for in PATH.
    QStringList arguments = {};
    QByteArray input = {}; ///< On its standard input, which then ends.
    QString folder = {}; ///< Where it runs; empty: where we do.
    QProcessEnvironment environment = environmentWithoutSecrets();
    Milliseconds limit = std::chrono::seconds(15); ///< Real time.
    qsizetype maxOutput = 1 << 20; ///< Bytes, errors included.
};

struct ProgramEnd
{
    int exitCode = 0;
    QByteArray output = {}; ///< The caller wipes it when a secret is in it.
    QByteArray errors = {};
};

/// Missing: there is no such program. Local: it could not be started, crashed, printed more than it may or did not
/// end in time (and was killed). Cancelled (and killed). Another exit status than 0 is an answer.
[[nodiscard]] Async<ProgramEnd> callProgram(ProgramCall call, Context context);

} // namespace punchcard
