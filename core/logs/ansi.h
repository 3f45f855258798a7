// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace punchcard {

/// A colour of a terminal.
struct TextColour
{
    enum class Kind : quint8 { Default, Indexed, Rgb };
    Kind kind = Kind::Default;
    quint32 value = 0; ///< Indexed: 0..255, of which 0..15 are the theme's. Rgb: 0xRRGGBB.
    bool operator==(const TextColour &) const = default;
};

/// How text looks: what select-graphic-rendition sequences can say, less blinking and concealing.
struct TextStyle
{
    TextColour foreground = {};
    TextColour background = {};
    bool bold = false;
    bool faint = false;
    bool italic = false;
    bool underline = false;
    bool inverse = false;
    bool struck = false;
    bool operator==(const TextStyle &) const = default;
};

/// The state machine that takes control sequences out of a line of a log. It keeps only style and its state between
/// pieces, so a line of any length may come in pieces cut anywhere, also within a character or a sequence.
class AnsiParser
{
public:
    /// Who gets what is left.
    class Sink
    {
    public:
        virtual ~Sink() = default;
        /// Harmless text in UTF-8: no control character but TAB.
        virtual void text(QByteArrayView utf8, const TextStyle &style) = 0;
        /// The line is written anew from its beginning.
        virtual void restart() { }
        /// A control character or sequence was taken out here; @p sequence as one can read it: "␛[2K", "␇". Long ones are cut.
        virtual void hidden(const QString &sequence) { Q_UNUSED(sequence) }
    };

    /// What is taken out is only kept for hidden() when somebody wants it: it costs time.
    explicit AnsiParser(bool keepsHidden = false)
        : m_keepsHidden(keepsHidden)
    {
    }

    void feed(QByteArrayView bytes, Sink &sink);
    /// The line has ended: what was begun is dropped (a cut character becomes U+FFFD), the style becomes the default.
    void endLine(Sink &sink);

private:
    enum class State : quint8 { Ground, Escape, EscapeIntermediate, Csi, String, StringEscape };
    void byte(uchar c, Sink &sink);
    void character(char32_t c, Sink &sink);
    void broken(Sink &sink);
    void ground(char32_t c, Sink &sink);
    void control(char32_t c, Sink &sink);
    void escape(char32_t c, Sink &sink);
    void csi(char32_t c, Sink &sink);
    void string(char32_t c, Sink &sink);
    void begin(char32_t c);
    void keep(char32_t c);
    void endSequence(Sink &sink);
    void put(QByteArrayView utf8, Sink &sink);
    void flush(Sink &sink);

    State m_state = State::Ground;
    TextStyle m_style;
    QByteArray m_pending; ///< Text that has not gone to the sink yet.
    QByteArray m_parameters; ///< Of the sequence being read, up to a limit.
    bool m_plainCsi = true; ///< Nothing but digits, ';' and ':' so far.
    bool m_returned = false; ///< CR was seen; the next text begins the line anew.
    char32_t m_codePoint = 0; ///< Of the character being read.
    int m_missing = 0; ///< Bytes still missing from it.
    char32_t m_smallest = 0; ///< Below this it is overlong.
    bool m_bellEnds = false; ///< The string that is being read.
    bool m_keepsHidden;
    QString m_hidden; ///< The sequence being read, for people.
};

/// A stretch of a line in one style.
struct TextSpan
{
    qsizetype start = 0; ///< In UTF-16 units.
    qsizetype length = 0;
    TextStyle style = {};
};

/// A line for a view: text without control sequences, and where which style applies. Spans of the default style are left out.
struct StyledText
{
    QString text;
    QList<TextSpan> spans;
};

/// With @p showHidden each sequence taken out stands in the text, faint, as ␛[2K, ␇ and the like. Pure.
[[nodiscard]] StyledText styledText(QByteArrayView line, bool showHidden = false);

/// The same for the bytes from @p begin up to @p end of a line too long to be shown whole. What was said up to some thousand
/// bytes before still counts; @p begin and @p end may be anywhere.
[[nodiscard]] StyledText styledWindow(QByteArrayView line, qsizetype begin, qsizetype end, bool showHidden = false);

} // namespace punchcard
