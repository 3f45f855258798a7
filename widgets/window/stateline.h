// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/jobmodel.h"

#include <QWidget>

class QLabel;

namespace punchcard {

class Desk;

/// The window's lowest line: how many jobs run, are queued and wait, and what is left of the account's calls.
class StateLine : public QWidget
{
    Q_OBJECT

public:
    StateLine(Desk &desk, JobModel &jobs, QWidget *parent = nullptr);

    /// Whose calls are shown; empty or this computer's: none.
    void setAccount(const QString &account);
    [[nodiscard]] QString text() const;

private:
    void update();
    void readQuota();

    Desk &m_desk;
    JobModel &m_jobs;
    QString m_account;
    QString m_quota;
    QLabel *m_label;
};

} // namespace punchcard
