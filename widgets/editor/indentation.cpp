// SPDX-License-Identifier: MIT
#include "widgets/editor/indentation.h"

#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>

#include <algorithm>
#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

/// One undo step as long as it lives.
class Step
{
public:
    explicit Step(const QTextCursor &cursor)
        : m_cursor(cursor)
    {
        m_cursor.beginEditBlock();
    }
    ~Step() { m_cursor.endEditBlock(); }
    Q_DISABLE_COPY_MOVE(Step)

private:
    QTextCursor m_cursor;
};

qsizetype spaceAtStart(QStringView line)
{
    const auto end = std::ranges::find_if(line, [](QChar c) { return c != u' ' && c != u'\t'; });
    return end - line.begin();
}

int columns(QStringView space, int width)
{
    int column = 0;
    for (const QChar c : space)
        column += c == u'\t' ? width - column % width : 1;
    return column;
}

QString spaceOf(int columns, const Indentation &style)
{
    return style.tabs ? QString(columns / style.width, u'\t') + QString(columns % style.width, u' ') : QString(columns, u' ');
}

void replaceSpace(const QTextBlock &block, const QString &space)
{
    const qsizetype old = spaceAtStart(block.text());
    if (block.text().first(old) == space)
        return;
    QTextCursor edit(block);
    edit.setPosition(block.position() + int(old), QTextCursor::KeepAnchor);
    edit.insertText(space);
}

/// The lines of the selection; one that only its end touches, at column 0, is not meant.
std::pair<QTextBlock, QTextBlock> linesOf(const QTextCursor &cursor)
{
    const QTextBlock first = cursor.document()->findBlock(cursor.selectionStart());
    QTextBlock last = cursor.document()->findBlock(cursor.selectionEnd());
    if (last != first && cursor.selectionEnd() == last.position())
        last = last.previous();
    return {first, last};
}

template<typename Change>
void forEachLine(const QTextCursor &cursor, Change change)
{
    const auto [first, last] = linesOf(cursor);
    for (QTextBlock block = first; block.isValid() && block.blockNumber() <= last.blockNumber(); block = block.next())
        change(block);
}

bool opensBlock(const QString &line)
{
    static const QRegularExpression opener(uR"((?:\b(?:then|do|else|in)|[{(\[:])\s*(?:#.*)?$)"_s);
    static const QRegularExpression sentence(uR"(^\s*#)"_s);
    return opener.match(line).hasMatch() && !sentence.match(line).hasMatch();
}

} // namespace

Indentation Indentation::of(QStringView text, const Indentation &usual)
{
    int tabs = 0;
    int spaces = 0;
    std::array<int, 9> steps = {};
    qsizetype before = 0;
    int lines = 0;
    for (const QStringView line : text.first(qMin(text.size(), 200'000)).tokenize(u'\n')) {
        if (++lines > 5000)
            break;
        const qsizetype space = spaceAtStart(line);
        if (space == line.size())
            continue;
        if (space > 0)
            ++(line.front() == u'\t' ? tabs : spaces);
        const qsizetype step = qAbs(space - before);
        if ((space == 0 || line.front() == u' ') && step >= 2 && step <= 8)
            ++steps[size_t(step)];
        before = space;
    }
    if (tabs > spaces)
        return {.tabs = true, .width = usual.width};
    if (spaces == 0)
        return usual;
    const auto most = std::ranges::max_element(steps);
    return {.tabs = false, .width = *most > 0 ? int(most - steps.begin()) : usual.width};
}

void indent(QTextCursor cursor, const Indentation &style)
{
    const Step step(cursor);
    forEachLine(cursor, [&style](const QTextBlock &block) {
        const QString text = block.text();
        const qsizetype space = spaceAtStart(text);
        if (space < text.size())
            replaceSpace(block, spaceOf((columns(QStringView(text).first(space), style.width) / style.width + 1) * style.width, style));
    });
}

void unindent(QTextCursor cursor, const Indentation &style)
{
    const Step step(cursor);
    forEachLine(cursor, [&style](const QTextBlock &block) {
        const QString text = block.text();
        const int now = columns(QStringView(text).first(spaceAtStart(text)), style.width);
        replaceSpace(block, spaceOf((now - 1) / style.width * style.width * (now > 0), style));
    });
}

void toggleComment(QTextCursor cursor, const QString &marker)
{
    if (marker.isEmpty())
        return;
    bool all = true;
    bool any = false;
    qsizetype column = std::numeric_limits<qsizetype>::max();
    forEachLine(cursor, [&](const QTextBlock &block) {
        const QString text = block.text();
        const qsizetype space = spaceAtStart(text);
        if (space == text.size())
            return;
        any = true;
        column = qMin(column, space);
        all = all && QStringView(text).sliced(space).startsWith(marker);
    });
    const bool remove = any && all;
    const Step step(cursor);
    forEachLine(cursor, [&](const QTextBlock &block) {
        const QString text = block.text();
        const qsizetype space = spaceAtStart(text);
        if (any && space == text.size())
            return;
        QTextCursor edit(block);
        if (remove) {
            edit.setPosition(block.position() + int(space));
            const qsizetype length = marker.size() + QStringView(text).sliced(space + marker.size()).startsWith(u' ');
            edit.setPosition(edit.position() + int(length), QTextCursor::KeepAnchor);
            edit.removeSelectedText();
        } else {
            edit.setPosition(block.position() + int(any ? column : space));
            edit.insertText(marker + u' ');
        }
    });
}

void insertTab(QTextCursor cursor, const Indentation &style)
{
    if (style.tabs) {
        cursor.insertText(u"\t"_s);
        return;
    }
    const int column = columns(QStringView(cursor.block().text()).first(cursor.positionInBlock()), style.width);
    cursor.insertText(QString(style.width - column % style.width, u' '));
}

void insertLine(QTextCursor cursor, const Indentation &style)
{
    const Step step(cursor);
    cursor.removeSelectedText();
    const QString before = cursor.block().text().first(cursor.positionInBlock());
    int column = columns(QStringView(before).first(spaceAtStart(before)), style.width);
    if (opensBlock(before))
        column = (column / style.width + 1) * style.width;
    cursor.insertText(u'\n' + spaceOf(column, style));
}

bool deleteIndentation(QTextCursor cursor, const Indentation &style)
{
    const QString before = cursor.block().text().first(cursor.positionInBlock());
    if (cursor.hasSelection() || before.isEmpty() || style.tabs || before != QString(before.size(), u' '))
        return false;
    const qsizetype stop = (before.size() - 1) / style.width * style.width;
    cursor.setPosition(cursor.block().position() + int(stop), QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    return true;
}

void alignClosing(QTextCursor cursor, const Indentation &style)
{
    static const QRegularExpression closesBlock(uR"(^\s+(?:fi|done|esac|else|elif|\}|\)|\])$)"_s);
    const QTextBlock block = cursor.block();
    if (!cursor.atBlockEnd() || !closesBlock.match(block.text()).hasMatch())
        return;
    QTextBlock above = block.previous();
    while (above.isValid() && above.text().trimmed().isEmpty())
        above = above.previous();
    if (!above.isValid())
        return;
    const QString text = above.text();
    const int body = columns(QStringView(text).first(spaceAtStart(text)), style.width);
    const int target = opensBlock(text) ? body : qMax(0, body - style.width);
    if (columns(QStringView(block.text()).first(spaceAtStart(block.text())), style.width) > target)
        replaceSpace(block, spaceOf(target, style));
}

} // namespace punchcard
