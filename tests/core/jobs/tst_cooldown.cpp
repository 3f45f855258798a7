// SPDX-License-Identifier: MIT
#include "core/jobs/cooldown.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstCoolDown : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // Breaks for the user: window and terminal go on asking although GitHub told one of them to stop, and the account is
    // blocked.
    void otherProcessesKnow()
    {
        CoolDown mine(file());
        const CoolDown others(file());
        QVERIFY(!others.until(m_now));
        mine.extend(m_now + 90s, m_now);
        QCOMPARE(others.until(m_now), std::optional(m_now + 90s));
        QCOMPARE(others.until(m_now + 89s), std::optional(m_now + 90s));
        QVERIFY(!others.until(m_now + 90s));
    }

    void itIsNeverMadeShorter()
    {
        CoolDown coolDown(file());
        coolDown.extend(m_now + 90s, m_now);
        coolDown.extend(m_now + 60s, m_now);
        QCOMPARE(coolDown.until(m_now), std::optional(m_now + 90s));
        coolDown.extend(m_now + 95s, m_now);
        QCOMPARE(coolDown.until(m_now), std::optional(m_now + 95s));
    }

    // Breaks for the user: a clock that was once years ahead, or a damaged file, stops all their jobs.
    void nonsenseHoldsNobodyUp()
    {
        CoolDown coolDown(file());
        coolDown.extend(m_now + 24h, m_now);
        QVERIFY(!coolDown.until(m_now));
        QFile damaged(file());
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("soon") == 4);
        damaged.close();
        QVERIFY(!coolDown.until(m_now));
    }

    // Breaks for the user: the disk is full, and the program that was told to stop forgets it and goes on asking.
    void whatCannotBeWrittenIsKeptInMind()
    {
        QFile inTheWay(m_folder->filePath(u"accounts"_s));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        CoolDown mine(file());
        const CoolDown others(file());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"other programs are not told"_s));
        mine.extend(m_now + 90s, m_now);
        QCOMPARE(mine.until(m_now), std::optional(m_now + 90s));
        QVERIFY(!mine.until(m_now + 90s));
        QVERIFY(!others.until(m_now));
    }

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(u"accounts/a.lock.until"_s); }

    const Time m_now = fromEpoch(1'764'000'000'000);
    std::unique_ptr<QTemporaryDir> m_folder;
};

PUNCHCARD_TEST(TstCoolDown, tst_cooldown)
#include "tst_cooldown.moc"
