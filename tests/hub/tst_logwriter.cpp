// SPDX-License-Identifier: MIT
#include "core/hub/logwriter.h"
#include "core/hub/masker.h"
#include "tests/hub/jobbench.h"
#include "tests/support/fakeclock.h"
#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::hub;
using namespace punchcard::testing;

namespace {

const QByteArray stamp = "2025-11-24T16:00:00.0000000Z ";

} // namespace

class TstLogWriter : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void linesAndSteps();
    void drainedIsTheBorder();
    void secretSplitAcrossReads();
    void secretInALineWithoutEnd();
    void overlappingSecrets();
    void addMaskWithinOneChunk();
    void unfinishedLineAndCarriageReturns();
    void stopCommandsEndsWithTheStep();
    void debugIsShownWhenWanted();
    void limitIsSaid();
    void limitThatIsJustReachedIsSaid();
    void fullDiskIsSaidOnce();
    void aGigabytePassesWithLittleMemory();
    void maskerAgreesWithASimpleOne();

private:
    void print(const QByteArray &bytes);
    /// How many printed bytes the writer has not taken yet.
    [[nodiscard]] int unread() const
    {
        int bytes = -1;
        ioctl(m_output, FIONREAD, &bytes);
        return bytes;
    }
    void make(qint64 limit = 1'000'000'000, bool debug = false);
    [[nodiscard]] QByteArray job() const { return content(m_folder->filePath(u"job.txt"_s)).sliced(3).replace(stamp, ""); }
    [[nodiscard]] QByteArray step(int number) const
    {
        return content(m_folder->filePath(QString::number(number) + u".txt"_s)).sliced(3).replace(stamp, "");
    }

    FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LogWriter> m_log;
    int m_output = -1;
};

void TstLogWriter::init()
{
    QTest::failOnWarning();
    m_clock.advance(fromEpoch(1'764'000'000'000) - m_clock.now());
    m_folder = std::make_unique<QTemporaryDir>();
    make();
}

void TstLogWriter::make(qint64 limit, bool debug)
{
    cleanup();
    m_log = std::make_unique<LogWriter>(LogWriter::Options{.folder = m_folder->path(), .limit = limit, .debug = debug, .clock = &m_clock});
    std::array<int, 2> ends = {-1, -1};
    QCOMPARE(pipe2(ends.data(), O_CLOEXEC), 0);
    m_log->readFrom(ends[0]);
    m_output = ends[1];
}

void TstLogWriter::cleanup()
{
    if (m_output >= 0)
        close(std::exchange(m_output, -1));
    m_log.reset();
}

void TstLogWriter::print(const QByteArray &bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const auto written = write(m_output, bytes.constData() + done, size_t(bytes.size() - done));
        QVERIFY(written > 0);
        done += written;
    }
}

void TstLogWriter::linesAndSteps()
{
    m_log->line(u"before any step"_s);
    m_log->beginStep(1);
    m_log->line(u"##[group]Run x"_s);
    wait(m_log->drained());
    print("printed ü\n");
    wait(m_log->drained());
    m_log->line(u"two\nlines"_s);
    wait(m_log->drained());
    m_clock.advance(std::chrono::milliseconds(1234));
    m_log->beginStep(12);
    m_log->line(u"later"_s);
    wait(m_log->drained());
    const QByteArray bom = "\xEF\xBB\xBF";
    QCOMPARE(content(m_folder->filePath(u"1.txt"_s)), bom + stamp + "##[group]Run x\n" + stamp + "printed ü\n" + stamp + "two\nlines\n");
    QCOMPARE(content(m_folder->filePath(u"12.txt"_s)), bom + "2025-11-24T16:00:01.2340000Z later\n");
    QCOMPARE(content(m_folder->filePath(u"job.txt"_s)),
             bom + stamp + "before any step\n" + stamp + "##[group]Run x\n" + stamp + "printed ü\n" + stamp
                 + "two\nlines\n2025-11-24T16:00:01.2340000Z later\n");
    QCOMPARE(QFile::permissions(m_folder->filePath(u"job.txt"_s)) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TstLogWriter::drainedIsTheBorder()
{
    for (int round = 0; round < 200; ++round) {
        print("printed " + QByteArray::number(round) + '\n');
        wait(m_log->drained());
        m_log->line(u"said %1"_s.arg(round));
        wait(m_log->drained());
    }
    QByteArray expected;
    for (int round = 0; round < 200; ++round)
        expected += "printed " + QByteArray::number(round) + "\nsaid " + QByteArray::number(round) + '\n';
    QCOMPARE(job(), expected);
}

// Breaks for the user: a secret that a program prints slowly, byte by byte, is in the log.
void TstLogWriter::secretSplitAcrossReads()
{
    m_log->addMask("open sesame");
    for (const char byte : QByteArray("say open sesame now\nopen sesam\n")) {
        print(QByteArray(1, byte));
        QTRY_COMPARE_WITH_TIMEOUT(unread(), 0, 10'000);
    }
    wait(m_log->drained());
    QCOMPARE(job(), "say *** now\nopen sesam\n");
}

void TstLogWriter::secretInALineWithoutEnd()
{
    m_log->addMask("open sesame");
    m_log->addMask("aaaaaaaa");
    QByteArray text;
    // Over and over the border between what is written and what is kept lies inside a secret.
    while (text.size() < 5'000'000)
        text += "open sesame" + QByteArray(text.size() % 13, '.') + "open ses";
    print(text);
    print(QByteArray(3'000'000, 'a'));
    print("open sesa");
    wait(m_log->drained());
    const QByteArray log = job();
    QVERIFY(!log.contains("open sesame"));
    QVERIFY(!log.contains("aaaaaaaa"));
    QVERIFY(log.endsWith("open sesa\n"));
    QCOMPARE(log.count('\n'), 1);
    QVERIFY(content(m_folder->filePath(u"job.txt"_s)).count("Z ") == 1);
}

void TstLogWriter::overlappingSecrets()
{
    m_log->addMask("abcdef");
    m_log->addMask("defghi");
    m_log->addMask("xyz");
    print("1 abcdefghi 2 defghi 3 abcdefabcdef 4 xyz 5 abcde\n");
    wait(m_log->drained());
    QCOMPARE(job(), "1 *** 2 *** 3 ****** 4 *** 5 abcde\n");
}

void TstLogWriter::addMaskWithinOneChunk()
{
    print("shy one\n::add-mask::shy\nshy two\n::add-mask::many%0Alines here%0A\nlines here\n::add-mask::\n\n");
    wait(m_log->drained());
    QCOMPARE(job(), "shy one\n*** two\n***\n\n");
    QCOMPARE(m_log->masked(u"so shy"_s), u"so ***"_s);
    QVERIFY(m_log->hasSecret(u"lines here"_s));
    QVERIFY(!m_log->hasSecret(u"shining"_s));
}

void TstLogWriter::unfinishedLineAndCarriageReturns()
{
    print("10%\r20%\r30%\r\nno end");
    wait(m_log->drained());
    m_log->line(u"own"_s);
    wait(m_log->drained());
    print("\n\nlast");
    wait(m_log->drained());
    QCOMPARE(job(), "10%\r20%\r30%\nno end\nown\n\n\nlast\n");
}

void TstLogWriter::stopCommandsEndsWithTheStep()
{
    QSignalSpy commands(m_log.get(), &LogWriter::commanded);
    m_log->beginStep(1);
    wait(m_log->drained());
    print("::stop-commands::halt\n::error::raw\n  ::other::\n");
    wait(m_log->drained());
    m_log->beginStep(2);
    wait(m_log->drained());
    print("::error::counts\n");
    wait(m_log->drained());
    QCOMPARE(commands.size(), 1);
    QCOMPARE(commands.first().first().toInt(), 2);
    QCOMPARE(step(1), "::stop-commands::halt\n::error::raw\n  ::other::\n");
    QCOMPARE(step(2), "##[error]counts\n");
}

void TstLogWriter::debugIsShownWhenWanted()
{
    print("::debug::one\n");
    wait(m_log->drained());
    QCOMPARE(job(), "");
    make(1'000'000, true);
    print("::debug::two\n");
    wait(m_log->drained());
    QCOMPARE(job(), "##[debug]two\n");
}

void TstLogWriter::limitIsSaid()
{
    make(10'000);
    m_log->addMask("late secret");
    m_log->beginStep(1);
    wait(m_log->drained());
    for (int line = 0; line < 1000; ++line)
        print("a line of fifty bytes or so, to fill what there is\n");
    wait(m_log->drained());
    m_log->line(u"##[error]own lines are kept"_s);
    m_log->beginStep(2);
    wait(m_log->drained());
    print("dropped too, ::add-mask:: included\n");
    wait(m_log->drained());
    m_log->line(u"the end"_s);
    wait(m_log->drained());
    const QByteArray log = job();
    QVERIFY(log.size() < 11'000);
    QCOMPARE(log.count("Punchcard's limit on this computer"), 1);
    QVERIFY(log.contains("##[warning]The log has reached 10000 bytes"));
    QVERIFY(log.contains("##[error]own lines are kept\n##[warning]"));
    QVERIFY(step(1).contains("bytes of this step's output were left out."));
    QCOMPARE(step(2), "the end\n");
}

void TstLogWriter::limitThatIsJustReachedIsSaid()
{
    const QByteArray line(50, 'x');
    make(stamp.size() + line.size() + 1);
    m_log->beginStep(1);
    print(line + '\n');
    wait(m_log->drained());
    QCOMPARE(job(), QByteArray(line + '\n'));
    print("more\n");
    wait(m_log->drained());
    QCOMPARE(job().count("Punchcard's limit on this computer"), 1);
    // What the hub says itself may go beyond it, too.
    make(stamp.size() + line.size() + 10);
    m_log->beginStep(1);
    print(line + '\n');
    wait(m_log->drained());
    m_log->line(u"own"_s);
    print("more\n");
    wait(m_log->drained());
    QCOMPARE(job().count("Punchcard's limit on this computer"), 1);
}

void TstLogWriter::fullDiskIsSaidOnce()
{
    if (!QFile::exists(u"/dev/full"_s))
        QSKIP("no /dev/full");
    QTemporaryDir folder;
    QVERIFY(QFile::link(u"/dev/full"_s, folder.filePath(u"1.txt"_s)));
    LogWriter log({.folder = folder.path(), .limit = 1000, .clock = &m_clock});
    QSignalSpy failures(&log, &LogWriter::failed);
    log.beginStep(1);
    log.line(u"one"_s);
    wait(log.drained());
    log.line(u"two"_s);
    wait(log.drained());
    QCOMPARE(failures.size(), 1);
    QVERIFY(!failures.first().first().toString().isEmpty());
}

// Breaks for the user: a program that prints much takes all memory. CI writes a tenth of it.
void TstLogWriter::aGigabytePassesWithLittleMemory()
{
    const qint64 size = qEnvironmentVariableIsSet("PUNCHCARD_TEST_LARGE") ? 1'000'000'000 : 100'000'000;
    make(4 * size);
    for (int secret = 0; secret < 20; ++secret)
        m_log->addMask("secret number " + QByteArray::number(secret * 7919));
    m_log->beginStep(1);
    const PeakMemory memory;
    QByteArray chunk;
    while (chunk.size() < 64'000)
        chunk += "one of very many lines, with nothing in it that is secret number 7918 or ::any:: command\n";
    std::thread printer([this, &chunk, size] {
        for (qint64 done = 0; done < size; done += chunk.size())
            print(chunk);
    });
    printer.join();
    wait(m_log->drained());
    QVERIFY(QFileInfo(m_folder->filePath(u"1.txt"_s)).size() > size);
    QVERIFY2(memory.more() < 30'000'000, qPrintable(QString::number(memory.more())));
}

void TstLogWriter::maskerAgreesWithASimpleOne()
{
    std::mt19937 random(7);
    const auto text = [&random](int length) {
        QByteArray bytes;
        for (int at = 0; at < length; ++at)
            bytes += char('a' + random() % 3);
        return bytes;
    };
    for (int round = 0; round < 300; ++round) {
        Masker masker;
        QList<QByteArray> secrets;
        for (int count = 0; count < 3; ++count) {
            secrets.append(text(2 + int(random() % 5)));
            masker.add(secrets.last());
        }
        const QByteArray source = text(60);
        // In pieces it is never less masked than as a whole: what each secret covers is struck in both.
        QByteArray pieces;
        QByteArray kept;
        qsizetype covered = 0;
        for (const char byte : source) {
            kept += byte;
            const Masker::Piece piece = masker.begin(kept, covered, false);
            pieces += piece.text;
            covered = piece.covered;
            kept.remove(0, piece.keepFrom);
        }
        pieces += masker.begin(kept, covered, true).text;
        QByteArray struck(source.size(), ' ');
        for (const QByteArray &secret : std::as_const(secrets)) {
            for (qsizetype at = source.indexOf(secret); at >= 0; at = source.indexOf(secret, at + 1))
                struck.replace(at, secret.size(), QByteArray(secret.size(), '#'));
        }
        QByteArray plain;
        for (qsizetype at = 0; at < source.size(); ++at) {
            if (struck.at(at) == ' ')
                plain += source.at(at);
        }
        QCOMPARE(QByteArray(pieces).replace("*", ""), plain);
        QCOMPARE(masker.masked(source).replace("*", ""), plain);
    }
}

PUNCHCARD_TEST(TstLogWriter, tst_logwriter)
#include "tst_logwriter.moc"
