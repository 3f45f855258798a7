// SPDX-License-Identifier: MIT
#include "core/logs/logsearch.h"

#include "tests/support/testmain.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstLogSearch : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void findsWhatIsShown_data();
    void findsWhatIsShown();
    void everyHitOfMany();
    void goesFromHitToHit();
    void followsAGrowingLog();
    void aLineThatHadNotEnded();
    void invalidExpression();
    void anotherPatternCancels();
    void longLines();

private:
    void write(const QByteArray &content, QIODevice::OpenMode mode = QIODevice::WriteOnly)
    {
        QFile file(m_dir->filePath(u"x.log"_s));
        if (!file.open(mode) || file.write(content) != content.size())
            qFatal("cannot write");
    }
    void show(const QByteArray &content)
    {
        write(content);
        m_document->show(m_dir->filePath(u"x.log"_s));
    }
    // By number, which is known for sure once all is indexed.
    QList<qint64> hits() const
    {
        QList<qint64> lines;
        if (!QTest::qWaitFor([this] { return m_document->isIndexed(); }, 30'000))
            qFatal("the index is never complete");
        for (std::optional<qint64> line = m_search->next(m_document->begin() - 1); line; line = m_search->next(*line))
            lines.append(m_document->lineAt(*line));
        return lines;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<LogDocument> m_document;
    std::unique_ptr<LogSearch> m_search;
};

void TstLogSearch::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_document = std::make_unique<LogDocument>();
    m_search = std::make_unique<LogSearch>(*m_document);
}

void TstLogSearch::cleanup()
{
    m_search.reset();
    m_document.reset();
}

// Breaks for the user: text that is on the screen is not found, or bytes that are not shown are.
void TstLogSearch::findsWhatIsShown_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("caseSensitive");
    QTest::addColumn<bool>("regex");
    QTest::addColumn<QList<qint64>>("lines");
    const auto row = [](const char *name, const QString &text, bool caseSensitive, bool regex, const QList<qint64> &lines) {
        QTest::newRow(name) << text << caseSensitive << regex << lines;
    };
    row("plain", u"hello"_s, true, false, {0, 2, 3});
    row("any case", u"HELLO"_s, false, false, {0, 1, 2, 3});
    row("across a colour", u"hello wor"_s, true, false, {0, 2});
    row("not in the stamp", u"2026"_s, true, false, {4});
    row("not in the stamp, any case", u"t10:00"_s, false, false, {});
    row("not in a sequence", u"32m"_s, true, false, {});
    row("prefix of a marker", u"Error: bad"_s, true, false, {5});
    row("not the marker", u"##["_s, true, false, {});
    row("overwritten by CR", u"half"_s, true, false, {});
    row("after CR", u"done"_s, true, false, {6});
    row("beginning", u"^hello"_s, true, true, {0, 2});
    row("end", u"world$"_s, true, true, {0, 2});
    row("both", u"^a$"_s, true, true, {7});
    row("empty lines", u"^$"_s, true, true, {8});
    row("class", u"[Hh]ell[aeo]+"_s, true, true, {0, 1, 2, 3});
    row("not over a line's end", u"world\\s+Hello"_s, true, true, {});
    row("negated class stays in its line", u"hello[^x]+done"_s, true, true, {});
    row("not a digit", u"^\\D+$"_s, true, true, {0, 1, 2, 3, 5, 6, 7, 9, 10});
    row("spaces", u"^say\\s+hello$"_s, true, true, {3});
    row("no word", u"hello\\Wworld"_s, true, true, {0, 2});
    row("bracket in a class", u"[^]a-z ]ello"_s, true, true, {1});
    row("look-ahead", u"hello(?= world)"_s, true, true, {0, 2});
    row("alternatives", u"(?:bad|done)"_s, true, true, {5, 6});
    row("letters beyond ASCII", u"ÄRGER"_s, false, false, {9});
    row("CRLF does not count", u"line$"_s, true, true, {10});
    row("nothing", u"zebra"_s, true, false, {});
}

void TstLogSearch::findsWhatIsShown()
{
    QFETCH(QString, text);
    QFETCH(bool, caseSensitive);
    QFETCH(bool, regex);
    QFETCH(QList<qint64>, lines);
    const QByteArray stamp = "2026-11-23T10:00:00.1234567Z ";
    const QByteArray content = stamp + "hello world\n" + stamp + "Hello\n" + stamp + "\x1B[32mhello\x1B[0m world\n" + "say hello\n" + stamp
        + "in 2026\n" + stamp + "##[error]bad\n" + stamp + "half\rdone\n" + stamp + "a\n" + stamp + "\n" + stamp + "\xC3\x84rger\n" + stamp
        + "a line\r\n";
    show(content);
    QVERIFY(m_search->find({.text = text, .caseSensitive = caseSensitive, .isRegex = regex}));
    QTRY_VERIFY(!m_search->isRunning());
    QCOMPARE(hits(), lines);
    QCOMPARE(m_search->count(), lines.size());
}

void TstLogSearch::everyHitOfMany()
{
    QByteArray content;
    QList<qint64> expected;
    for (int i = 0; i < 40'000; ++i) {
        const bool hit = (i * 2654435761U) % 977 == 0;
        content += hit ? "2026-11-23T10:00:00.1234567Z there is a needle here\n" : "2026-11-23T10:00:00.1234567Z hay, and more of it\n";
        if (hit)
            expected.append(i);
    }
    show(content);
    for (const bool regex : {false, true}) {
        QVERIFY(m_search->find({.text = regex ? u"need.e"_s : u"needle"_s, .caseSensitive = true, .isRegex = regex}));
        QTRY_VERIFY(!m_search->isRunning());
        QTRY_VERIFY(m_document->isIndexed());
        QCOMPARE(m_search->count(), expected.size());
        QCOMPARE(hits(), expected);
    }
}

void TstLogSearch::goesFromHitToHit()
{
    show("a\nhit\nb\nhit\nc\n");
    QVERIFY(m_search->find({.text = u"hit"_s}));
    QTRY_VERIFY(!m_search->isRunning());
    QCOMPARE(m_search->next(2), 8);
    QVERIFY(!m_search->next(8));
    QCOMPARE(m_search->previous(8), 2);
    QVERIFY(!m_search->previous(2));
    QCOMPARE(m_search->previous(m_document->end()), 8);
    QCOMPARE(m_search->countBefore(8), 1);
}

void TstLogSearch::followsAGrowingLog()
{
    show("hit\n");
    QVERIFY(m_search->find({.text = u"hit"_s}));
    QTRY_COMPARE(m_search->count(), 1);
    write("no\nhit\n", QIODevice::Append);
    QTRY_COMPARE(m_search->count(), 2);
    m_document->clear();
    QCOMPARE(m_search->count(), 0);
}

void TstLogSearch::aLineThatHadNotEnded()
{
    show("no\nhit");
    QVERIFY(m_search->find({.text = u"hit$"_s, .isRegex = true}));
    QTRY_COMPARE(m_search->count(), 1);
    write("s\nhi", QIODevice::Append);
    QTRY_COMPARE(m_search->count(), 0);
    write("t\n", QIODevice::Append);
    QTRY_COMPARE(m_search->count(), 1);
    QTRY_VERIFY(!m_search->isRunning());
    QCOMPARE(hits(), QList<qint64>{2});
}

void TstLogSearch::invalidExpression()
{
    show("text\n");
    const Result<> found = m_search->find({.text = u"a(b"_s, .isRegex = true});
    QVERIFY(!found);
    QCOMPARE(found.error().kind, Error::Kind::Refused);
    QVERIFY(!m_search->isRunning());
    QVERIFY(m_search->find({.text = u"a(b"_s}));
}

void TstLogSearch::anotherPatternCancels()
{
    show(QByteArray("some words of a line\n").repeated(1'000'000));
    QVERIFY(m_search->find({.text = u"\\Dords"_s, .isRegex = true}));
    QVERIFY(m_search->isRunning());
    QVERIFY(m_search->find({.text = u"zebra"_s, .caseSensitive = true}));
    QTRY_VERIFY(!m_search->isRunning());
    QCOMPARE(m_search->count(), 0);
}

void TstLogSearch::longLines()
{
    show("a\n" + QByteArray(3'000'000, 'x') + "needle" + QByteArray(2'000'000, 'y') + "\nneedle\n" + QByteArray(2'000'000, 'z') + '\n');
    for (const bool caseSensitive : {true, false}) {
        QVERIFY(m_search->find({.text = u"needle"_s, .caseSensitive = caseSensitive}));
        QTRY_VERIFY(!m_search->isRunning());
        QTRY_VERIFY(m_document->isIndexed());
        QCOMPARE(hits(), (QList<qint64>{1, 2}));
    }
    const QByteArrayView line = m_document->line(2, 1 << 30);
    QCOMPARE(m_search->pattern()->matchInLong(line, 0)->start, 3'000'000);
    QVERIFY(!m_search->pattern()->matchInLong(line, 3'000'001));
}

PUNCHCARD_TEST(TstLogSearch, tst_logsearch)
#include "tst_logsearch.moc"
