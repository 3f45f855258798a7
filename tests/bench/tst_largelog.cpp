// SPDX-License-Identifier: MIT
#include "tests/support/longestturn.h"
#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"
#include "widgets/log/logview.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QScrollBar>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A log beside what wc and grep make of it. Its size is PUNCHCARD_BENCH_MB, 20 when that is not set; figures are told, never
/// judged.
class TstLargeLog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void opensAndIndexes();
    void searches_data();
    void searches();

private:
    static constexpr auto longest = std::chrono::minutes(5);
    [[nodiscard]] qint64 count(const QString &program, const QStringList &arguments, double &seconds) const;
    void tell(const QString &what, double seconds, const QString &other, double otherSeconds) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
    qint64 m_size = 0;
    std::unique_ptr<LogView> m_view;
};

void TstLargeLog::initTestCase()
{
    m_dir = std::make_unique<QTemporaryDir>(QDir::currentPath() + u"/largelog-XXXXXX"_s);
    m_file = m_dir->filePath(u"large.log"_s);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const qint64 wanted = std::max(20, qEnvironmentVariableIntValue("PUNCHCARD_BENCH_MB")) * 1'000'000LL;
    QByteArray block;
    for (int line = 0; m_size < wanted; ++line) {
        block
            += "2026-11-23T10:00:00.1234567Z [" + QByteArray::number(line) + "] compiling object " + QByteArray::number(line % 7919) + ".o";
        block += line % 100'003 == 0 ? " needle\n" : line % 5003 == 0 ? " warning: unused\n" : "\n";
        if (block.size() >= 1 << 20 || m_size + block.size() >= wanted) {
            QCOMPARE(file.write(block), block.size());
            m_size += block.size();
            block.clear();
        }
    }
}

qint64 TstLargeLog::count(const QString &program, const QStringList &arguments, double &seconds) const
{
    QElapsedTimer timer;
    timer.start();
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(int(std::chrono::milliseconds(longest).count())))
        qFatal("%s did not end", qPrintable(program));
    seconds = double(timer.nsecsElapsed()) / 1e9;
    return process.readAllStandardOutput().trimmed().split(' ').first().toLongLong();
}

void TstLargeLog::tell(const QString &what, double seconds, const QString &other, double otherSeconds) const
{
    const double megabytes = double(m_size) / 1e6;
    qInfo().noquote() << u"%1: %2 s (%3 MB/s); %4: %5 s; ratio %6"_s.arg(what)
                             .arg(seconds, 0, 'f', 2)
                             .arg(megabytes / seconds, 0, 'f', 0)
                             .arg(other)
                             .arg(otherSeconds, 0, 'f', 2)
                             .arg(seconds / otherSeconds, 0, 'f', 1);
}

void TstLargeLog::opensAndIndexes()
{
    m_view = std::make_unique<LogView>();
    m_view->resize(1000, 800);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get(), 30'000));
    double other = 0;
    const qint64 lines = count(u"wc"_s, {u"-l"_s, m_file}, other); // Also brings the file into the system's cache.
    const testing::PeakMemory memory;
    const testing::LongestTurn turn;
    QElapsedTimer timer;
    timer.start();
    m_view->document().show(m_file);
    m_view->grab();
    const qint64 first = timer.elapsed();
    QScrollBar *const bar = m_view->verticalScrollBar();
    bar->setValue(bar->maximum() / 2); // Long before the index is complete.
    m_view->grab();
    const qint64 scrolled = timer.elapsed() - first;
    QVERIFY(!m_view->lineText(m_view->topLine()).isEmpty());
    QVERIFY(QTest::qWaitFor([this] { return m_view->document().isIndexed(); }, longest));
    tell(u"Index"_s, double(timer.nsecsElapsed()) / 1e9, u"wc -l"_s, other);
    qInfo() << "first screen" << first << "ms, half-way" << scrolled << "ms, longest turn" << turn.milliseconds() << "ms, memory"
            << memory.more() / 1'000'000 << "MB more";
    QCOMPARE(m_view->document().lines(), lines);
    m_view->goToLine(lines - 1);
    QVERIFY(m_view->lineText(m_view->caret().line).startsWith(u"[%1]"_s.arg(lines - 1)));
}

void TstLargeLog::searches_data()
{
    QTest::addColumn<LogQuery>("query");
    QTest::addColumn<QStringList>("grep");
    QTest::newRow("literal") << LogQuery{.text = u"needle"_s, .caseSensitive = true} << QStringList{u"-cF"_s, u"needle"_s};
    QTest::newRow("any case") << LogQuery{.text = u"Needle"_s} << QStringList{u"-ciF"_s, u"needle"_s};
    QTest::newRow("regex") << LogQuery{.text = u"object [0-9]*77\\.o warn"_s, .caseSensitive = true, .isRegex = true}
                           << QStringList{u"-cE"_s, u"object [0-9]*77\\.o warn"_s};
    QTest::newRow("regex with spaces") << LogQuery{.text = u"object\\s\\d+\\.o\\sneedle"_s, .caseSensitive = true, .isRegex = true}
                                       << QStringList{u"-cP"_s, u"object\\s\\d+\\.o\\sneedle"_s};
    QTest::newRow("regex by line") << LogQuery{.text = u"object (?=\\d+\\.o needle)"_s, .caseSensitive = true, .isRegex = true}
                                   << QStringList{u"-cP"_s, u"object (?=\\d+\\.o needle)"_s};
}

void TstLargeLog::searches()
{
    QFETCH(LogQuery, query);
    QFETCH(QStringList, grep);
    double other = 0;
    const qint64 lines = count(u"grep"_s, grep + QStringList{m_file}, other);
    const testing::PeakMemory memory;
    const testing::LongestTurn turn;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(m_view->search().find(query));
    QVERIFY(QTest::qWaitFor([this] { return !m_view->search().isRunning(); }, longest));
    tell(QString::fromLatin1(QTest::currentDataTag()), double(timer.nsecsElapsed()) / 1e9, u"grep "_s + grep.first(), other);
    qInfo() << "longest turn" << turn.milliseconds() << "ms, memory" << memory.more() / 1'000'000 << "MB more";
    QCOMPARE(m_view->search().count(), lines);
}

PUNCHCARD_TEST(TstLargeLog, tst_largelog)
#include "tst_largelog.moc"
