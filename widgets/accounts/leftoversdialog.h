// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "core/jobs/leftovers.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace punchcard {

class RemnantModel;

namespace look {
class EmptyState;
class NoticeBar;
class Prompts;
} // namespace look

/// What Punchcard made on the servers and nobody needs any more: looked for as soon as it opens, deleted as it is ticked.
class LeftOversDialog : public QDialog
{
    Q_OBJECT

public:
    LeftOversDialog(Desk &desk, look::Prompts &prompts, QWidget *parent = nullptr);
    ~LeftOversDialog() override;

signals:
    /// Something was deleted, or was seen to be gone.
    void removed();

private:
    void build();
    void makeTable();
    void search();
    void showFound(const Result<LeftOvers> &found);
    void tellUnseen(const QList<LeftOvers::Unseen> &unseen);
    void choosePage();
    void updateButtons();
    void openPage();
    void askAndDelete();
    void deleteNext();

    Desk &m_desk;
    look::Prompts &m_prompts;
    RemnantModel *m_model;
    QTreeView *m_table;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    look::NoticeBar *m_notice;
    QLabel *m_progress;
    QPushButton *m_again;
    QPushButton *m_tick;
    QPushButton *m_page;
    QPushButton *m_delete;
    CancelPtr m_cancel = Cancel::make(); ///< when the dialog goes
    QList<Remnant> m_doomed;             ///< still to be deleted
    bool m_isBusy = false;
    bool m_isWhole = true;               ///< every account could be looked at
};

} // namespace punchcard
