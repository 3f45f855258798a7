// SPDX-License-Identifier: MIT
#include "widgets/editor/findbar.h"

#include "core/base/onpool.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/look/findline.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <ranges>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

FindBar::FindBar(ScriptEditor *editor, QWidget *parent)
    : QFrame(parent)
    , m_editor(editor)
    , m_pattern(new QLineEdit(this))
    , m_replacement(new QLineEdit(this))
    , m_replaceRow(new QWidget(this))
    , m_case(makeToggle("matchCase", u"match-case"_s, tr("Match case (Alt+C)"), QKeySequence(u"Alt+C"_s)))
    , m_word(makeToggle("wholeWord", u"whole-word"_s, tr("Whole words (Alt+W)"), QKeySequence(u"Alt+W"_s)))
    , m_expression(makeToggle("regularExpression", u"regex"_s, tr("Regular expression (Alt+X)"), QKeySequence(u"Alt+X"_s)))
    , m_count(new QLabel(this))
{
    setObjectName(u"findBar"_s);
    setAutoFillBackground(true);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &FindBar::runSearch);
    connect(m_pattern, &QLineEdit::textChanged, this, [this] { searchSoon(true); });
    connect(m_editor->document(), &QTextDocument::contentsChanged, this, [this] {
        if (isVisible())
            searchSoon(false);
    });
    m_pattern->installEventFilter(this);
    m_replacement->installEventFilter(this);
    build();
    hide();
}

QToolButton *FindBar::makeButton(const char *name, const QString &iconName, const QString &tip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1StringView(name));
    button->setIcon(look::icon(iconName));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    return button;
}

QToolButton *FindBar::makeToggle(const char *name, const QString &iconName, const QString &tip, const QKeySequence &keys)
{
    QToolButton *button = makeButton(name, iconName, tip);
    button->setCheckable(true);
    button->setShortcut(keys);
    connect(button, &QToolButton::toggled, this, [this] { searchSoon(true); });
    return button;
}

void FindBar::build()
{
    m_pattern->setObjectName(u"findPattern"_s);
    m_pattern->setAccessibleName(tr("Find"));
    m_pattern->setPlaceholderText(tr("Find"));
    look::addClearButton(m_pattern);
    m_replacement->setObjectName(u"replacement"_s);
    m_replacement->setAccessibleName(tr("Replace with"));
    m_replacement->setPlaceholderText(tr("Replace with"));
    m_count->setObjectName(u"findCount"_s);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(u"0000"_s, u"0000"_s)));
    QToolButton *before = makeButton("findPreviousButton", u"arrow-up"_s, tr("Previous (Shift+Enter)"));
    QToolButton *after = makeButton("findNextButton", u"arrow-down"_s, tr("Next (Enter)"));
    QToolButton *close = makeButton("closeFind", u"close"_s, tr("Close (Esc)"));
    connect(before, &QToolButton::clicked, this, &FindBar::previous);
    connect(after, &QToolButton::clicked, this, &FindBar::next);
    connect(close, &QToolButton::clicked, this, &FindBar::closeBar);
    auto *one = new QPushButton(tr("&Replace"), m_replaceRow);
    one->setObjectName(u"replaceOne"_s);
    one->setAutoDefault(false);
    auto *all = new QPushButton(tr("Replace &All"), m_replaceRow);
    all->setObjectName(u"replaceAll"_s);
    all->setAutoDefault(false);
    connect(one, &QPushButton::clicked, this, &FindBar::replaceCurrent);
    connect(all, &QPushButton::clicked, this, &FindBar::replaceAll);

    auto *find = new QHBoxLayout;
    find->setSpacing(look::halfGap);
    find->addWidget(m_pattern, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_case, m_word, m_expression})
        find->addWidget(widget);
    find->addSpacing(look::halfGap);
    find->addWidget(m_count);
    for (QWidget *widget : {before, after, close})
        find->addWidget(widget);
    auto *replace = new QHBoxLayout(m_replaceRow);
    replace->setContentsMargins(0, 0, 0, 0);
    replace->setSpacing(look::gap);
    replace->addWidget(m_replacement, 1);
    replace->addWidget(one);
    replace->addWidget(all);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(look::gap, look::halfGap, look::gap, look::halfGap);
    rows->setSpacing(look::halfGap);
    rows->addLayout(find);
    rows->addWidget(m_replaceRow);
}

void FindBar::openFind()
{
    openWith(false);
}

void FindBar::openReplace()
{
    openWith(true);
}

void FindBar::openWith(bool replace)
{
    const QString selected = m_editor->textCursor().selectedText();
    m_origin = m_editor->textCursor().selectionStart();
    m_replaceRow->setVisible(replace);
    show();
    if (!selected.isEmpty() && !selected.contains(QChar::ParagraphSeparator))
        m_pattern->setText(m_expression->isChecked() ? QRegularExpression::escape(selected) : selected);
    m_pattern->setFocus();
    m_pattern->selectAll();
    searchSoon(true);
}

void FindBar::closeBar()
{
    hide();
    ++m_generation;
    m_searching = false;
    m_hits.clear();
    m_editor->setHits({}, -1);
    m_editor->setFocus();
}

Search FindBar::search() const
{
    return Search{.pattern = m_pattern->text(),
                  .matchCase = m_case->isChecked(),
                  .wholeWord = m_word->isChecked(),
                  .regularExpression = m_expression->isChecked()};
}

void FindBar::searchSoon(bool jump)
{
    m_jump = m_jump || jump;
    m_searching = true;
    m_timer.start(30ms);
}

void FindBar::runSearch()
{
    m_timer.stop();
    const int generation = ++m_generation;
    const int revision = m_editor->document()->revision();
    const auto find = [wanted = search(), text = m_editor->shownText()] { return findAll(wanted, text); };
    QCoro::connect(onPool(Context(), find), this, [this, generation, revision](const Result<QList<Hit>> &found) {
        // What was asked or searched is another thing by now; that search is on its way.
        if (generation == m_generation && revision == m_editor->document()->revision())
            take(found);
    });
}

void FindBar::take(const Result<QList<Hit>> &found)
{
    m_searching = false;
    m_hits = found.value_or(QList<Hit>());
    m_problem = found ? QString() : found.error().what;
    const int position = m_editor->textCursor().selectionStart();
    const auto here = std::ranges::find(m_hits, position, &Hit::start);
    m_current = here == m_hits.end() || !m_editor->textCursor().hasSelection() ? -1 : int(here - m_hits.begin());
    const bool jump = std::exchange(m_jump, false);
    const int wanted = std::exchange(m_wanted, 0);
    if (wanted != 0)
        go(wanted);
    else if (jump && !m_hits.isEmpty())
        select(firstHitFrom(m_origin));
    else
        m_editor->setHits(m_hits, m_current);
    say();
}

int FindBar::firstHitFrom(int position) const
{
    const auto hit = std::ranges::lower_bound(m_hits, position, {}, &Hit::start);
    return hit == m_hits.end() ? 0 : int(hit - m_hits.begin());
}

void FindBar::go(int direction)
{
    if (!isVisible()) {
        openFind();
        return;
    }
    if (m_searching) {
        m_wanted = direction;
        return;
    }
    if (m_hits.isEmpty())
        return;
    const int count = int(m_hits.size());
    const QTextCursor cursor = m_editor->textCursor();
    const int next = firstHitFrom(cursor.hasSelection() && direction > 0 ? cursor.selectionStart() + 1 : cursor.selectionStart());
    if (direction > 0)
        select(next);
    else
        select(m_hits.at(next).start >= cursor.selectionStart() ? (next + count - 1) % count : count - 1);
}

void FindBar::select(int index)
{
    m_current = index;
    m_origin = m_hits.at(index).start;
    m_editor->setHits(m_hits, m_current);
    m_editor->selectRange(m_hits.at(index).start, m_hits.at(index).end);
    say();
}

void FindBar::say()
{
    QPalette colours = palette();
    const bool bad = !m_problem.isEmpty() || (m_hits.isEmpty() && !m_pattern->text().isEmpty());
    if (bad)
        colours.setColor(QPalette::WindowText, look::colour(look::Tone::Failure, palette()));
    m_count->setPalette(colours);
    m_count->setToolTip(m_problem);
    const QLocale locale;
    if (!m_problem.isEmpty())
        m_count->setText(m_problem);
    else if (m_pattern->text().isEmpty())
        m_count->clear();
    else if (m_hits.isEmpty())
        m_count->setText(tr("Not found"));
    else if (m_hits.size() >= mostHits)
        m_count->setText(tr("More than %1").arg(locale.toString(mostHits)));
    else if (m_current < 0)
        m_count->setText(tr("%1 found").arg(locale.toString(m_hits.size())));
    else
        m_count->setText(tr("%1 of %2").arg(locale.toString(m_current + 1), locale.toString(m_hits.size())));
}

void FindBar::replaceCurrent()
{
    if (m_editor->isReadOnly() || m_searching || m_current < 0) {
        go(1);
        return;
    }
    const Hit hit = m_hits.at(m_current);
    // What a hit does not show cannot be put into its replacement; replacing all can.
    if (!m_editor->longLines()->shown(hit.start, hit.end).gaps.isEmpty()) {
        go(1);
        return;
    }
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(hit.start);
    cursor.setPosition(hit.end, QTextCursor::KeepAnchor);
    cursor.insertText(replacementFor(search(), m_editor->shownText(), hit, m_replacement->text()));
    m_origin = cursor.position();
    QTextCursor behind = m_editor->textCursor();
    behind.setPosition(m_origin);
    m_editor->setTextCursor(behind);
    searchSoon(true);
}

void FindBar::replaceAll()
{
    if (m_editor->isReadOnly())
        return;
    const int revision = m_editor->document()->revision();
    const Search wanted = search();
    const QString text = m_editor->text(); // Also what of long lines is not shown.
    const auto find = [wanted, text] { return findAll(wanted, text); };
    QCoro::connect(onPool(Context(), find), this, [this, wanted, text, revision](const Result<QList<Hit>> &found) {
        if (found && revision == m_editor->document()->revision())
            applyAll(wanted, text, *found);
    });
}

/// One step of undo. The text between the first and the last hit is put in at once: a thousand edits would take seconds.
void FindBar::applyAll(const Search &wanted, const QString &text, const QList<Hit> &hits)
{
    if (hits.isEmpty())
        return;
    QString changed = text;
    const QString replacement = m_replacement->text();
    for (const Hit &hit : std::views::reverse(hits))
        changed.replace(hit.start, hit.end - hit.start, replacementFor(wanted, text, hit, replacement));
    m_editor->replaceText(changed);
    say();
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        closeBar();
    else
        QFrame::keyPressEvent(event);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)
        return QFrame::eventFilter(watched, event);
    if (key->modifiers().testFlag(Qt::ControlModifier) && !key->modifiers().testFlag(Qt::AltModifier))
        return false; // Runs the script.
    if (watched == m_replacement)
        key->modifiers().testFlag(Qt::AltModifier) ? replaceAll() : replaceCurrent();
    else
        go(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    return true;
}

} // namespace punchcard
