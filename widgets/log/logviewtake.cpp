// SPDX-License-Identifier: MIT
#include "widgets/log/logview.h"

#include "core/models/wording.h"

#include <QCoroTask>

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

namespace punchcard {
namespace {
constexpr qint64 copyLimit = 32'000'000; // Bytes; more than any program that is pasted into likes.
}

LogExcerpt LogView::excerpt(bool selected) const
{
    LogExcerpt part{.begin = m_document.begin(),
                    .end = m_document.end(),
                    .stamps = m_stamps,
                    .first = m_document.firstStamp().value_or(Time()),
                    .showHidden = m_look.showHidden};
    if (!selected || m_selection.isEmpty())
        return part;
    const LogPosition begin = m_selection.begin();
    const LogPosition end = m_selection.end();
    part.begin = begin.line;
    part.end = m_lines.next(end.line);
    if (m_selection.kind == LogSelection::Kind::Block) {
        part.block = true;
        part.firstColumn = std::min(begin.column, end.column);
        part.lastColumn = std::max(begin.column, end.column);
    } else if (m_selection.kind == LogSelection::Kind::Characters) {
        // A title's group goes along only when what comes after it is selected too.
        part.end = m_document.next(end.line);
        part.firstColumn = begin.column;
        part.lastColumn = end.column;
    }
    return part;
}

void LogView::copy(bool withStamps)
{
    if (m_selection.isEmpty() || !m_document.file())
        return;
    LogExcerpt part = excerpt(true);
    if (part.end - part.begin > copyLimit) {
        emit said(tr("%1 are selected, too much for the clipboard: it takes up to %2. Save the log to a file instead.")
                      .arg(sizeText(part.end - part.begin), sizeText(copyLimit)));
        return;
    }
    part.stamps = !withStamps ? Stamps::Off : m_stamps == Stamps::Off ? Stamps::Absolute : m_stamps;
    const Context context;
    QCoro::connect(textOf(m_document.file(), part, context), this, [this](const Result<QString> &text) {
        if (text)
            QGuiApplication::clipboard()->setText(*text);
        else
            emit said(text.error().sentence());
    });
}

} // namespace punchcard
