// SPDX-License-Identifier: MIT
#include "core/logs/ansi.h"

#include "tests/support/testmain.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstAnsi : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void styles_data();
    void styles();
    void spansTellWhere();
    void hiddenOnDemand_data();
    void hiddenOnDemand();
    void cutAnywhere();

private:
    static QString shown(const TextStyle &style);
};

// "b" bold … and "f" or "g" for the colours: "bf1", "f#102030", "g200".
QString TstAnsi::shown(const TextStyle &style)
{
    QString all;
    const auto add = [&all](bool on, char letter) {
        if (on)
            all += QLatin1Char(letter);
    };
    add(style.bold, 'b');
    add(style.faint, 'd');
    add(style.italic, 'i');
    add(style.underline, 'u');
    add(style.inverse, 'v');
    add(style.struck, 's');
    for (const auto &[colour, letter] : {std::pair(style.foreground, u'f'), std::pair(style.background, u'g')}) {
        if (colour.kind == TextColour::Kind::Indexed)
            all += letter + QString::number(colour.value);
        else if (colour.kind == TextColour::Kind::Rgb)
            all += letter + u"#%1"_s.arg(colour.value, 6, 16, QChar(u'0'));
    }
    return all;
}

void TstAnsi::styles_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QString>("style");
    const auto row
        = [](const QByteArray &parameters, const QString &style) { QTest::newRow(parameters.constData()) << parameters << style; };
    row("1", u"b"_s);
    row("1;2;3;4;7;9", u"bdiuvs"_s);
    row("1;22;3;23;4;24;7;27;9;29", u""_s);
    row("31", u"f1"_s);
    row("97;107", u"f15g15"_s);
    row("90;100", u"f8g8"_s);
    row("31;42;39", u"g2"_s);
    row("31;42;49", u"f1"_s);
    row("31;1;0", u""_s);
    row("31;", u""_s); // An empty parameter is 0.
    row("38;5;200", u"f200"_s);
    row("38:5:200", u"f200"_s);
    row("48;2;16;32;48", u"g#102030"_s);
    row("48:2:16:32:48", u"g#102030"_s);
    row("48:2::16:32:48", u"g#102030"_s);
    row("38;2;16;32;48;1", u"bf#102030"_s);
    row("38;5;999", u"f255"_s);
    row("38;2;999;0;0", u"f#ff0000"_s);
    row("38;5", u""_s);
    row("38", u""_s);
    row("38;2;1;2", u""_s);
    row("38:5", u""_s);
    row("38;9;1", u"b"_s);
    row("58;5;200;1", u"b"_s); // Colour of the underline: passed over with its parameters.
    row("58;2;1;2;3;4", u"u"_s);
    row("4:3", u"u"_s);
    row("4:0", u""_s);
    row("5;6;8;53", u""_s); // Blinking and concealing are left out.
    row("99999999999999999999", u""_s);
    row("?25", u""_s); // Not graphic rendition at all, though it ends in m.
    row(">4;2", u""_s);
    row("1 ", u""_s);
}

void TstAnsi::styles()
{
    QFETCH(QByteArray, parameters);
    QFETCH(QString, style);
    const StyledText text = styledText("\x1B[" + parameters + "mx");
    QCOMPARE(text.text, u"x"_s);
    QCOMPARE(text.spans.isEmpty() ? QString() : shown(text.spans.first().style), style);
}

void TstAnsi::spansTellWhere()
{
    const StyledText text = styledText("a\x1B[31mb\xC3\xA9\xF0\x9F\x98\x80\x1B[31mc\x1B[0md\x1B[1m");
    QCOMPARE(text.text, u"abé\U0001F600cd"_s);
    QCOMPARE(text.spans.size(), 1);
    QCOMPARE(text.spans.first().start, 1);
    QCOMPARE(text.spans.first().length, 5); // The emoji has two units.
    const StyledText redrawn = styledText("\x1B[31m10 %\r\x1B[32m20 %");
    QCOMPARE(redrawn.text, u"20 %"_s);
    QCOMPARE(redrawn.spans.size(), 1);
    QCOMPARE(redrawn.spans.first().start, 0);
}

void TstAnsi::hiddenOnDemand_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("withHidden");
    const auto row = [](const char *name, const QByteArray &line, const QString &text, const QString &with) {
        QTest::newRow(name) << line << text << with;
    };
    row("colour", "\x1B[31mx\x1B[0m", u"x"_s, u"x"_s);
    row("cursor", "a\x1B[2Kb", u"ab"_s, u"a␛[2Kb"_s);
    row("link", "\x1B]8;;https://evil.example\x1B\\text\x1B]8;;\x1B\\", u"text"_s, u"␛]8;;https://evil.example␛\\text␛]8;;␛\\"_s);
    row("title", "\x1B]0;title\ax", u"x"_s, u"␛]0;title␇x"_s);
    row("device control", "\x1BPq#0\x1B\\x", u"x"_s, u"␛Pq#0␛\\x"_s);
    row("bell", "a\ab", u"ab"_s, u"a␇b"_s);
    row("reset",
        "\x1B"
        "cx",
        u"x"_s, u"␛cx"_s);
    row("unfinished", "x\x1B[3", u"x"_s, u"x␛[3"_s);
    row("unfinished string", "x\x1B]0;rest of it all", u"x"_s, u"x␛]0;rest of it all"_s);
    row("one within another", "\x1B]0;a\x1B[2Kb", u"b"_s, u"␛]0;a␛[2Kb"_s);
    row("one byte",
        "\xC2\x9B"
        "2Kb",
        u"b"_s, u"␛[2Kb"_s);
    row("progress", "10 %\r20 %", u"20 %"_s, u"10 %␍20 %"_s);
    row("long", "\x1B]52;c;" + QByteArray(500, 'A') + "\ax", u"x"_s, u"␛]52;c;"_s + QString(73, u'A') + u"…x"_s);
    row("bidi is shown either way", "\xE2\x80\xAEx", u"‹U+202E›x"_s, u"‹U+202E›x"_s);
}

void TstAnsi::hiddenOnDemand()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, text);
    QFETCH(QString, withHidden);
    QCOMPARE(styledText(line).text, text);
    QCOMPARE(styledText(line, true).text, withHidden);
}

// Whatever the bytes and wherever they are cut, the result is that of the whole, and holds no control character.
void TstAnsi::cutAnywhere()
{
    class Collector : public AnsiParser::Sink
    {
    public:
        void text(QByteArrayView utf8, const TextStyle &style) override
        {
            all += utf8;
            styles += shown(style).repeated(QString::fromUtf8(utf8).size());
        }
        void restart() override { all += '|'; }
        QByteArray all;
        QString styles;
    };
    static const QByteArrayList pieces{"\x1B",         "[",        "]",    "31",   ";",  "m",       "38;5;", "\xC3\xA9", "\xF0\x9F\x98\x80",
                                       "\xE2\x80\xAE", "\xC2\x9B", "\xFF", "\xC3", "\r", "x",       "\a",    "\\",       "P",
                                       "\x18",         "\t",       "\x7F", "(",    "B",  "\x1B[1m", "?",     "\x1B]0;",  "text"};
    QRandomGenerator random(5);
    for (int round = 0; round < 5'000; ++round) {
        QByteArray line;
        for (int i = random.bounded(12); i >= 0; --i)
            line += pieces.at(random.bounded(int(pieces.size())));
        Collector whole;
        AnsiParser parser;
        parser.feed(line, whole);
        parser.endLine(whole);
        Collector cut;
        for (qsizetype at = 0; at < line.size();) {
            const qsizetype length = std::min<qsizetype>(1 + random.bounded(3), line.size() - at);
            parser.feed(QByteArrayView(line).sliced(at, length), cut);
            at += length;
        }
        parser.endLine(cut);
        QCOMPARE(cut.all, whole.all);
        QCOMPARE(cut.styles, whole.styles);
        const QString text = QString::fromUtf8(whole.all);
        for (const QChar c : text)
            QVERIFY2(c == u'\t' || (c.unicode() >= 0x20 && (c.unicode() < 0x7F || c.unicode() >= 0xA0)), line.toHex().constData());
        QVERIFY(whole.all.isValidUtf8());
    }
}

PUNCHCARD_TEST(TstAnsi, tst_ansi)
#include "tst_ansi.moc"
