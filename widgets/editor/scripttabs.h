// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/home.h"
#include "widgets/editor/drafts.h"
#include "widgets/editor/editorhabits.h"
#include "widgets/editor/filewatch.h"
#include "widgets/look/prompts.h"

#include <QAction>
#include <QHash>
#include <QJsonObject>
#include <QWidget>

#include <functional>

class QStackedWidget;
class QTabWidget;

namespace punchcard {

class ScriptEditor;
class ScriptPage;

/// The scripts that are open, each in a tab. Text that is not saved survives a kill: it lies in the home's drafts.
class ScriptTabs : public QWidget
{
    Q_OBJECT

public:
    /// What a menu can hold; each has a shortcut of its own that works inside this widget.
    enum class Command {
        New,
        Open,
        Save,
        SaveAs,
        SaveAll,
        Close,
        CloseOthers,
        Undo,
        Redo,
        Cut,
        Copy,
        Paste,
        SelectAll,
        Find,
        FindNext,
        FindPrevious,
        Replace,
        GoToLine,
        Indent,
        Unindent,
        Comment,
        ZoomIn,
        ZoomOut,
        ZoomReset,
        Fold,
        FoldAll,
        UnfoldAll,
        Fix,
        NextProblem,
        PreviousProblem,
        NextTab,
        PreviousTab
    };

    ScriptTabs(const Home &home, look::Prompts &prompts, QWidget *parent = nullptr);
    ~ScriptTabs() override;

    [[nodiscard]] QAction *action(Command command) const { return m_actions.value(command); }

    /// The script in front; all empty without one.
    [[nodiscard]] QString currentPath() const;
    [[nodiscard]] QString currentName() const;
    [[nodiscard]] QString currentText() const;
    [[nodiscard]] bool hasScript() const { return currentPage() != nullptr; }
    [[nodiscard]] ScriptPage *currentPage() const;
    [[nodiscard]] QStringList recentFiles() const { return m_recent; }

    /// Tabs, their cursors and what was used before; a value that goes into restore() at the next start.
    [[nodiscard]] QJsonObject state() const;
    /// Opens what was open, and every draft that a session left, however it ended.
    void restore(const QJsonObject &state);
    /// Writes all that is not saved to the drafts; the window may close without a question.
    void keepDrafts();

    void setHabits(const EditorHabits &habits);

public slots:
    /// Opens the file in a tab, or comes back to its tab.
    void open(const QString &path);
    /// A script without a file. An empty name: "script-1.sh" or the next that is free.
    void newScript(const QString &name = {}, const QString &text = {});
    void chooseAndOpen();
    void save();
    void saveAs();
    void closeCurrent();

signals:
    /// Another script is in front, or it has another name, or none is.
    void currentChanged();
    /// The text in front, a moment after the last stroke of a key.
    void currentTextChanged();
    /// ShellCheck has looked at the script in front.
    void currentChecked();
    void recentFilesChanged();
    /// Something did not work; for the window's status line or a message.
    void failed(const punchcard::Error &error);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    ScriptPage *addPage();
    [[nodiscard]] ScriptPage *page(int index) const;
    [[nodiscard]] ScriptEditor *currentEditor() const;
    [[nodiscard]] QList<ScriptPage *> pages() const;
    void remove(ScriptPage *page);
    void close(ScriptPage *page);
    void savePage(ScriptPage *page, bool askName, std::function<void()> then);
    void keepDraft(ScriptPage *page);
    void showTitle(ScriptPage *page);
    void showTabTexts();
    void remember(const QString &path);
    void setZoom(int zoom);
    void goToLine();
    void showTabMenu(const QPoint &at);
    void makeActions();
    void addAction(Command command, const char *name, const QString &text, const QKeySequence &keys, std::function<void()> act);
    QWidget *makeEmptyPage();
    void updateState();

    look::Prompts &m_prompts;
    Drafts m_drafts;
    FileWatch m_watch;
    QStackedWidget *m_stack;
    QTabWidget *m_tabs;
    QHash<Command, QAction *> m_actions;
    QStringList m_recent;
    EditorHabits m_habits;
    int m_zoom = 0;
};

} // namespace punchcard
