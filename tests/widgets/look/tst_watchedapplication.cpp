// SPDX-License-Identifier: MIT
#include "widgets/look/watchedapplication.h"

#include "tests/support/testmain.h"

#include <QRegularExpression>
#include <QScopeGuard>
#include <QTimer>

#include <thread>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstWatchedApplication : public QObject
{
    Q_OBJECT

private slots:
    void whoeverWaitsInATurnIsNamed();
};

// Breaks for the user: the window stands while it reads from a slow disk, and nobody is told where.
void TstWatchedApplication::whoeverWaitsInATurnIsNamed()
{
#ifdef NDEBUG
    QSKIP("release builds do not watch");
#else
    auto *app = qobject_cast<look::WatchedApplication *>(qApp);
    QVERIFY(app);
    const auto quiet = qScopeGuard([app] { app->setWarns(false); });
    app->setWarns(true);
    app->forgetLongestTurn();
    bool waited = false;
    QTimer timer;
    timer.setSingleShot(true);
    timer.setObjectName("disk"_L1);
    connect(&timer, &QTimer::timeout, this, [&waited] {
        std::this_thread::sleep_for(250ms); // as a read from a disk does, which costs no processor time
        waited = true;
    });
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"the event loop stood for \\d+ ms and worked \\d+ ms of it: Timer to QTimer disk"_s));
    timer.start(0);
    QTRY_VERIFY(waited);
    QVERIFY(app->longestTurn().lasted >= 250ms);
    QVERIFY(app->longestTurn().worked < app->longestTurn().lasted);
    QCOMPARE(app->longestTurn().what, u"Timer to QTimer disk"_s);
#endif
}

PUNCHCARD_TEST(TstWatchedApplication, tst_watchedapplication)
#include "tst_watchedapplication.moc"
