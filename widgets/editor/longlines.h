// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QMap>
#include <QObject>
#include <QTextObjectInterface>

class QTextCursor;

namespace punchcard {

/// Keeps the middle of very long lines out of a document, where setting a line takes a second for each million characters.
/// In its place stands one character, drawn as what it stands for; the text that is saved and run is whole.
class LongLines : public QObject, public QTextObjectInterface
{
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    static constexpr qsizetype longest = 10'000; ///< Characters of a line that is shown whole.
    static constexpr qsizetype keptBefore = 6'000;
    static constexpr qsizetype keptAfter = 1'000;

    /// A text as it is shown, and by its place in it what each gap stands for.
    struct Shown
    {
        QString text;
        QMap<qsizetype, QString> gaps;

        [[nodiscard]] Shown sliced(qsizetype from, qsizetype length) const;
    };
    [[nodiscard]] static Shown shorten(const QString &whole);

    explicit LongLines(QTextDocument *document);

    /// In place of what @p cursor has selected.
    void insert(QTextCursor cursor, const Shown &shown);
    /// What is in the document from @p from up to @p to, as it is shown.
    [[nodiscard]] Shown shown(int from, int to) const;
    /// The same as it is saved.
    [[nodiscard]] QString whole(int from, int to) const;
    [[nodiscard]] bool hasGaps() const;

    QSizeF intrinsicSize(QTextDocument *document, int position, const QTextFormat &format) override;
    void drawObject(QPainter *painter, const QRectF &rect, QTextDocument *document, int position, const QTextFormat &format) override;

private:
    [[nodiscard]] const QString *gapAt(int position) const;
    [[nodiscard]] QString label(const QTextFormat &format) const;

    QTextDocument *m_document;
    QHash<int, QString> m_gaps; ///< Kept as long as the document: undo may bring each back.
};

} // namespace punchcard
