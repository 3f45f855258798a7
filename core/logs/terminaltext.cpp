// SPDX-License-Identifier: MIT
#include "core/logs/terminaltext.h"

namespace punchcard {
namespace {

QByteArray colourCode(const TextColour &colour, int base)
{
    const quint32 v = colour.value;
    if (colour.kind == TextColour::Kind::Rgb)
        return ';' + QByteArray::number(base + 8) + ";2;" + QByteArray::number(v >> 16) + ';' + QByteArray::number((v >> 8) & 0xFF) + ';'
            + QByteArray::number(v & 0xFF);
    if (v < 8)
        return ';' + QByteArray::number(base + int(v));
    if (v < 16)
        return ';' + QByteArray::number(base + 60 + int(v) - 8);
    return ';' + QByteArray::number(base + 8) + ";5;" + QByteArray::number(v);
}

// The sequence that makes a terminal write in @p style, whatever it wrote in before.
QByteArray sequence(const TextStyle &style)
{
    QByteArray codes = "0";
    const std::pair<bool, const char *> switches[] = {{style.bold, ";1"},      {style.faint, ";2"},   {style.italic, ";3"},
                                                      {style.underline, ";4"}, {style.inverse, ";7"}, {style.struck, ";9"}};
    for (const auto &[on, code] : switches) {
        if (on)
            codes += code;
    }
    if (style.foreground.kind != TextColour::Kind::Default)
        codes += colourCode(style.foreground, 30);
    if (style.background.kind != TextColour::Kind::Default)
        codes += colourCode(style.background, 40);
    return "\x1B[" + codes + 'm';
}

// Writes text and changes of style; keeps what was written, so that each line ends as it began.
class Writer : public AnsiParser::Sink
{
public:
    Writer(Colours colours, TextStyle &written)
        : m_colours(colours)
        , m_written(written)
    {
    }

    void text(QByteArrayView utf8, const TextStyle &style) override
    {
        change(style);
        out += utf8;
    }
    void change(const TextStyle &style)
    {
        if (m_colours == Colours::Off || style == m_written)
            return;
        out += sequence(style);
        m_written = style;
    }

    QByteArray out;

private:
    Colours m_colours;
    TextStyle &m_written;
};

class LineWriter : public Writer
{
public:
    using Writer::Writer;
    void restart() override
    {
        change({});
        out.clear();
    }
};

class PieceWriter : public Writer
{
public:
    PieceWriter(Colours colours, TextStyle &written)
        : Writer(colours, written)
        , m_erases(colours == Colours::On)
    {
    }
    void restart() override
    {
        change({});
        out += m_erases ? "\r\x1B[K" : "\r";
    }

private:
    bool m_erases;
};

} // namespace

QByteArray terminalText(QByteArrayView line, Colours colours)
{
    TextStyle written;
    LineWriter writer(colours, written);
    AnsiParser parser;
    parser.feed(line, writer);
    parser.endLine(writer);
    writer.change({});
    return writer.out;
}

TerminalText::TerminalText(Colours colours)
    : m_colours(colours)
{
}

QByteArray TerminalText::piece(QByteArrayView bytes)
{
    PieceWriter writer(m_colours, m_written);
    m_parser.feed(bytes, writer);
    return writer.out;
}

QByteArray TerminalText::endLine()
{
    PieceWriter writer(m_colours, m_written);
    m_parser.endLine(writer);
    writer.change({});
    return writer.out;
}

} // namespace punchcard
