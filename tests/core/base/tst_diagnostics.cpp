// SPDX-License-Identifier: MIT
#include "core/base/diagnostics.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcDiagnosed, "punchcard.test")

class TstDiagnostics : public QObject
{
    Q_OBJECT

private slots:
    void whatIsSaidStaysInItsLine();
};

// Breaks for the user: a server's message writes a line into the report that Punchcard never wrote, or commands their terminal
// when they look at it.
void TstDiagnostics::whatIsSaidStaysInItsLine()
{
    const QTemporaryDir folder;
    diagnostics::start(folder.path(), false);
    qCWarning(lcDiagnosed).noquote()
        << u"said: a\n2026-11-28T00:00:00.000Z I punchcard.jobs all is well\x1b]52;c;eA==\x07\u009B2J\u202Eé"_s;
    diagnostics::stop();
    QFile file(folder.filePath(u"diagnostics.0.log"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray all = file.readAll();
    QCOMPARE(all.count('\n'), 1);
    QVERIFY2(all.contains("said: a‹U+000A›2026") && all.endsWith("‹U+001B›]52;c;eA==‹U+0007›‹U+009B›2J‹U+202E›é\n"), all);
}

PUNCHCARD_TEST(TstDiagnostics, tst_diagnostics)
#include "tst_diagnostics.moc"
