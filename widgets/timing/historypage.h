// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QSortFilterProxyModel;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace punchcard {

namespace look {
class EmptyState;
class Prompts;
} // namespace look
class CompareView;
class HistoryChart;
class HistoryModel;
class RunnerModel;

/// How a script went over time: a chart, what it took by runner, all its runs; two of them can be compared.
class HistoryPage : public QWidget
{
    Q_OBJECT

public:
    HistoryPage(Desk &desk, look::Prompts &prompts, QWidget *parent = nullptr);

    /// Shows the runs of the script @p name; empty: of the one that ran last.
    void setScript(const QString &name);
    [[nodiscard]] QString script() const { return m_script; }

signals:
    void jobChosen(punchcard::JobId job);
    void backWished();
    void racesWished();
    /// A word for the status line.
    void told(const QString &text);
    /// The runs of the script are shown.
    void shown();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeStrip();
    QWidget *makeOverview();
    void listScripts();
    void reload();
    void take(const QList<store::PastRun> &runs);
    void updateSelection();
    void compare();
    enum class Format { Csv, Json };
    void exportRuns(Format format);
    [[nodiscard]] QList<JobId> selectedJobs() const;

    Desk &m_desk;
    look::Prompts &m_prompts;
    QString m_script;
    QString m_wanted; ///< asked for while its runs are being read
    bool m_stale = true;
    HistoryModel *m_runs;
    RunnerModel *m_runners;
    QSortFilterProxyModel *m_sorted;
    QComboBox *m_scripts;
    QToolButton *m_compare;
    QToolButton *m_export;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    QWidget *m_overview = nullptr;
    HistoryChart *m_chart;
    QTreeView *m_runView = nullptr;
    QTreeView *m_runnerView = nullptr;
    CompareView *m_comparison;
    QTimer m_pause; ///< a job that moves changes often; the history is read once for several changes
};

} // namespace punchcard
