// SPDX-License-Identifier: MIT
#include "core/models/transferrate.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace std::chrono_literals;

class TstTransferRate : public QObject
{
    Q_OBJECT

private slots:
    void ofTheLastSeconds();
    void beginsAnewWithAnotherDownload();
};

void TstTransferRate::ofTheLastSeconds()
{
    TransferRate rate;
    const Time begin = fromEpoch(0);
    rate.add(begin, {.done = 0, .total = 40'000'000});
    QVERIFY(!rate.speed());
    // A slow beginning is forgotten after some seconds.
    rate.add(begin + 10s, {.done = 1'000'000, .total = 40'000'000});
    rate.add(begin + 12s, {.done = 5'000'000, .total = 40'000'000});
    rate.add(begin + 14s, {.done = 9'000'000, .total = 40'000'000});
    QCOMPARE(rate.speed(), std::optional<qint64>(2'000'000));
    QCOMPARE(rate.remaining(), std::optional<Milliseconds>(15'500ms));
}

void TstTransferRate::beginsAnewWithAnotherDownload()
{
    TransferRate rate;
    rate.add(fromEpoch(0), {.done = 0, .total = 100});
    rate.add(fromEpoch(2000), {.done = 100, .total = 100});
    QVERIFY(rate.speed());
    rate.add(fromEpoch(3000), {.done = 10, .total = -1});
    QVERIFY(!rate.speed());
    QVERIFY(!rate.remaining());
}

PUNCHCARD_TEST(TstTransferRate, tst_transferrate)
#include "tst_transferrate.moc"
