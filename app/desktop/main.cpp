// SPDX-License-Identifier: MIT
#include "app/desktop/services.h"
#include "core/base/diagnostics.h"
#include "core/base/memoryguard.h"
#include "core/base/texts.h"
#include "widgets/look/watchedapplication.h"

#include <kdsingleapplication.h>

#include <QApplication>
#include <QCryptographicHash>

#include <cstdio>

int main(int argc, char *argv[])
{
    using namespace punchcard;
    using namespace Qt::StringLiterals;

#ifndef PUNCHCARD_TESTING
    guardMemory();
#endif
    const look::WatchedApplication app(argc, argv);
    QApplication::setApplicationName(u"punchcard"_s);
    QApplication::setApplicationVersion(QStringLiteral(PUNCHCARD_VERSION));
    QApplication::setApplicationDisplayName(u"Punchcard"_s);
    QApplication::setDesktopFileName(u"io.github.punchcard.Punchcard"_s);
    installTexts();

    desktop::Arguments arguments = desktop::parseArguments(QApplication::arguments());
    const Result<Home> home = Home::open();
    if (!home) {
        look::SystemPrompts().tell(nullptr, home.error().what, home.error().remedy);
        return 1;
    }
    // One instance for each home.
    const QByteArray hash = QCryptographicHash::hash(home->data.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    KDSingleApplication instance(u"punchcard-"_s + QString::fromLatin1(hash));
    if (!instance.isPrimaryInstance()) {
        // Whoever started us may come to the front, and hands that on.
        arguments.request.activation = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
        if (instance.sendMessage(desktop::toMessage(arguments.request)))
            return 0;
        std::fputs("Punchcard is open already, but does not answer.\n", stderr);
        return 1;
    }
    diagnostics::start(home->data, arguments.verbose);
    desktop::Services services(*home, arguments.request);
    QObject::connect(&instance, &KDSingleApplication::messageReceived, &services,
                     [&services](const QByteArray &message) { services.take(desktop::fromMessage(message)); });
    services.start();
    return QApplication::exec();
}
