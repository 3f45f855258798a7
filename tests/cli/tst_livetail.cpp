// SPDX-License-Identifier: MIT
#include "app/cli/livetail.h"
#include "core/logs/livetext.h"
#include "tests/cli/samplejob.h"
#include "tests/cli/screen.h"
#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using cli::LiveTail;
using cli::Terminal;
using testing::Screen;

class TstLiveTail : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void wholeLinesAsTheyCome();
    void aLongLineComesInPieces();
    void aLineWithoutEndTakesNoMemory();

private:
    void append(const QByteArray &text) const
    {
        QFile file(m_file);
        if (!file.open(QIODevice::Append) || file.write(text) != text.size())
            qFatal("cannot write");
    }
    static QByteArray sumOf(const QByteArray &text) { return QCryptographicHash::hash(text, QCryptographicHash::Sha256); }

    const QByteArray m_stamp = "2026-11-23T10:00:00.0000000Z ";
    const Job m_job = testing::runningJob();
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

void TstLiveTail::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    const QString logs = m_dir->filePath(u"logs/attempt-1"_s);
    QVERIFY(QDir().mkpath(logs));
    const Task &task = m_job.runs.constFirst().attempts.constFirst().tasks.constFirst();
    m_file = liveLogPath(logs, task.name, task.remoteId);
}

void TstLiveTail::wholeLinesAsTheyCome()
{
    Screen screen;
    Terminal terminal(screen.streams());
    LiveTail tail;
    tail.print(terminal, m_job, m_dir->path());
    append(m_stamp + "one\r\n" + m_stamp + "##[error]t\x1b]0;title\x07wo\n" + m_stamp + "##[endgroup]\n" + m_stamp + "thr");
    tail.print(terminal, m_job, m_dir->path());
    QCOMPARE(screen.out, QByteArray("one\nError: two\n"));
    append("ee\n");
    tail.print(terminal, m_job, m_dir->path());
    tail.print(terminal, m_job, m_dir->path());
    QCOMPARE(screen.out, QByteArray("one\nError: two\nthree\n"));
    QCOMPARE(tail.printed().lines, 4);
    QCOMPARE(tail.printed().hash, sumOf("one\nt\x1b]0;title\x07wo\n\nthree\n"));
}

void TstLiveTail::aLongLineComesInPieces()
{
    Screen screen;
    Terminal terminal(screen.streams());
    LiveTail tail;
    const QByteArray text = QByteArray("\x1b[31m0123456789\x1b]52;c;eA==\x07").repeated(20'000);
    append(m_stamp + text);
    tail.print(terminal, m_job, m_dir->path());
    QVERIFY2(!screen.out.isEmpty(), "nothing is seen of it before it ends");
    QCOMPARE(tail.printed().lines, 0);
    append("end\r\n" + m_stamp + "next\n");
    tail.print(terminal, m_job, m_dir->path());
    QCOMPARE(screen.out, QByteArray("0123456789").repeated(20'000) + "end\nnext\n");
    QCOMPARE(tail.printed().lines, 2);
    QCOMPARE(tail.printed().hash, sumOf(text + "end\nnext\n"));
}

// Breaks for the user: a script that prints a gigabyte and no line feed takes that much memory of their computer, every second.
void TstLiveTail::aLineWithoutEndTakesNoMemory()
{
    qint64 printed = 0;
    cli::Streams streams = Screen().streams();
    streams.err = [](QByteArrayView) { return true; };
    streams.out = [&printed](QByteArrayView bytes) {
        printed += bytes.size();
        return true;
    };
    Terminal terminal(std::move(streams));
    LiveTail tail;
    append(m_stamp);
    const QByteArray piece(1 << 20, 'x');
    for (int i = 0; i < 16; ++i)
        append(piece);
    const testing::PeakMemory memory;
    tail.print(terminal, m_job, m_dir->path());
    QVERIFY(printed > 15 << 20);
    QVERIFY2(memory.more() < 8 << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
}

PUNCHCARD_TEST(TstLiveTail, tst_livetail)
#include "tst_livetail.moc"
