// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"
#include "widgets/look/tones.h"

using namespace punchcard;

class TstTones : public QObject
{
    Q_OBJECT

private slots:
    void contrastIsWcags();
    void everyToneIsReadable_data();
    void everyToneIsReadable();
    void mixing();
};

void TstTones::contrastIsWcags()
{
    QCOMPARE(qRound(look::contrast(Qt::black, Qt::white)), 21);
    QCOMPARE(look::contrast(Qt::red, Qt::red), 1.0);
    QVERIFY(qAbs(look::contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
}

void TstTones::everyToneIsReadable_data()
{
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("text");
    QTest::addColumn<double>("least");
    QTest::newRow("light") << QColor(Qt::white) << QColor(0x1f, 0x23, 0x28) << 4.5;
    QTest::newRow("dark") << QColor(0x1e, 0x1f, 0x22) << QColor(0xdf, 0xe1, 0xe5) << 4.5;
    QTest::newRow("grey") << QColor(0x80, 0x80, 0x80) << QColor(Qt::black) << 4.5;
    QTest::newRow("high contrast") << QColor(Qt::black) << QColor(Qt::white) << 7.0;
}

// Breaks for the user: a failed job whose word nobody can read.
void TstTones::everyToneIsReadable()
{
    QFETCH(const QColor, base);
    QFETCH(const QColor, text);
    QFETCH(const double, least);
    QPalette palette;
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Window, base);
    palette.setColor(QPalette::Text, text);
    for (int tone = 0; tone <= int(look::Tone::Accent); ++tone) {
        const QColor colour = look::colour(look::Tone(tone), palette);
        QVERIFY2(look::contrast(colour, base) >= least, qPrintable(QStringLiteral("%1: %2").arg(tone).arg(colour.name())));
    }
}

void TstTones::mixing()
{
    QCOMPARE(look::mixed(Qt::white, Qt::black, 0).rgb(), QColor(Qt::black).rgb());
    QCOMPARE(look::mixed(Qt::white, Qt::black, 1).rgb(), QColor(Qt::white).rgb());
}

PUNCHCARD_TEST(TstTones, tst_tones)
#include "tst_tones.moc"
