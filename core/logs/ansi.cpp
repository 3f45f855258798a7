// SPDX-License-Identifier: MIT
#include "core/logs/ansi.h"

#include <algorithm>
#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype parameterLimit = 128; // Longer sequences are no colours that anybody wrote.
constexpr qsizetype hiddenLimit = 80; // What is longer carries data that nobody reads.
constexpr qsizetype pendingLimit = 4096;
constexpr qsizetype windowMemory = 4096;
constexpr char32_t escapeCode = 0x1B;
constexpr QByteArrayView replacement = "\xEF\xBF\xBD";

// What changes the order in which characters are shown, or breaks a line where no line ends.
bool isShownByName(char32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool isPrintable(char c)
{
    return c >= 0x20 && c < 0x7F;
}

QString codeName(char32_t c)
{
    return u"U+%1"_s.arg(uint(c), 4, 16, QChar(u'0')).toUpper();
}

void appendUtf8(QByteArray &to, char32_t c)
{
    if (c < 0x80) {
        to += char(c);
    } else if (c < 0x800) {
        to += char(0xC0 | (c >> 6));
        to += char(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        to += char(0xE0 | (c >> 12));
        to += char(0x80 | ((c >> 6) & 0x3F));
        to += char(0x80 | (c & 0x3F));
    } else {
        to += char(0xF0 | (c >> 18));
        to += char(0x80 | ((c >> 12) & 0x3F));
        to += char(0x80 | ((c >> 6) & 0x3F));
        to += char(0x80 | (c & 0x3F));
    }
}

// The parameters of a graphic-rendition sequence: groups parted by ';', their parts by ':'.
// Source: ECMA-48 8.3.117, ITU T.416 13.1.8 and what xterm takes beside them.
class Sgr
{
public:
    explicit Sgr(QByteArrayView parameters)
        : m_rest(parameters)
    {
    }

    void applyTo(TextStyle &style)
    {
        do {
            const Group group = next();
            const int code = group.values[0];
            if (code == 38)
                extended(group, style.foreground);
            else if (code == 48)
                extended(group, style.background);
            else if (code == 58)
                skipExtended(group);
            else
                simple(group, style);
        } while (m_more);
    }

private:
    struct Group
    {
        std::array<int, 6> values{};
        qsizetype count = 0; ///< How many there are; those beyond the array are dropped.
    };

    Group next()
    {
        const qsizetype semicolon = m_rest.indexOf(';');
        m_more = semicolon >= 0;
        const QByteArrayView text = m_more ? m_rest.first(semicolon) : m_rest;
        m_rest = m_more ? m_rest.sliced(semicolon + 1) : QByteArrayView();
        Group group;
        int value = 0;
        const auto store = [&group, &value] {
            if (group.count < qsizetype(group.values.size()))
                group.values[size_t(group.count)] = value;
            ++group.count;
            value = 0;
        };
        for (const char c : text) {
            if (c == ':')
                store();
            else
                value = std::min(value * 10 + (c - '0'), 100'000);
        }
        store();
        return group;
    }

    static TextColour rgb(int r, int g, int b)
    {
        const auto part = [](int v) { return quint32(std::min(v, 255)); };
        return {.kind = TextColour::Kind::Rgb, .value = part(r) << 16 | part(g) << 8 | part(b)};
    }
    static TextColour indexed(int index) { return {.kind = TextColour::Kind::Indexed, .value = quint32(std::min(index, 255))}; }

    // 38;5;N and 38;2;R;G;B, or with colons 38:5:N, 38:2:R:G:B, 38:2::R:G:B.
    void extended(const Group &group, TextColour &colour)
    {
        if (group.count > 1) {
            const auto &v = group.values;
            if (v[1] == 5 && group.count >= 3)
                colour = indexed(v[2]);
            else if (v[1] == 2 && group.count == 5)
                colour = rgb(v[2], v[3], v[4]);
            else if (v[1] == 2 && group.count >= 6)
                colour = rgb(v[3], v[4], v[5]);
            return;
        }
        if (!m_more)
            return;
        const int kind = next().values[0];
        if (kind == 5 && m_more) {
            colour = indexed(next().values[0]);
        } else if (kind == 2) {
            std::array<int, 3> parts{};
            for (int &part : parts) {
                if (!m_more)
                    return;
                part = next().values[0];
            }
            colour = rgb(parts[0], parts[1], parts[2]);
        }
    }

    void skipExtended(const Group &group)
    {
        TextColour unused;
        extended(group, unused);
    }

    static void simple(const Group &group, TextStyle &style)
    {
        const int code = group.values[0];
        switch (code) {
        case 0: style = {}; return;
        case 1: style.bold = true; return;
        case 2: style.faint = true; return;
        case 3: style.italic = true; return;
        case 4: style.underline = group.count < 2 || group.values[1] != 0; return;
        case 21: style.underline = true; return;
        case 7: style.inverse = true; return;
        case 9: style.struck = true; return;
        case 22: style.bold = style.faint = false; return;
        case 23: style.italic = false; return;
        case 24: style.underline = false; return;
        case 27: style.inverse = false; return;
        case 29: style.struck = false; return;
        case 39: style.foreground = {}; return;
        case 49: style.background = {}; return;
        default: break;
        }
        if (code >= 30 && code <= 37)
            style.foreground = indexed(code - 30);
        else if (code >= 40 && code <= 47)
            style.background = indexed(code - 40);
        else if (code >= 90 && code <= 97)
            style.foreground = indexed(code - 90 + 8);
        else if (code >= 100 && code <= 107)
            style.background = indexed(code - 100 + 8);
    }

    QByteArrayView m_rest;
    bool m_more = true;
};

} // namespace

void AnsiParser::feed(QByteArrayView bytes, Sink &sink)
{
    while (!bytes.isEmpty()) {
        const bool plain = m_state == State::Ground && m_missing == 0;
        const qsizetype run = plain ? std::ranges::find_if_not(bytes, isPrintable) - bytes.begin() : 0;
        if (run > 0)
            put(bytes.first(run), sink);
        else
            byte(uchar(bytes.front()), sink);
        bytes = bytes.sliced(std::max<qsizetype>(run, 1));
    }
    flush(sink);
}

void AnsiParser::endLine(Sink &sink)
{
    if (m_missing > 0)
        broken(sink);
    flush(sink);
    if (m_state != State::Ground)
        endSequence(sink);
    m_style = {};
    m_parameters.clear();
    m_returned = false;
}

// Bytes become characters first, so that C1 controls are told from the bytes within a character.
void AnsiParser::byte(uchar c, Sink &sink)
{
    if (m_missing > 0) {
        if ((c & 0xC0) == 0x80) {
            m_codePoint = m_codePoint << 6 | (c & 0x3F);
            if (--m_missing > 0)
                return;
            const bool valid = m_codePoint >= m_smallest && m_codePoint <= 0x10FFFF && (m_codePoint < 0xD800 || m_codePoint > 0xDFFF);
            character(valid ? m_codePoint : U'\xFFFD', sink);
            return;
        }
        broken(sink);
    }
    if (c < 0x80) {
        character(c, sink);
    } else if (c >= 0xC2 && c <= 0xDF) {
        m_codePoint = c & 0x1F;
        m_missing = 1;
        m_smallest = 0x80;
    } else if (c >= 0xE0 && c <= 0xEF) {
        m_codePoint = c & 0x0F;
        m_missing = 2;
        m_smallest = 0x800;
    } else if (c >= 0xF0 && c <= 0xF4) {
        m_codePoint = c & 0x07;
        m_missing = 3;
        m_smallest = 0x10000;
    } else {
        character(U'\xFFFD', sink);
    }
}

void AnsiParser::broken(Sink &sink)
{
    m_missing = 0;
    character(U'\xFFFD', sink);
}

void AnsiParser::character(char32_t c, Sink &sink)
{
    if (c == 0x18 || c == 0x1A) { // CAN and SUB end any sequence.
        if (m_state == State::Ground)
            return control(c, sink);
        keep(c);
        endSequence(sink);
        return;
    }
    switch (m_state) {
    case State::Ground: ground(c, sink); break;
    case State::Escape:
    case State::EscapeIntermediate: escape(c, sink); break;
    case State::Csi: csi(c, sink); break;
    case State::String:
    case State::StringEscape: string(c, sink); break;
    }
}

void AnsiParser::ground(char32_t c, Sink &sink)
{
    if (c == escapeCode) {
        flush(sink);
        begin(c);
        m_state = State::Escape;
    } else if (c == '\r') {
        flush(sink);
        m_returned = true;
    } else if ((c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0)) {
        control(c, sink);
    } else if (isShownByName(c)) {
        put((u'‹' + codeName(c) + u'›').toUtf8(), sink);
    } else if (c == 0xFFFD) {
        put(replacement, sink);
    } else if (c != 0xFEFF) {
        put({}, sink);
        appendUtf8(m_pending, c);
    }
}

void AnsiParser::put(QByteArrayView utf8, Sink &sink)
{
    if (m_returned) {
        m_returned = false;
        sink.restart();
    }
    m_pending += utf8;
    if (m_pending.size() >= pendingLimit)
        flush(sink);
}

void AnsiParser::flush(Sink &sink)
{
    if (m_pending.isEmpty())
        return;
    sink.text(m_pending, m_style);
    m_pending.clear();
}

// C1 controls begin the same sequences as ESC and the letter 0x40 below them.
void AnsiParser::control(char32_t c, Sink &sink)
{
    flush(sink);
    begin(c < 0x80 ? c : escapeCode);
    if (c < 0x80) {
        endSequence(sink);
    } else {
        m_state = State::Escape;
        escape(c - 0x40, sink);
    }
}

void AnsiParser::begin(char32_t c)
{
    m_hidden.clear();
    keep(c);
}

// Control characters as their pictures, others as they are.
void AnsiParser::keep(char32_t c)
{
    if (!m_keepsHidden || m_hidden.size() > hiddenLimit)
        return;
    if (m_hidden.size() == hiddenLimit)
        m_hidden += u'…';
    else if (c < 0x20)
        m_hidden += QChar(char16_t(0x2400 + c));
    else if (c == 0x7F)
        m_hidden += u'␡';
    else if (isShownByName(c))
        m_hidden += u'‹' + codeName(c) + u'›';
    else
        m_hidden += QString::fromUcs4(&c, 1);
}

void AnsiParser::escape(char32_t c, Sink &sink)
{
    if (c == escapeCode) {
        sink.hidden(m_hidden);
        begin(c);
        m_state = State::Escape;
        return;
    }
    if (c < 0x20 || c > 0x7E) {
        // No sequence: what follows is text again, or another control.
        endSequence(sink);
        ground(c, sink);
        return;
    }
    keep(c);
    const bool isFirst = m_state != State::EscapeIntermediate;
    if (c <= 0x2F) {
        m_state = State::EscapeIntermediate;
    } else if (isFirst && c == '[') {
        m_parameters.clear();
        m_plainCsi = true;
        m_state = State::Csi;
    } else if (isFirst && (c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_')) {
        m_bellEnds = c == ']';
        m_state = State::String;
    } else {
        endSequence(sink);
    }
}

void AnsiParser::csi(char32_t c, Sink &sink)
{
    if (c == escapeCode) {
        sink.hidden(m_hidden);
        begin(c);
        m_state = State::Escape;
        return;
    }
    if (c > 0x7E) {
        // Neither parameter nor end: the sequence was broken off here.
        endSequence(sink);
        ground(c, sink);
        return;
    }
    keep(c);
    if (c == 'm' && m_plainCsi) {
        Sgr(m_parameters).applyTo(m_style);
        m_state = State::Ground;
    } else if (c >= 0x40) {
        endSequence(sink);
    } else if (c >= '0' && c <= ';' && m_parameters.size() < parameterLimit) {
        m_parameters += char(c);
    } else if (c >= 0x20) {
        m_plainCsi = false;
    }
    // A C0 control within a sequence is carried out by terminals; here it goes.
}

void AnsiParser::string(char32_t c, Sink &sink)
{
    if (m_state == State::StringEscape && c != '\\' && c != 0x9C) {
        // Any other escape ends the string as well and begins its own sequence.
        if (m_keepsHidden && m_hidden.endsWith(u'␛'))
            m_hidden.chop(1);
        sink.hidden(m_hidden);
        begin(escapeCode);
        m_state = State::Escape;
        escape(c, sink);
        return;
    }
    keep(c);
    if (m_state == State::StringEscape || c == 0x9C || (c == '\a' && m_bellEnds))
        endSequence(sink);
    else if (c == escapeCode)
        m_state = State::StringEscape;
}

void AnsiParser::endSequence(Sink &sink)
{
    sink.hidden(m_hidden);
    m_hidden.clear();
    m_state = State::Ground;
}

namespace {

class StyledSink : public AnsiParser::Sink
{
public:
    explicit StyledSink(bool showHidden)
        : m_showHidden(showHidden)
    {
    }

    void text(QByteArrayView utf8, const TextStyle &style) override { add(QString::fromUtf8(utf8), style); }
    void restart() override
    {
        if (m_showHidden)
            add(u"␍"_s, {.faint = true});
        else
            m_result = {};
    }
    void hidden(const QString &sequence) override
    {
        if (m_showHidden)
            add(sequence, {.faint = true});
    }
    StyledText take() { return std::move(m_result); }

private:
    void add(const QString &text, const TextStyle &style)
    {
        const qsizetype start = m_result.text.size();
        m_result.text += text;
        if (style == TextStyle())
            return;
        if (!m_result.spans.isEmpty() && m_result.spans.last().style == style
            && m_result.spans.last().start + m_result.spans.last().length == start)
            m_result.spans.last().length += text.size();
        else
            m_result.spans.append({.start = start, .length = text.size(), .style = style});
    }

    bool m_showHidden;
    StyledText m_result;
};

} // namespace

StyledText styledText(QByteArrayView line, bool showHidden)
{
    return styledWindow(line, 0, line.size(), showHidden);
}

StyledText styledWindow(QByteArrayView line, qsizetype begin, qsizetype end, bool showHidden)
{
    const auto atCharacter = [line](qsizetype at) { // Characters belong to where they begin.
        for (int back = 0; back < 3 && at > 0 && at < line.size() && (uchar(line.at(at)) & 0xC0) == 0x80; ++back)
            --at;
        return at;
    };
    begin = atCharacter(begin);
    end = atCharacter(end);
    const qsizetype before = atCharacter(std::max<qsizetype>(begin - windowMemory, 0));
    AnsiParser parser(showHidden);
    StyledSink past(false);
    parser.feed(line.sliced(before, begin - before), past);
    StyledSink sink(showHidden);
    parser.feed(line.sliced(begin, end - begin), sink);
    parser.endLine(sink);
    return sink.take();
}

} // namespace punchcard
