// SPDX-License-Identifier: MIT
// widgets/elements: an array's job: its elements as a grid and as a table, and the log of the one that is chosen.
#pragma once

#include "widgets/timing/jobview.h"

class QAction;
class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace punchcard {

namespace look {
class EmptyState;
class Prompts;
} // namespace look
class ElementDetails;
class ElementFilter;
class ElementGrid;
class ElementModel;
class ElementsBar;
class ElementTable;
class FileActions;
class JobActions;
class LogPane;

/// The elements of an array's job. One of them is chosen: what is known of it and its log stand beside.
class ElementsPane : public JobView
{
    Q_OBJECT

public:
    ElementsPane(Desk &desk, JobActions &actions, look::Prompts &prompts, QWidget *parent = nullptr);

    [[nodiscard]] ElementModel &model() { return *m_model; }
    [[nodiscard]] ElementGrid *grid() const { return m_grid; }
    [[nodiscard]] ElementTable *table() const { return m_table; }
    [[nodiscard]] LogPane *log() const { return m_log; }
    /// Its number; -1: none.
    [[nodiscard]] int chosen() const { return m_chosen; }
    void choose(int number);
    /// The table instead of the grid.
    void setTabular(bool tabular);
    [[nodiscard]] FileActions &files() { return *m_files; }

signals:
    void elementChosen(int number);
    /// The log of a task is wanted by itself, in all the room there is.
    void logWanted(punchcard::JobId job, int attempt, qint64 task);
    /// A word for the status line.
    void told(const QString &text);
    void failed(const punchcard::Error &error);

protected:
    void clear() override;
    void take(const Job &job) override;
    void say(const Error &error) override;
    void tick() override;
    [[nodiscard]] bool isRunning() const override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QAction *makeAction(const char *name, const QString &icon, const QString &text, const QKeySequence &keys, std::function<void()> act);
    void makeActions();
    void makeBar();
    void makeViews();
    void connectViews();
    void showMenu(const QPoint &at);
    void takeCounts();
    void chooseFirst();
    void showChosen();
    void markChosen();
    void updatePages();
    void showAll();
    void openLog();
    void exportCsv();
    void copyTable();
    [[nodiscard]] QByteArray csv(bool selected, char separator) const;

    Desk &m_desk;
    JobActions &m_actions;
    look::Prompts &m_prompts;
    ElementModel *m_model;
    ElementFilter *m_filter;
    FileActions *m_files;
    ElementsBar *m_bar;
    ElementGrid *m_grid;
    ElementTable *m_table;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    ElementDetails *m_details = nullptr;
    LogPane *m_log;
    QSplitter *m_splitter;
    QAction *m_openLog;
    QAction *m_openPage;
    QAction *m_openFolder;
    QAction *m_tabular;
    QAction *m_export;
    QAction *m_copy;
    QAction *m_find;
    QAction *m_zoomIn;
    QAction *m_zoomOut;
    int m_chosen = -1;
    bool m_isZoomed = false; ///< by the user: it stays
    bool m_isChoosing = false;
    std::pair<int, qint64> m_shown = {}; ///< attempt and task of the log that is shown
};

} // namespace punchcard
