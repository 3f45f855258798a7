// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "core/store/races.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QListView;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace punchcard {

namespace look {
class EmptyState;
}
class RaceModel;

/// A race, live or as it was: a lane for each racer, one below the other, and the figures. Any race of before can be chosen.
class RacePage : public QWidget
{
    Q_OBJECT

public:
    explicit RacePage(Desk &desk, QWidget *parent = nullptr);

    /// Shows @p race; nullopt: the newest there is.
    void setRace(std::optional<GroupId> race);
    [[nodiscard]] std::optional<GroupId> race() const { return m_race; }
    [[nodiscard]] RaceModel *model() const { return m_model; }

signals:
    /// A lane came to the front: its results belong beside it.
    void jobChosen(punchcard::JobId job);
    /// Enter or a double click: its log is wanted.
    void jobOpened(punchcard::JobId job);
    void backWished();
    /// A word for the status line.
    void told(const QString &text);
    void failed(const punchcard::Error &error);
    /// The race is shown.
    void shown();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeStrip();
    QWidget *makeHead();
    void makeLanes();
    void makeTable();
    void connectParts();
    void listRaces();
    void fillRaces(const QList<store::PastRace> &races);
    void readRace();
    void take(const QList<Job> &jobs);
    void tell();
    void chooseRow(int row);
    void openRow(int row);
    void raceAgain();
    void cancelAll();
    void viewRacers();
    void letGo();
    void updateTicker();

    Desk &m_desk;
    std::optional<GroupId> m_race;
    RaceModel *m_model;
    QComboBox *m_races;
    QToolButton *m_back;
    QToolButton *m_again;
    QToolButton *m_cancel;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    QLabel *m_verdict;
    QBoxLayout *m_head = nullptr; ///< of the verdict and the legend
    QWidget *m_legend = nullptr;
    QListView *m_lanes;
    QTreeView *m_table;
    QList<store::PastRace> m_listed; ///< what can be chosen
    bool m_isChoosing = false;
    QSet<JobId> m_viewed; ///< those that the desk looks at because this page does
    QTimer m_pause;  ///< several changes are read at once
    QTimer m_ticker; ///< runs only while something grows and is seen
};

} // namespace punchcard
