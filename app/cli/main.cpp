// SPDX-License-Identifier: MIT
#include "app/cli/program.h"
#include "core/base/memoryguard.h"
#include "core/base/texts.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

int main(int argc, char *argv[])
{
    using namespace punchcard::cli;

#ifndef PUNCHCARD_TESTING
    punchcard::guardMemory();
#endif
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("punchcard"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PUNCHCARD_VERSION));
    punchcard::installTexts();

    const std::expected<Arguments, Told> arguments = parseArguments(QCoreApplication::arguments().sliced(1));
    if (!arguments) {
        std::fputs(arguments.error().out.toUtf8().constData(), stdout);
        std::fputs(arguments.error().err.toUtf8().constData(), stderr);
        return int(arguments.error().code);
    }
    Program program(*arguments);
    QTimer::singleShot(0, &program, &Program::start);
    return QCoreApplication::exec();
}
