// SPDX-License-Identifier: MIT
#include "core/logs/linereader.h"

#include "tests/support/testmain.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstLineReader : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void linesAndPieces();
    void aPartOfAFile();
    void missingFile();
    void seeks();
    void randomFilesComeBackWhole();

private:
    QString save(const QByteArray &content)
    {
        QFile file(m_dir.filePath(u"x.log"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return file.fileName();
    }
    static LineReader opened(const QString &path, qint64 begin = 0, qint64 end = -1, qsizetype limit = 128)
    {
        Result<LineReader> reader = LineReader::open(path, begin, end, limit);
        if (!reader)
            qFatal("%s", qPrintable(reader.error().detail));
        return std::move(*reader);
    }
    /// All pieces as "(" beginning, ")" end, "$" line feed.
    static QByteArray shown(LineReader reader)
    {
        QByteArray all;
        for (;;) {
            const Result<std::optional<LineReader::Piece>> piece = reader.next();
            if (!piece)
                qFatal("%s", qPrintable(piece.error().detail));
            if (!*piece)
                return all;
            all += ((*piece)->first ? "(" : "") + (*piece)->bytes.toByteArray() + ((*piece)->last ? ")" : "")
                + ((*piece)->lineEnd ? "$" : "|");
        }
    }

    QTemporaryDir m_dir;
};

void TstLineReader::linesAndPieces()
{
    QCOMPARE(shown(opened(save(""))), "");
    QCOMPARE(shown(opened(save("a"))), "(a)|");
    QCOMPARE(shown(opened(save("a\n"))), "(a)$");
    QCOMPARE(shown(opened(save("\n\na\n"))), "()$()$(a)$");
    QCOMPARE(shown(opened(save("a\nb"))), "(a)$(b)|");
    const QByteArray full(128, 'x');
    QCOMPARE(shown(opened(save(full))), '(' + full + ")|");
    QCOMPARE(shown(opened(save(full + '\n'))), '(' + full + ")$");
    QCOMPARE(shown(opened(save(full + "y\nz"))), '(' + full + "|y)$(z)|");
    QCOMPARE(shown(opened(save(full + full + 'y'))), '(' + full + '|' + full + "|y)|");
}

void TstLineReader::aPartOfAFile()
{
    const QString path = save("one\ntwo\nthree\n");
    QCOMPARE(shown(opened(path, 4, 8)), "(two)$");
    QCOMPARE(shown(opened(path, 4, 7)), "(two)|");
    QCOMPARE(shown(opened(path, 8, 1000)), "(three)$");
    QCOMPARE(shown(opened(path, 1000, -1)), "");
    QCOMPARE(shown(opened(path, 4, 4)), "");
}

void TstLineReader::missingFile()
{
    const Result<LineReader> reader = LineReader::open(m_dir.filePath(u"none"_s), 0, -1, 128);
    QVERIFY(!reader);
    QCOMPARE(reader.error().kind, Error::Kind::Missing);
}

void TstLineReader::seeks()
{
    LineReader reader = opened(save("one\ntwo\n"));
    QCOMPARE((*reader.next())->bytes.toByteArray(), "one");
    QCOMPARE((*reader.next())->offset, 4);
    QVERIFY(reader.seek(0));
    QCOMPARE((*reader.next())->bytes.toByteArray(), "one");
}

void TstLineReader::randomFilesComeBackWhole()
{
    QRandomGenerator random(4);
    for (int round = 0; round < 300; ++round) {
        QByteArray content;
        for (int lines = random.bounded(20); lines > 0; --lines)
            content += QByteArray(random.bounded(10) == 0 ? random.bounded(1000) : random.bounded(140), 'x')
                + (random.bounded(8) == 0 ? "" : "\n");
        LineReader reader = opened(save(content), 0, -1, 128 + random.bounded(3));
        QByteArray back;
        bool first = true;
        for (;;) {
            const Result<std::optional<LineReader::Piece>> piece = reader.next();
            QVERIFY(piece);
            if (!*piece)
                break;
            QCOMPARE((*piece)->offset, back.size());
            QCOMPARE((*piece)->first, first);
            QVERIFY((*piece)->bytes.size() <= 130);
            first = (*piece)->last;
            back += (*piece)->bytes.toByteArray() + ((*piece)->lineEnd ? "\n" : "");
        }
        QCOMPARE(back, content);
    }
}

PUNCHCARD_TEST(TstLineReader, tst_linereader)
#include "tst_linereader.moc"
