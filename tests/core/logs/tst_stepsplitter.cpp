// SPDX-License-Identifier: MIT
#include "core/logs/stepsplitter.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstStepSplitter : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning();
        m_share.cancel = Cancel::make();
    }
    void textLosesItsMarks_data();
    void textLosesItsMarks();
    void textMayBeCutAnywhere();
    void byStepFiles();
    void stepFilesThatDoNotFit_data();
    void stepFilesThatDoNotFit();
    void byStamps_data();
    void byStamps();
    void cancelled();

private:
    QString save(const QByteArray &content)
    {
        QFile file(m_dir.filePath(u"x.log"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return file.fileName();
    }
    /// "1:abc|2:de": steps with the lines' last letters.
    static QString shown(const QByteArray &content, const QList<StepLog> &steps)
    {
        QStringList all;
        for (const StepLog &step : steps) {
            QString text = QString::number(step.number) + u':';
            const QList<QByteArray> lines = content.sliced(step.begin, step.end - step.begin).split('\n');
            for (const QByteArray &line : lines)
                text += QString::fromUtf8(line.right(1));
            all.append(text);
        }
        return all.join(u'|');
    }
    static Time at(int second) { return fromEpoch(1'700'000'000'000 + second * 1000); } // 22:13:20
    static QByteArray line(int second, const QByteArray &text)
    {
        return "2023-11-14T22:13:" + QByteArray::number(20 + second) + ".5000000Z " + text + '\n';
    }

    QTemporaryDir m_dir;
    PoolShare m_share{};
};

void TstStepSplitter::textLosesItsMarks_data()
{
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<qint64>("lines");
    const QByteArray mark("\xEF\xBB\xBF");
    QTest::newRow("empty") << QByteArray() << QByteArray() << qint64(0);
    QTest::newRow("mark only") << mark << QByteArray() << qint64(0);
    QTest::newRow("at the beginning") << mark + "a\nb\n" << QByteArray("a\nb\n") << qint64(2);
    QTest::newRow("at a line's beginning") << "a\n" + mark + "b" << QByteArray("a\nb") << qint64(2);
    QTest::newRow("twice") << mark + mark + "b\n" << QByteArray("b\n") << qint64(1);
    QTest::newRow("within a line it stays") << "a" + mark + "b\n" << "a" + mark + "b\n" << qint64(1);
    QTest::newRow("half a mark") << QByteArray("\xEF\xBB") << QByteArray("\xEF\xBB") << qint64(1);
    QTest::newRow("half a mark, then text") << QByteArray("\xEF\xBBx\n") << QByteArray("\xEF\xBBx\n") << qint64(1);
    QTest::newRow("half a mark, then a mark") << "\xEF\xBB" + mark + "x\n" << "\xEF\xBB" + mark + "x\n" << qint64(1);
    QTest::newRow("empty lines") << QByteArray("\n\n") << QByteArray("\n\n") << qint64(2);
}

void TstStepSplitter::textLosesItsMarks()
{
    QFETCH(QByteArray, in);
    QFETCH(QByteArray, out);
    QFETCH(qint64, lines);
    LogText whole;
    QByteArray text = whole.piece(in);
    text += whole.finish();
    QCOMPARE(text, out);
    QCOMPARE(whole.lines(), lines);
    LogText bytes;
    QByteArray all;
    for (const char c : in)
        all += bytes.piece(QByteArrayView(&c, 1));
    QCOMPARE(all + bytes.finish(), out);
    QCOMPARE(bytes.lines(), lines);
    QCOMPARE(bytes.firstLine(), out.left(std::max<qsizetype>(0, out.indexOf('\n') < 0 ? out.size() : out.indexOf('\n'))));
}

void TstStepSplitter::textMayBeCutAnywhere()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 2'000; ++round) {
        QByteArray in;
        for (int i = random.bounded(30); i > 0; --i)
            in += QByteArrayList{"\xEF", "\xBB", "\xBF", "\n", "x", "\xEF\xBB\xBF"}.at(random.bounded(6));
        LogText whole;
        QByteArray expected = whole.piece(in);
        expected += whole.finish();
        LogText cut;
        QByteArray all;
        for (qsizetype at = 0; at < in.size();) {
            const qsizetype length = std::min<qsizetype>(1 + random.bounded(4), in.size() - at);
            all += cut.piece(QByteArrayView(in).sliced(at, length));
            at += length;
        }
        QCOMPARE(all + cut.finish(), expected);
        QCOMPARE(cut.lines(), whole.lines());
        QCOMPARE(cut.firstLine(), whole.firstLine());
    }
}

void TstStepSplitter::byStepFiles()
{
    const QByteArray content = line(0, "a") + line(0, "b") + line(0, "c") + line(0, "d");
    const QList<StepInfo> steps{
        {.number = 1, .name = u"Set up job"_s}, {.number = 2, .name = u"Skipped"_s}, {.number = 5, .name = u"Run job.sh"_s}};
    const QList<StepText> texts{{.number = 5, .lines = 3, .firstLine = line(0, "b").chopped(1)},
                                {.number = 2, .lines = 0},
                                {.number = 1, .lines = 1, .firstLine = line(0, "a").chopped(1)}};
    const Result<QList<StepLog>> parted = partByStepFiles(save(content), steps, texts, m_share);
    QVERIFY(parted);
    QCOMPARE(shown(content, *parted), u"1:a|5:bcd"_s);
    QCOMPARE(parted->last().name, u"Run job.sh"_s);
    QCOMPARE(parted->last().end, content.size());
}

void TstStepSplitter::stepFilesThatDoNotFit_data()
{
    QTest::addColumn<QList<int>>("counts");
    QTest::addColumn<QByteArray>("second");
    const QByteArray right = line(0, "c").chopped(1);
    QTest::newRow("too few lines") << QList<int>{2, 1} << right;
    QTest::newRow("too many lines") << QList<int>{2, 3} << right;
    QTest::newRow("wrong text") << QList<int>{2, 2} << line(1, "c").chopped(1);
    QTest::newRow("shifted") << QList<int>{1, 3} << right;
}

void TstStepSplitter::stepFilesThatDoNotFit()
{
    QFETCH(QList<int>, counts);
    QFETCH(QByteArray, second);
    const QByteArray content = line(0, "a") + line(0, "b") + line(0, "c") + line(0, "d");
    const QList<StepText> texts{{.number = 1, .lines = counts.at(0), .firstLine = line(0, "a").chopped(1)},
                                {.number = 2, .lines = counts.at(1), .firstLine = second}};
    const Result<QList<StepLog>> parted = partByStepFiles(save(content), {}, texts, m_share);
    QVERIFY(parted);
    QVERIFY(parted->isEmpty());
}

void TstStepSplitter::byStamps_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<int>>("starts"); // Of steps 1, 2 …; each ends where the next one starts. Negative: skipped.
    QTest::addColumn<QString>("parted");

    const QByteArray header = "##[group]Run bash ./job.sh";
    QTest::newRow("headers") << line(0, "a") + line(2, header) + line(2, "##[endgroup]") + line(3, "b") + line(5, "Post job cleanup.")
                             << QList<int>{0, 2, 5} << u"1:a|2:h]b|3:."_s;
    QTest::newRow("all in one second") << line(0, "a") + line(0, header) + line(0, "b") + line(0, "Post job cleanup.")
                                       << QList<int>{0, 0, 0} << u"1:a|2:hb|3:."_s;
    QTest::newRow("a header before the next step's time is the script's") << line(0, "a") + line(1, header) + line(2, header) + line(3, "b")
            + line(9, "Post job cleanup.") << QList<int>{0, 1, 9} << u"1:a|2:hhb|3:."_s;
    QTest::newRow("a storm of headers") << line(0, "a") + line(1, header) + line(1, header).repeated(20) + line(9, "Post job cleanup.")
                                        << QList<int>{0, 1, 9} << u"1:a|2:"_s + QString(21, u'h') + u"|3:."_s;
    QTest::newRow("no header, long after") << line(0, "a") + line(5, "b") + line(6, "c") << QList<int>{0, 2, 30} << u"1:a|2:bc"_s;
    QTest::newRow("no header, edge blurs") << line(0, "a") + line(3, "b") + line(4, "c") + line(5, "d") << QList<int>{0, 3, 30}
                                           << u"1:abc|2:d"_s;
    QTest::newRow("skipped step") << line(0, "a") + line(2, header) + line(2, "b") + line(9, "Post job cleanup.") << QList<int>{0, -2, 9}
                                  << u"1:ahb|3:."_s;
    QTest::newRow("lines without stamp go on") << line(0, "a") + line(2, header) + "second\n" + line(2, "b") << QList<int>{0, 2, 9}
                                               << u"1:a|2:hdb"_s;
    QTest::newRow("first line before the first step") << line(0, "a") << QList<int>{5, 6, 7} << u"1:a"_s;
    QTest::newRow("empty") << QByteArray() << QList<int>{0, 1, 2} << QString();
}

void TstStepSplitter::byStamps()
{
    QFETCH(QByteArray, content);
    QFETCH(QList<int>, starts);
    QFETCH(QString, parted);
    QList<StepInfo> steps;
    static const QStringList names{u"Set up job"_s, u"Run job.sh"_s, u"Post Run job.sh"_s};
    for (int i = 0; i < starts.size(); ++i) {
        const int start = std::abs(starts.at(i));
        const int end = i + 1 < starts.size() ? std::abs(starts.at(i + 1)) : start;
        steps.prepend({.number = i + 1, .name = names.at(i), .startedAt = at(start), .completedAt = at(end), .skipped = starts.at(i) < 0});
    }
    const Result<QList<StepLog>> result = partByStamps(save(content), steps, m_share);
    QVERIFY(result);
    const QString actual = shown(content, *result);
    QCOMPARE(actual, parted);
    for (qsizetype i = 1; i < result->size(); ++i)
        QCOMPARE(result->at(i).begin, result->at(i - 1).end);
}

void TstStepSplitter::cancelled()
{
    m_share.cancel->request();
    const Result<QList<StepLog>> result = partByStamps(save("a\n"), {{.number = 1, .startedAt = at(0)}}, m_share);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Cancelled);
}

PUNCHCARD_TEST(TstStepSplitter, tst_stepsplitter)
#include "tst_stepsplitter.moc"
