// SPDX-License-Identifier: MIT
// widgets/artifacts: what a job brought back: its tree, a look into each file, and the ways out of the window.
#pragma once

#include "core/jobs/desk.h"
#include "widgets/artifacts/fileactions.h"

#include <QAbstractItemModel>
#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace punchcard {

namespace look {
class EmptyState;
}
class ArtifactModel;
class PreviewPane;

/// The artifacts of one job, with a preview below. Dragging rows out gives plain file URLs.
class ArtifactPane : public QWidget
{
    Q_OBJECT

public:
    ArtifactPane(Desk &desk, look::Prompts &prompts, QWidget *parent = nullptr);

    void setJob(std::optional<JobId> job);
    /// Goes to what an element of the array brought, now or when it is there.
    void showElement(int number);
    [[nodiscard]] FileActions &actions() { return *m_actions; }
    [[nodiscard]] QTreeView *view() const { return m_view; }
    /// Where the line between tree and preview stands, to be remembered.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

signals:
    /// A word for the status line.
    void told(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeView();
    void makeActions();
    QToolButton *makeButton(QAction *action);
    void followElement();
    void updateSoon();
    void updateState();
    void updateProgress();
    void updateActions();
    void askForMore();
    void showCurrent();
    void showError(const Error &error);
    void openCurrent();
    void saveAll();
    void retry();
    void togglePause();
    [[nodiscard]] QModelIndexList selectedRows() const;
    [[nodiscard]] QStringList selectedPaths() const;

    Desk &m_desk;
    std::optional<JobId> m_job;
    int m_element = -1; ///< wanted, but not there yet
    QTimer m_update;    ///< gathers changes: thousands come at once of a big array
    ArtifactModel *m_model;
    FileActions *m_actions;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    QSplitter *m_splitter;
    QTreeView *m_view;
    PreviewPane *m_preview;
    QProgressBar *m_bar;
    QLabel *m_note;
    QAction *m_open;
    QAction *m_openFolder;
    QAction *m_saveAs;
    QAction *m_saveAll;
    QAction *m_copy;
    QAction *m_copyPath;
    QAction *m_copySum;
    QAction *m_pause;
    QAction *m_retry;
};

} // namespace punchcard
