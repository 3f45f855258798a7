// SPDX-License-Identifier: MIT
#include "core/models/linediff.h"

#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRandomGenerator>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstLineDiff : public QObject
{
    Q_OBJECT

private slots:
    void lines_data();
    void lines();
    void bothTextsCanBeReadBack();
    void verydifferentTextsEnd();

private:
    // "a" equal, "-a" removed, "+b" added, "a>b" changed, with the line numbers checked.
    static QString word(const DiffLine &line)
    {
        switch (line.kind) {
        case DiffLine::Kind::Same: return line.leftText;
        case DiffLine::Kind::Removed: return u'-' + line.leftText;
        case DiffLine::Kind::Added: return u'+' + line.rightText;
        case DiffLine::Kind::Changed: return line.leftText + u'>' + line.rightText;
        }
        return {};
    }
};

void TstLineDiff::lines_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("way");
    QTest::newRow("nothing") << u""_s << u""_s << u""_s;
    QTest::newRow("equal") << u"a b"_s << u"a b"_s << u"a b"_s;
    QTest::newRow("added at the end") << u"a"_s << u"a b"_s << u"a +b"_s;
    QTest::newRow("added at the beginning") << u"b"_s << u"a b"_s << u"+a b"_s;
    QTest::newRow("removed in the middle") << u"a b c"_s << u"a c"_s << u"a -b c"_s;
    QTest::newRow("changed") << u"a b c"_s << u"a x c"_s << u"a b>x c"_s;
    QTest::newRow("changed and more") << u"a b c"_s << u"a x y c"_s << u"a b>x +y c"_s;
    QTest::newRow("all removed") << u"a b"_s << u""_s << u"-a -b"_s;
    QTest::newRow("all added") << u""_s << u"a b"_s << u"+a +b"_s;
    QTest::newRow("the paper's") << u"a b c a b b a"_s << u"c b a b a c"_s << u"-a -b c +b a b -b a +c"_s;
    QTest::newRow("repeated lines") << u"a a a b"_s << u"a a b"_s << u"a a -a b"_s;
}

void TstLineDiff::lines()
{
    QFETCH(const QString, left);
    QFETCH(const QString, right);
    QFETCH(const QString, way);
    QStringList words;
    const auto diff = lineDiff(left.split(u' ', Qt::SkipEmptyParts), right.split(u' ', Qt::SkipEmptyParts));
    for (const DiffLine &line : diff)
        words.append(word(line));
    QCOMPARE(words.join(u' '), way);
}

void TstLineDiff::bothTextsCanBeReadBack()
{
    QRandomGenerator random(42);
    for (int round = 0; round < 300; ++round) {
        QStringList left;
        QStringList right;
        for (int i = 0; i < 30; ++i) {
            const QString line = QString::number(random.bounded(6));
            if (random.bounded(4) != 0)
                left.append(line);
            if (random.bounded(4) != 0)
                right.append(random.bounded(5) == 0 ? u"x"_s : line);
        }
        QStringList leftAgain;
        QStringList rightAgain;
        for (const DiffLine &line : lineDiff(left, right)) {
            if (line.left > 0) {
                leftAgain.append(line.leftText);
                QCOMPARE(line.left, leftAgain.size());
            }
            if (line.right > 0) {
                rightAgain.append(line.rightText);
                QCOMPARE(line.right, rightAgain.size());
            }
            if (line.kind == DiffLine::Kind::Same)
                QCOMPARE(line.leftText, line.rightText);
        }
        QCOMPARE(leftAgain, left);
        QCOMPARE(rightAgain, right);
    }
}

void TstLineDiff::verydifferentTextsEnd()
{
    QStringList left;
    QStringList right;
    for (int i = 0; i < 20'000; ++i) {
        left.append(u"left %1"_s.arg(i));
        right.append(u"right %1"_s.arg(i));
    }
    QElapsedTimer timer;
    timer.start();
    const QList<DiffLine> diff = lineDiff(left, right);
    QCOMPARE(diff.size(), 20'000);
    QCOMPARE(diff.constFirst().kind, DiffLine::Kind::Changed);
    qInfo("20,000 lines, all different: %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < 30'000); // a machine under load
}

PUNCHCARD_TEST(TstLineDiff, tst_linediff)
#include "tst_linediff.moc"
