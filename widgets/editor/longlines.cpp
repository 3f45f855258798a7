// SPDX-License-Identifier: MIT
#include "widgets/editor/longlines.h"

#include "widgets/look/metrics.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QTextCursor>
#include <QTextDocument>

namespace punchcard {

namespace {

constexpr int gapObject = QTextFormat::UserObject + 1;
constexpr int gapProperty = QTextFormat::UserProperty + 1;

} // namespace

LongLines::Shown LongLines::Shown::sliced(qsizetype from, qsizetype length) const
{
    Shown part{.text = text.sliced(from, length), .gaps = {}};
    for (auto gap = gaps.lowerBound(from); gap != gaps.end() && gap.key() < from + length; ++gap)
        part.gaps.insert(gap.key() - from, gap.value());
    return part;
}

LongLines::Shown LongLines::shorten(const QString &whole)
{
    Shown shown;
    qsizetype kept = 0; // Up to here it is in the result.
    for (qsizetype begin = 0; begin < whole.size();) {
        qsizetype end = whole.indexOf(u'\n', begin);
        end = end < 0 ? whole.size() : end;
        if (end - begin > longest) {
            // Not within a surrogate pair.
            qsizetype from = begin + keptBefore;
            from -= whole.at(from).isLowSurrogate() ? 1 : 0;
            qsizetype to = end - keptAfter;
            to += whole.at(to).isLowSurrogate() ? 1 : 0;
            shown.text += QStringView(whole).sliced(kept, from - kept);
            shown.gaps.insert(shown.text.size(), whole.sliced(from, to - from));
            shown.text += QChar(QChar::ObjectReplacementCharacter);
            kept = to;
        }
        begin = end + 1;
    }
    shown.text += QStringView(whole).sliced(kept);
    return shown;
}

LongLines::LongLines(QTextDocument *document)
    : QObject(document)
    , m_document(document)
{
    document->documentLayout()->registerHandler(gapObject, this);
}

void LongLines::insert(QTextCursor cursor, const Shown &shown)
{
    cursor.beginEditBlock();
    const int begin = cursor.selectionStart();
    cursor.insertText(shown.text, QTextCharFormat());
    for (const auto &[place, text] : shown.gaps.asKeyValueRange()) {
        const int id = int(m_gaps.size());
        m_gaps.insert(id, text);
        QTextCharFormat format;
        format.setObjectType(gapObject);
        format.setProperty(gapProperty, id);
        cursor.setPosition(begin + int(place));
        cursor.setPosition(begin + int(place) + 1, QTextCursor::KeepAnchor);
        cursor.setCharFormat(format);
    }
    cursor.endEditBlock();
}

const QString *LongLines::gapAt(int position) const
{
    QTextCursor cursor(m_document);
    cursor.setPosition(position + 1); // The format is that of the character before.
    const QTextCharFormat format = cursor.charFormat();
    const auto gap = m_gaps.constFind(format.intProperty(gapProperty));
    return format.objectType() == gapObject && gap != m_gaps.cend() ? &*gap : nullptr;
}

LongLines::Shown LongLines::shown(int from, int to) const
{
    Shown shown;
    if (from == 0 && to == m_document->characterCount() - 1) {
        // Not toPlainText(), which makes spaces of no-break spaces.
        shown.text = m_document->toRawText();
    } else {
        QTextCursor cursor(m_document);
        cursor.setPosition(from);
        cursor.setPosition(to, QTextCursor::KeepAnchor);
        shown.text = cursor.selectedText();
    }
    shown.text.replace(QChar::ParagraphSeparator, u'\n');
    if (m_gaps.isEmpty())
        return shown;
    for (qsizetype at = -1; (at = shown.text.indexOf(QChar::ObjectReplacementCharacter, at + 1)) >= 0;) {
        if (const QString *gap = gapAt(from + int(at)))
            shown.gaps.insert(at, *gap);
    }
    return shown;
}

QString LongLines::whole(int from, int to) const
{
    const Shown part = shown(from, to);
    if (part.gaps.isEmpty())
        return part.text;
    QString text;
    qsizetype taken = 0;
    for (const auto &[place, gap] : part.gaps.asKeyValueRange()) {
        text += QStringView(part.text).sliced(taken, place - taken);
        text += gap;
        taken = place + 1;
    }
    text += QStringView(part.text).sliced(taken);
    return text;
}

bool LongLines::hasGaps() const
{
    return !m_gaps.isEmpty() && !shown(0, m_document->characterCount() - 1).gaps.isEmpty();
}

QString LongLines::label(const QTextFormat &format) const
{
    return tr("%Ln more character(s)", nullptr, int(m_gaps.value(format.intProperty(gapProperty)).size()));
}

QSizeF LongLines::intrinsicSize(QTextDocument *document, int, const QTextFormat &format)
{
    const QFontMetricsF metrics(document->defaultFont());
    return {metrics.horizontalAdvance(label(format)) + 3 * look::gap, metrics.ascent()};
}

void LongLines::drawObject(QPainter *painter, const QRectF &rect, QTextDocument *document, int, const QTextFormat &format)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor ink = painter->pen().color();
    const QRectF chip = rect.adjusted(look::halfGap, 0, -look::halfGap, 2);
    QColor ground = ink;
    ground.setAlphaF(0.12F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground);
    painter->drawRoundedRect(chip, 4, 4);
    painter->setPen(ink);
    painter->setFont(document->defaultFont());
    painter->drawText(chip, Qt::AlignCenter, label(format));
    painter->restore();
}

} // namespace punchcard
