// SPDX-License-Identifier: MIT
#include "widgets/editor/findbar.h"
#include "widgets/editor/folding.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

void ScriptTabs::addAction(Command command, const char *name, const QString &text, const QKeySequence &keys, std::function<void()> act)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, std::move(act));
    QWidget::addAction(action);
    m_actions.insert(command, action);
}

void ScriptTabs::makeActions()
{
    const auto onEditor = [this](auto act) {
        return [this, act] {
            if (ScriptEditor *editor = currentEditor())
                act(editor);
        };
    };
    using E = ScriptEditor;
    addAction(Command::New, "newScript", tr("&New Script"), QKeySequence::New, [this] { newScript(); });
    addAction(Command::Open, "openScript", tr("&Open…"), QKeySequence::Open, [this] { chooseAndOpen(); });
    addAction(Command::Save, "saveScript", tr("&Save"), QKeySequence::Save, [this] { save(); });
    addAction(Command::SaveAs, "saveScriptAs", tr("Save &As…"), QKeySequence(u"Ctrl+Shift+S"_s), [this] { saveAs(); });
    addAction(Command::SaveAll, "saveAllScripts", tr("Save A&ll"), {}, [this] {
        for (ScriptPage *open : pages()) {
            if (open->isModified())
                savePage(open, false, {});
        }
    });
    addAction(Command::Close, "closeScript", tr("&Close"), QKeySequence(u"Ctrl+W"_s), [this] { closeCurrent(); });
    addAction(Command::CloseOthers, "closeOtherScripts", tr("Close O&thers"), {}, [this] {
        const ScriptPage *kept = currentPage();
        for (ScriptPage *open : pages()) {
            if (open != kept)
                close(open);
        }
    });
    addAction(Command::Undo, "undo", tr("&Undo"), QKeySequence::Undo, onEditor([](E *e) { e->undo(); }));
    addAction(Command::Redo, "redo", tr("&Redo"), QKeySequence::Redo, onEditor([](E *e) { e->redo(); }));
    addAction(Command::Cut, "cut", tr("Cu&t"), QKeySequence::Cut, onEditor([](E *e) { e->cut(); }));
    addAction(Command::Copy, "copy", tr("&Copy"), QKeySequence::Copy, onEditor([](E *e) { e->copy(); }));
    addAction(Command::Paste, "paste", tr("&Paste"), QKeySequence::Paste, onEditor([](E *e) { e->paste(); }));
    addAction(Command::SelectAll, "selectAll", tr("Select &All"), QKeySequence::SelectAll, onEditor([](E *e) { e->selectAll(); }));
    const auto onFindBar = [this](auto act) {
        return [this, act] {
            if (ScriptPage *page = currentPage())
                act(page->findBar());
        };
    };
    addAction(Command::Find, "find", tr("&Find…"), QKeySequence::Find, onFindBar([](FindBar *bar) { bar->openFind(); }));
    addAction(Command::FindNext, "findNext", tr("Find &Next"), QKeySequence::FindNext, onFindBar([](FindBar *bar) { bar->next(); }));
    addAction(Command::FindPrevious, "findPrevious", tr("Find Pre&vious"), QKeySequence::FindPrevious,
              onFindBar([](FindBar *bar) { bar->previous(); }));
    addAction(Command::Replace, "replace", tr("&Replace…"), QKeySequence(u"Ctrl+H"_s), onFindBar([](FindBar *bar) { bar->openReplace(); }));
    addAction(Command::GoToLine, "goToLine", tr("&Go to Line…"), QKeySequence(u"Ctrl+G"_s), [this] { goToLine(); });
    addAction(Command::Indent, "indent", tr("&Indent"), QKeySequence(u"Ctrl+]"_s), onEditor([](E *e) { e->indentLines(); }));
    addAction(Command::Unindent, "unindent", tr("U&nindent"), QKeySequence(u"Ctrl+["_s), onEditor([](E *e) { e->unindentLines(); }));
    addAction(Command::Comment, "toggleComment", tr("Toggle Co&mment"), QKeySequence(u"Ctrl+/"_s),
              onEditor([](E *e) { e->toggleComment(); }));
    addAction(Command::ZoomIn, "zoomIn", tr("Zoom &In"), QKeySequence::ZoomIn, [this] { setZoom(m_zoom + 1); });
    addAction(Command::ZoomOut, "zoomOut", tr("Zoom &Out"), QKeySequence::ZoomOut, [this] { setZoom(m_zoom - 1); });
    addAction(Command::ZoomReset, "zoomReset", tr("&Normal Size"), QKeySequence(u"Ctrl+0"_s), [this] { setZoom(0); });
    addAction(Command::Fold, "fold", tr("&Fold or Unfold"), QKeySequence(u"Ctrl+."_s),
              onEditor([](E *e) { e->folding()->toggleAround(e->textCursor().block()); }));
    addAction(Command::FoldAll, "foldAll", tr("Fold &All"), QKeySequence(u"Ctrl+Shift+-"_s),
              onEditor([](E *e) { e->folding()->foldAll(); }));
    addAction(Command::UnfoldAll, "unfoldAll", tr("&Unfold All"), QKeySequence(u"Ctrl+Shift+="_s),
              onEditor([](E *e) { e->folding()->unfoldAll(); }));
    addAction(Command::Fix, "fixProblem", tr("&Correct This Problem"), QKeySequence(u"Alt+Return"_s), onEditor([](E *e) { e->fixHere(); }));
    addAction(Command::NextProblem, "nextProblem", tr("N&ext Problem"), QKeySequence(u"F8"_s), onEditor([](E *e) { e->goToProblem(1); }));
    addAction(Command::PreviousProblem, "previousProblem", tr("P&revious Problem"), QKeySequence(u"Shift+F8"_s),
              onEditor([](E *e) { e->goToProblem(-1); }));
    const auto turn = [this](int by) {
        if (m_tabs->count() > 0)
            m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + m_tabs->count()) % m_tabs->count());
    };
    addAction(Command::NextTab, "nextTab", tr("Ne&xt Script"), QKeySequence(u"Ctrl+Tab"_s), [turn] { turn(1); });
    addAction(Command::PreviousTab, "previousTab", tr("Pre&vious Script"), QKeySequence(u"Ctrl+Shift+Tab"_s), [turn] { turn(-1); });

    const std::pair<Command, QString> icons[]
        = {{Command::New, u"add"_s},   {Command::Open, u"folder-open"_s}, {Command::Save, u"save"_s},   {Command::Undo, u"undo"_s},
           {Command::Redo, u"redo"_s}, {Command::Copy, u"copy"_s},        {Command::Paste, u"paste"_s}, {Command::Close, u"close"_s}};
    for (const auto &[command, name] : icons)
        action(command)->setIcon(look::icon(name));
}

void ScriptTabs::updateState()
{
    m_stack->setCurrentIndex(m_tabs->count() == 0 ? 0 : 1);
    setFocusProxy(currentPage());
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it) {
        const bool always = it.key() == Command::New || it.key() == Command::Open;
        it.value()->setEnabled(always || hasScript());
    }
    emit currentChanged();
}

void ScriptTabs::goToLine()
{
    ScriptEditor *editor = currentEditor();
    if (!editor)
        return;
    const QString now = QString::number(editor->textCursor().blockNumber() + 1);
    const QString answer = m_prompts.chooseText(this, tr("Go to line"), tr("Line, from 1 to %1:").arg(editor->blockCount()), now);
    if (const int line = answer.trimmed().toInt(); line > 0)
        editor->goToLine(line);
}

void ScriptTabs::showTabMenu(const QPoint &at)
{
    const int index = m_tabs->tabBar()->tabAt(at);
    if (index < 0)
        return;
    m_tabs->setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Command command : {Command::Save, Command::SaveAs, Command::Close, Command::CloseOthers})
        menu->addAction(action(command));
    menu->addSeparator();
    const QString path = currentPath();
    menu->addAction(tr("Copy Path"), this, [path] { QGuiApplication::clipboard()->setText(path); })->setEnabled(!path.isEmpty());
    menu->addAction(tr("Open Folder"), this, [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).path())); })
        ->setEnabled(!path.isEmpty());
    menu->popup(m_tabs->tabBar()->mapToGlobal(at));
}

/// What is there when no script is: what to do.
QWidget *ScriptTabs::makeEmptyPage()
{
    auto *page = new QWidget(this);
    page->setObjectName(u"noScript"_s);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto *icon = new QLabel(page);
    icon->setPixmap(look::icon(u"script"_s, look::Tone::Muted).pixmap(40, 40));
    auto *text = new QLabel(tr("No script is open"), page);
    QFont font = text->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setWeight(QFont::DemiBold);
    text->setFont(font);
    auto *hint = new QLabel(tr("Start a new one, open a file, or drop one here."), page);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto *start = new QPushButton(tr("New Script"), page);
    start->setObjectName(u"startScript"_s);
    connect(start, &QPushButton::clicked, this, [this] { newScript(); });
    auto *openFile = new QPushButton(tr("Open…"), page);
    openFile->setObjectName(u"openFile"_s);
    connect(openFile, &QPushButton::clicked, this, &ScriptTabs::chooseAndOpen);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(look::gap);
    buttons->addWidget(start);
    buttons->addWidget(openFile);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(look::gap);
    layout->addStretch(2);
    layout->addWidget(icon, 0, Qt::AlignHCenter);
    layout->addWidget(text, 0, Qt::AlignHCenter);
    layout->addWidget(hint, 0, Qt::AlignHCenter);
    layout->addSpacing(look::gap);
    layout->addLayout(buttons);
    layout->setAlignment(buttons, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

} // namespace punchcard
