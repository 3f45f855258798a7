// SPDX-License-Identifier: MIT
#include "core/base/onpool.h"
#include "core/base/pause.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTimer>

using namespace punchcard;
using namespace std::chrono_literals;

class TstPause : public QObject
{
    Q_OBJECT

private slots:
    void endsWhenItsTimeHasCome();
    void endsEarlyWhenCancelled();
    void workOnThePoolGivesItsValue();
    void anExceptionOnThePoolIsAnError();
};

void TstPause::endsWhenItsTimeHasCome()
{
    testing::FakeClock clock;
    const Context context{.clock = &clock};
    bool over = false;
    QCoro::connect(pause(5s, context), this, [&over](const Result<> &waited) { over = waited.has_value(); });
    clock.advance(4s);
    QCoreApplication::processEvents();
    QVERIFY(!over);
    clock.advance(1s);
    QTRY_VERIFY(over);
}

void TstPause::endsEarlyWhenCancelled()
{
    testing::FakeClock clock;
    const Context context{.clock = &clock};
    QTimer::singleShot(0, this, [context] { context.cancel->request(); });
    QCOMPARE(testing::wait(pause(1h, context)).error().kind, Error::Kind::Cancelled);
    QCOMPARE(testing::wait(pause(1h, context)).error().kind, Error::Kind::Cancelled);
}

void TstPause::workOnThePoolGivesItsValue()
{
    const auto work = [] { return Result<int>(42); };
    QCOMPARE(testing::wait(onPool(Context(), work)).value_or(0), 42);
}

void TstPause::anExceptionOnThePoolIsAnError()
{
    const auto work = []() -> Result<int> { throw std::runtime_error("no luck"); };
    const Result<int> result = testing::wait(onPool(Context(), work));
    QVERIFY(!result);
    QCOMPARE(result.error().what, QStringLiteral("no luck"));
}

PUNCHCARD_TEST(TstPause, tst_pause)
#include "tst_pause.moc"
