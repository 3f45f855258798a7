// SPDX-License-Identifier: MIT
#include "widgets/artifacts/hexview.h"

#include "core/artifacts/preview.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QPainter>
#include <QScrollBar>
#include <QtMath>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 perLine = 16;
constexpr qint64 windowSize = 64 * 1024;
constexpr int keptWindows = 32;

QString offsetText(qint64 line)
{
    return u"%1"_s.arg(line * perLine, 8, 16, '0'_L1);
}

QString hexText(const QByteArray &bytes)
{
    QString text = QString::fromLatin1(bytes.toHex(' '));
    if (bytes.size() > perLine / 2)
        text.insert(perLine / 2 * 3, u' ');
    return text;
}

QString asciiText(const QByteArray &bytes)
{
    QString text;
    for (const char c : bytes)
        text.append(c >= 0x20 && c < 0x7f ? QChar::fromLatin1(c) : QChar(u'·'));
    return text;
}

} // namespace

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_windows(keptWindows)
{
    setObjectName("hexView");
    setFrameShape(QFrame::NoFrame);
    setFont(look::monospacedFont());
    viewport()->setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Bytes of the file"));
}

void HexView::setFile(const QString &path, qint64 size)
{
    ++m_generation;
    m_path = path;
    m_size = size;
    m_windows.clear();
    m_asked.clear();
    verticalScrollBar()->setValue(0);
    updateBars();
    viewport()->update();
}

std::optional<QByteArray> HexView::bytesOf(qint64 line)
{
    const qint64 window = line * perLine / windowSize;
    if (const QByteArray *known = m_windows.object(window))
        return known->mid(line * perLine - window * windowSize, perLine);
    if (m_asked.contains(window))
        return std::nullopt;
    m_asked.insert(window);
    const Context context;
    QCoro::connect(readWindow(m_path, window * windowSize, windowSize, context), this,
                   [this, window, generation = m_generation](const Result<QByteArray> &bytes) {
                       if (generation != m_generation)
                           return;
                       m_asked.remove(window);
                       m_windows.insert(window, new QByteArray(bytes.value_or(QByteArray())));
                       viewport()->update();
                       emit windowRead();
                   });
    return std::nullopt;
}

QString HexView::lineText(qint64 line)
{
    const std::optional<QByteArray> bytes = bytesOf(line);
    return bytes ? offsetText(line) + u"  "_s + hexText(*bytes) + u"  "_s + asciiText(*bytes) : QString();
}

// Of a character in a long line: rounding each would let columns run into each other.
double HexView::digitWidth() const
{
    return QFontMetricsF(font()).horizontalAdvance(QString(100, u'0')) / 100;
}

void HexView::updateBars()
{
    const int height = std::max(1, fontMetrics().lineSpacing());
    const int page = std::max(1, (viewport()->height() - look::gap) / height);
    const qint64 lines = (m_size + perLine - 1) / perLine;
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, int(std::clamp<qint64>(lines - page, 0, std::numeric_limits<int>::max())));
    // Offset, bytes and characters, with two blanks between.
    const int width = qCeil(digitWidth() * double(8 + 2 + perLine * 3 + 2 + perLine)) + 2 * look::gap;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
}

void HexView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const QFontMetrics metrics = fontMetrics();
    const int height = metrics.lineSpacing();
    const double digit = digitWidth();
    const double left = look::gap - horizontalScrollBar()->value();
    const qint64 first = verticalScrollBar()->value();
    const QColor muted = look::colour(look::Tone::Muted, palette());
    const qint64 lines = (m_size + perLine - 1) / perLine;
    double y = look::halfGap + metrics.ascent();
    for (qint64 line = first; line < lines && y < viewport()->height() + height; ++line, y += height) {
        painter.setPen(muted);
        painter.drawText(QPointF(left, y), offsetText(line));
        const std::optional<QByteArray> bytes = bytesOf(line);
        if (!bytes)
            continue;
        painter.drawText(QPointF(left + digit * double(8 + 2 + perLine * 3 + 2), y), asciiText(*bytes));
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QPointF(left + digit * 10, y), hexText(*bytes));
    }
}

void HexView::resizeEvent(QResizeEvent *)
{
    updateBars();
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateBars();
}

} // namespace punchcard
