// SPDX-License-Identifier: MIT
#include "widgets/log/logfindbar.h"

#include "widgets/log/logview.h"
#include "widgets/look/findline.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr auto typingDelay = 120ms;
constexpr int textWidth = 280;
} // namespace

LogFindBar::LogFindBar(LogView *view, QWidget *parent)
    : QWidget(parent)
    , m_view(view)
    , m_text(new QLineEdit(this))
    , m_count(new QLabel(this))
{
    setFixedHeight(look::barHeight);
    m_text->setObjectName("logFindText");
    m_text->setPlaceholderText(tr("Find in the log"));
    m_text->setAccessibleName(tr("Find in the log"));
    look::makeFindLine(m_text);
    m_text->setMinimumWidth(textWidth);
    m_case = makeButton(u"logFindCase"_s, u"match-case"_s, tr("Match case"));
    m_regex = makeButton(u"logFindRegex"_s, u"regex"_s, tr("Regular expression"));
    for (QToolButton *button : {m_case, m_regex}) {
        button->setCheckable(true);
        connect(button, &QToolButton::toggled, this, &LogFindBar::find);
    }
    QToolButton *const previous = makeButton(u"logFindPrevious"_s, u"arrow-up"_s, tr("Previous match"));
    QToolButton *const next = makeButton(u"logFindNext"_s, u"arrow-down"_s, tr("Next match"));
    QToolButton *const closing = makeButton(u"logFindClose"_s, u"close"_s, tr("Close"));
    connect(previous, &QToolButton::clicked, m_view, [this] { m_view->goToMatch(false); });
    connect(next, &QToolButton::clicked, m_view, [this] { m_view->goToMatch(true); });
    connect(closing, &QToolButton::clicked, this, &LogFindBar::close);
    m_count->setObjectName("logFindCount");
    m_count->setForegroundRole(QPalette::PlaceholderText);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::gap, 0, look::gap, 0);
    row->setSpacing(look::halfGap);
    row->addWidget(m_text);
    for (QToolButton *button : {m_case, m_regex})
        row->addWidget(button);
    row->addSpacing(look::halfGap);
    for (QToolButton *button : {previous, next})
        row->addWidget(button);
    row->addSpacing(look::halfGap);
    row->addWidget(m_count, 1);
    row->addWidget(closing);

    m_typing.setSingleShot(true);
    m_typing.setInterval(typingDelay);
    connect(&m_typing, &QTimer::timeout, this, &LogFindBar::find);
    connect(m_text, &QLineEdit::textEdited, &m_typing, qOverload<>(&QTimer::start));
    connect(m_text, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            find();
    });
    connect(&m_view->search(), &LogSearch::changed, this, &LogFindBar::tellCount);
    connect(m_view, &LogView::caretMoved, this, &LogFindBar::tellCount);
    hide();
}

QToolButton *LogFindBar::makeButton(const QString &name, const QString &icon, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(look::icon(icon));
    button->setIconSize({look::iconSize, look::iconSize});
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void LogFindBar::open()
{
    const LogSelection &selection = m_view->selection();
    if (!selection.isEmpty() && selection.anchor.line == selection.caret.line && selection.kind == LogSelection::Kind::Characters) {
        const QString line = m_view->lineText(selection.begin().line);
        const qsizetype from = std::min(selection.begin().column, line.size());
        m_text->setText(line.sliced(from, std::min(selection.end().column, line.size()) - from));
    }
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    find();
}

void LogFindBar::close()
{
    hide();
    m_view->search().clear();
    m_view->setFocus(Qt::OtherFocusReason);
}

void LogFindBar::find()
{
    m_typing.stop();
    m_wrong.clear();
    if (m_text->text().isEmpty()) {
        m_view->search().clear();
        tellCount();
        return;
    }
    const LogQuery query{.text = m_text->text(), .caseSensitive = m_case->isChecked(), .isRegex = m_regex->isChecked()};
    if (const Result<> started = m_view->search().find(query); !started)
        m_wrong = started.error().what;
    else
        m_view->goToMatchWhenFound();
    tellCount();
}

void LogFindBar::tellCount()
{
    const LogSearch &search = m_view->search();
    QString text;
    const QLocale locale;
    if (!m_wrong.isEmpty()) {
        text = m_wrong;
    } else if (search.pattern()) {
        const Progress progress = search.progress();
        const qint64 percent = progress.total > 0 ? progress.done * 100 / progress.total : 100;
        const QString count = locale.toString(search.count());
        const bool onHit = search.count() > 0 && !m_view->selection().isEmpty();
        if (search.isRunning())
            text = tr("%1 lines so far, %2 % looked through").arg(count).arg(percent);
        else if (search.count() == 0)
            text = tr("Not found");
        else if (onHit)
            text = tr("Line %1 of %2").arg(locale.toString(search.countBefore(m_view->caret().line) + 1), count);
        else
            text = tr("%n line(s)", nullptr, int(std::min<qint64>(search.count(), std::numeric_limits<int>::max())));
    }
    m_count->setText(text);
    m_count->setToolTip(m_wrong);
}

void LogFindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_typing.isActive())
            find();
        else
            m_view->goToMatch(!event->modifiers().testFlag(Qt::ShiftModifier));
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace punchcard
