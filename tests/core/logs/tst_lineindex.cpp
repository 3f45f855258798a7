// SPDX-License-Identifier: MIT
#include "core/logs/lineindex.h"

#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstLineIndex : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void agreesWithCounting_data();
    void agreesWithCounting();
    void guessesWhatIsNotScanned();
    void landmarks();
    void aPartOfAFile();
    void missingFile();

private:
    std::shared_ptr<const MappedFile> mapped(const QByteArray &content)
    {
        QFile file(m_dir.filePath(u"x.log"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        file.close();
        const auto opened = MappedFile::open(file.fileName());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail));
        return *opened;
    }
    static LineIndex scanned(const MappedFile &file, qint64 begin, qint64 end, qint64 slice, QList<LogLandmark> *landmarks = nullptr)
    {
        LineIndex index(begin);
        const std::atomic_bool cancelled = false;
        for (;;) {
            const LineIndex::Scan scan = index.scan(file, end, slice, cancelled);
            if (scan.to == index.scanned())
                return index;
            index.take(scan);
            if (landmarks)
                *landmarks += scan.landmarks;
        }
    }

    QTemporaryDir m_dir;
};

// Breaks for the user: the view jumps to another line than the one asked for, or draws a line from its middle.
void TstLineIndex::agreesWithCounting_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one line") << QByteArray("hello\n");
    QTest::newRow("one without end") << QByteArray("hello");
    QTest::newRow("empty lines") << QByteArray("\n\n\n");
    QTest::newRow("short lines") << QByteArray("some words of a line\n").repeated(30'000);
    QTest::newRow("no line end for long") << QByteArray(1'000'000, 'x');
    QTest::newRow("long, short, long") << QByteArray(300'000, 'x') + '\n' + "a\nb\n" + QByteArray(65'536, 'y') + '\n'
            + QByteArray("c\n").repeated(50'000) + QByteArray(65'535, 'z') + "\nend";
    QByteArray mixed;
    for (int i = 0; i < 3000; ++i)
        mixed += QByteArray((qsizetype(i) * i * 7919) % (i % 97 == 0 ? 90'000 : 200), 'm') + '\n';
    QTest::newRow("mixed") << mixed;
}

void TstLineIndex::agreesWithCounting()
{
    QFETCH(QByteArray, content);
    QList<qint64> starts;
    for (qint64 at = 0; at < content.size();) {
        starts.append(at);
        const qint64 feed = content.indexOf('\n', at);
        at = feed < 0 ? content.size() : feed + 1;
    }
    const auto file = mapped(content);
    const qint64 end = content.size();
    const LineIndex index = scanned(*file, 0, end, 100'000);
    const qint64 whole = content.isEmpty() || content.endsWith('\n') ? starts.size() : starts.size() - 1;
    QCOMPARE(index.lines(), whole);
    const qsizetype step = std::max<qsizetype>(1, starts.size() / 199);
    for (qsizetype i = 0; i < starts.size(); i += step) {
        const qint64 next = i + 1 < starts.size() ? starts.at(i + 1) : end;
        QCOMPARE(index.offsetOf(*file, i, end), starts.at(i));
        QCOMPARE(index.next(*file, starts.at(i), end), next);
        for (const qint64 offset : {starts.at(i), (starts.at(i) + next) / 2, next - 1}) {
            QCOMPARE(index.startOf(*file, offset), starts.at(i));
            QCOMPARE(index.lineAt(*file, starts.at(i)), i);
        }
    }
}

// Breaks for the user: dragging the scroll bar right after a 1 GB log was opened leads nowhere.
void TstLineIndex::guessesWhatIsNotScanned()
{
    const QByteArray content = QByteArray("0123456789 twenty-four!\n").repeated(100'000);
    const auto file = mapped(content);
    LineIndex index(0);
    const std::atomic_bool cancelled = false;
    index.take(index.scan(*file, content.size(), 1000, cancelled));
    QVERIFY(index.scanned() < 2000);
    QCOMPARE(index.estimatedLines(content.size()), 100'000);
    QCOMPARE(index.offsetOf(*file, 50'000, content.size()), 50'000 * 24);
    QCOMPARE(index.offsetOf(*file, 1'000'000, content.size()), 99'999 * 24);
    QCOMPARE(index.lineAt(*file, 50'000 * 24), 50'000);
    QCOMPARE(index.next(*file, 50'000 * 24, content.size()), 50'001 * 24);
    QCOMPARE(index.startOf(*file, 50'000 * 24 + 5), 50'000 * 24);
}

void TstLineIndex::landmarks()
{
    const QByteArray stamp = "2026-11-23T10:00:00.1234567Z ";
    const QByteArray content = stamp + "##[group]one\n" + stamp + "a ##[error]no\n" + stamp + "##[endgroup]\n" + "\xEF\xBB\xBF" + stamp
        + "##[error]bad\n" + "2026-11-23T10:00:00Z ##[warning]x   y z\n" + "##[warning]\n" + stamp + "##[notice]n\n" + "#\n" + stamp
        + "##[error]";
    const auto file = mapped(content);
    QList<LogLandmark> found;
    scanned(*file, 0, content.size(), 1 << 20, &found);
    QList<std::pair<qint64, LogMarker>> lines;
    for (const LogLandmark &mark : found)
        lines.append({mark.line, mark.marker});
    using enum LogMarker;
    const QList<std::pair<qint64, LogMarker>> expected{{0, Group}, {2, EndGroup}, {3, Error}, {4, Warning}, {5, Warning}};
    QCOMPARE(lines, expected);
    QCOMPARE(found.first().next, content.indexOf('\n') + 1);
}

void TstLineIndex::aPartOfAFile()
{
    const QByteArray content = "before\nfirst\nsecond\nafter\n";
    const auto file = mapped(content);
    const qint64 begin = content.indexOf("first");
    const qint64 end = content.indexOf("after");
    const LineIndex index = scanned(*file, begin, end, 1 << 20);
    QCOMPARE(index.lines(), 2);
    QCOMPARE(index.offsetOf(*file, 1, end), content.indexOf("second"));
    QCOMPARE(index.offsetOf(*file, 99, end), content.indexOf("second"));
    QCOMPARE(index.startOf(*file, begin + 3), begin);
}

void TstLineIndex::missingFile()
{
    const auto opened = MappedFile::open(m_dir.filePath(u"none"_s));
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Missing);
}

PUNCHCARD_TEST(TstLineIndex, tst_lineindex)
#include "tst_lineindex.moc"
