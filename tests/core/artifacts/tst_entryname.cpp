// SPDX-License-Identifier: MIT
#include "core/artifacts/entryname.h"

#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstEntryName : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void fitness_data();
    void fitness();
    void twins_data();
    void twins();
    void noTwoNamesAreTakenForOne();
    void aRefusedNameLeavesNothingBehind();
    void shown_data();
    void shown();
};

// Breaks for the user: a file outside the folder that they chose, or one that no program can open.
void TstEntryName::fitness_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("fits");

    const auto fits = [](const char *row, const QString &path) { QTest::newRow(row) << path << true; };
    fits("plain", u"vmlinux"_s);
    fits("folders", u"a/b/c.txt"_s);
    fits("hidden", u".config"_s);
    fits("blanks inside", u"my file (1).txt"_s);
    fits("not Latin", u"отчёт/报告.txt"_s);
    fits("right to left, with its mark", u"\u05D3\u05D5\u05D7\u200F.txt"_s);
    fits("emoji", u"\U0001F600.png"_s);
    fits("dots inside", u"a..b/...c"_s);
    fits("device within a word", u"console/auxiliary.c"_s);
    fits("replacement characters", u"\uFFFD.bin"_s);
    fits("255 bytes", QString(255, u'x'));
    fits("100 deep", QStringList(100, u"d"_s).join(u'/'));

    const auto unfit = [](const char *row, const QString &path) { QTest::newRow(row) << path << false; };
    unfit("empty", u""_s);
    unfit("up", u"../x"_s);
    unfit("up within", u"a/../../x"_s);
    unfit("up at the end", u"a/.."_s);
    unfit("here", u"./x"_s);
    unfit("empty part", u"a//b"_s);
    unfit("absolute", u"/etc/passwd"_s);
    unfit("unc with slashes", u"//server/share/x"_s);
    unfit("unc", u"\\\\server\\share\\x"_s);
    unfit("drive", u"C:/x"_s);
    unfit("drive, relative", u"c:x"_s);
    unfit("backslash up", u"a\\..\\..\\b"_s);
    unfit("NUL", u"a\0b"_s);
    unfit("line feed", u"a\nb"_s);
    unfit("escape", u"\x1B]0;x\a"_s);
    unfit("C1", u"a\u009Bb"_s);
    unfit("DEL", u"a\x7F"_s);
    unfit("line separator", u"a\u2028b"_s);
    unfit("bidi override", u"gpj.\u202Eexe"_s);
    unfit("alternate stream", u"a.txt:evil"_s);
    unfit("star", u"*"_s);
    unfit("trailing dot", u"a./b"_s);
    unfit("trailing blank", u"a "_s);
    unfit("three dots", u"..."_s);
    unfit("device", u"con"_s);
    unfit("device with suffix", u"x/AUX.txt"_s);
    unfit("device with blank", u"nul .txt"_s);
    unfit("port", u"COM1"_s);
    unfit("port, superscript", u"lpt².log"_s);
    unfit("256 bytes", QString(256, u'x'));
    unfit("256 bytes in fewer letters", QString(128, u'ä'));
    unfit("101 deep", QStringList(101, u"d"_s).join(u'/'));
    unfit("2001 bytes", QStringList(20, QString(99, u'p')).join(u'/') + u"/x"_s);
    unfit("our own part file", u"a/.punchcard-0123456789abcdef.part"_s);
    unfit("our own part file, upper case", u".PUNCHCARD-0123456789ABCDEF.PART"_s);
    unfit("nothing to be seen", u"a/\u200B/b"_s);
    unfit("half a surrogate pair", u"a"_s + QChar(0xD800));
}

void TstEntryName::fitness()
{
    QFETCH(QString, path);
    QFETCH(bool, fits);
    const std::optional<QString> why = whyUnfit(path);
    QCOMPARE(!why.has_value(), fits);
    QVERIFY(!why || (!why->isEmpty() && why->endsWith(u'.')));
}

void TstEntryName::twins_data()
{
    QTest::addColumn<QStringList>("paths"); // A trailing '/' makes a folder.
    QTest::addColumn<QList<int>>("refused");

    QTest::newRow("none") << QStringList{u"a"_s, u"b"_s, u"c/a"_s} << QList<int>{};
    QTest::newRow("same file") << QStringList{u"a"_s, u"a"_s} << QList<int>{1};
    QTest::newRow("same folder") << QStringList{u"a/"_s, u"a/"_s, u"a/x"_s, u"a/y"_s} << QList<int>{};
    QTest::newRow("case") << QStringList{u"README"_s, u"readme"_s} << QList<int>{1};
    QTest::newRow("case of a folder") << QStringList{u"A/x"_s, u"a/y"_s} << QList<int>{1};
    QTest::newRow("case of a file and a folder") << QStringList{u"A"_s, u"a/y"_s} << QList<int>{1};
    QTest::newRow("sharp s") << QStringList{u"Straße"_s, u"STRASSE"_s} << QList<int>{1};
    QTest::newRow("composed and not") << QStringList{u"caf\u00E9"_s, u"cafe\u0301"_s} << QList<int>{1};
    QTest::newRow("composed and not, folder") << QStringList{u"caf\u00E9/a"_s, u"cafe\u0301/b"_s} << QList<int>{1};
    QTest::newRow("folder over file") << QStringList{u"a"_s, u"a/b"_s, u"a/c"_s} << QList<int>{1, 2};
    QTest::newRow("file over folder") << QStringList{u"a/b"_s, u"a"_s} << QList<int>{1};
    QTest::newRow("folder entry over file") << QStringList{u"a"_s, u"a/"_s} << QList<int>{1};
    QTest::newRow("unseen characters") << QStringList{u"ab"_s, u"a\u200Bb"_s, u"a\u00ADb"_s, u"ab\u200D"_s, u"a\U000E0061b"_s}
                                       << QList<int>{1, 2, 3, 4};
    QTest::newRow("seen variants") << QStringList{u"m2"_s, u"m²"_s, u"ｍ2"_s, u"\u263A"_s, u"\u263A\uFE0F"_s} << QList<int>{};
    QTest::newRow("same base elsewhere") << QStringList{u"a/x"_s, u"b/X"_s} << QList<int>{};
}

void TstEntryName::twins()
{
    QFETCH(QStringList, paths);
    QFETCH(QList<int>, refused);
    NameTwins twins;
    QList<int> actual;
    for (int i = 0; i < paths.size(); ++i) {
        const bool folder = paths.at(i).endsWith(u'/');
        if (twins.add(folder ? paths.at(i).chopped(1) : paths.at(i), folder))
            actual.append(i);
    }
    QCOMPARE(actual, refused);
}

// Breaks for the user: of files whose names are one letter over and over, all but one are refused as twins; or an archive makes
// more folders than are counted.
void TstEntryName::noTwoNamesAreTakenForOne()
{
    NameTwins twins;
    qsizetype count = 0;
    for (const QString &unit : {u"0"_s, u"ab"_s, u"-=-"_s, u"4444"_s}) {
        for (int times = 1; times <= 60; ++times) {
            const std::optional<QString> why = twins.add(unit.repeated(times), false);
            QVERIFY2(!why, qPrintable(u"%1 times “%2”: %3"_s.arg(times).arg(unit, why.value_or(QString()))));
            ++count;
            QCOMPARE(twins.count(), count);
        }
    }
    for (int i = 1000; i < 1200; ++i) {
        QVERIFY(!twins.add(QString::number(i) + u'/' + u"d/"_s.repeated(98) + u'x', false));
        count += 100;
        QCOMPARE(twins.count(), count);
    }
}

// Breaks for the user: a refused "x/y/z" would keep the harmless file "x/y" away.
void TstEntryName::aRefusedNameLeavesNothingBehind()
{
    NameTwins twins;
    QVERIFY(!twins.add(u"x"_s, true));
    QVERIFY(!twins.add(u"x/F"_s, false));
    QCOMPARE(twins.count(), 2);
    QVERIFY(twins.add(u"x/f/new/deep"_s, false));
    QVERIFY(!twins.add(u"x/new"_s, false));
    QVERIFY(!twins.add(u"a/b/c/d"_s, false));
    QCOMPARE(twins.count(), 7);
}

void TstEntryName::shown_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"a/b.txt"_s << u"a/b.txt"_s;
    QTest::newRow("control") << u"a\nb\x1B[2J"_s << u"a‹U+000A›b‹U+001B›[2J"_s;
    QTest::newRow("bidi") << u"\u202Etxt"_s << u"‹U+202E›txt"_s;
    QTest::newRow("unseen") << u"a\u200Bb\U000E0061"_s << u"a‹U+200B›b‹U+E0061›"_s;
    QTest::newRow("picture of several") << u"\U0001F469\u200D\U0001F4BB.png"_s << u"\U0001F469\u200D\U0001F4BB.png"_s;
    QTest::newRow("long") << QString(100, u'a') + QString(500, u'b') + QString(100, u'c') << QString(100, u'a') + u'…' + QString(100, u'c');
}

void TstEntryName::shown()
{
    QFETCH(QString, name);
    QFETCH(QString, shown);
    QCOMPARE(shownName(name), shown);
}

PUNCHCARD_TEST(TstEntryName, tst_entryname)
#include "tst_entryname.moc"
