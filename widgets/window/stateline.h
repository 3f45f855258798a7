// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/jobmodel.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace punchcard {

class Desk;

/// The window's lowest line: how many jobs run, are queued and wait, what is left of the account's calls, and that something
/// of Punchcard's stayed on a server.
class StateLine : public QWidget
{
    Q_OBJECT

public:
    StateLine(Desk &desk, JobModel &jobs, QWidget *parent = nullptr);

    /// Whose calls are shown; empty or this computer's: none.
    void setAccount(const QString &account);
    [[nodiscard]] QString text() const;
    /// Looks at what is noted anew.
    void readLeftOvers();
    void showLeftOvers(int count);

signals:
    void leftOversWanted();

private:
    void update();
    void readQuota();

    Desk &m_desk;
    JobModel &m_jobs;
    QString m_account;
    QString m_quota;
    QLabel *m_label;
    QToolButton *m_left; ///< there only while something is noted
};

} // namespace punchcard
