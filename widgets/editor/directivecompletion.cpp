// SPDX-License-Identifier: MIT
#include "widgets/editor/directivecompletion.h"

#include "core/runners/hostedrunners.h"
#include "core/script/directives.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStringListModel>
#include <QTextBlock>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QStringList hostedLabels()
{
    QStringList labels;
    for (const HostedRunner &runner : hostedRunners().runners) {
        if (runner.isUnix() && runner.state != HostedRunner::State::Deprecated)
            labels.append(runner.label);
    }
    return labels;
}

} // namespace

DirectiveCompletion::DirectiveCompletion(QPlainTextEdit *editor)
    : QObject(editor)
    , m_editor(editor)
    , m_words(new QStringListModel(this))
    , m_completer(new QCompleter(m_words, this))
{
    m_completer->setWidget(editor);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->popup()->setObjectName(u"directiveCompletions"_s);
    m_completer->popup()->setAccessibleName(tr("What a script can ask for"));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &DirectiveCompletion::insert);
}

bool DirectiveCompletion::wants(const QKeyEvent *event) const
{
    if (!m_completer->popup()->isVisible())
        return false;
    switch (event->key()) {
    case Qt::Key_Enter:
    case Qt::Key_Return:
    case Qt::Key_Escape:
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true;
    default: return false;
    }
}

void DirectiveCompletion::follow(bool asked)
{
    const QTextCursor cursor = m_editor->textCursor();
    const auto word = directiveWordAt(cursor.block().text(), cursor.positionInBlock());
    // Unasked only while something is being typed: an empty word is also where a line ends.
    const QStringList offers
        = word && (asked || !word->typed.isEmpty()) ? directiveCompletions(word->typed, hostedLabels()) : QStringList();
    if (offers.isEmpty())
        return m_completer->popup()->hide();
    m_words->setStringList(offers);
    m_completer->setCompletionPrefix(word->typed);
    QAbstractItemView *list = m_completer->popup();
    list->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect place = m_editor->cursorRect();
    place.setWidth(list->sizeHintForColumn(0) + list->verticalScrollBar()->sizeHint().width());
    m_completer->complete(place);
}

void DirectiveCompletion::insert(const QString &completion)
{
    QTextCursor cursor = m_editor->textCursor();
    const auto word = directiveWordAt(cursor.block().text(), cursor.positionInBlock());
    if (!word || !completion.startsWith(word->typed))
        return;
    cursor.insertText(completion.mid(word->typed.size()));
    m_editor->setTextCursor(cursor);
    // Behind the `=` its values are offered at once.
    if (completion.endsWith(u'='))
        follow(true);
}

} // namespace punchcard
