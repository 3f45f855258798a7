// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QWidget>

class QTextBrowser;

namespace punchcard {

/// All that is known of a job, to be read, selected and copied; what leads somewhere is a link.
class DetailsTab : public QWidget
{
    Q_OBJECT

public:
    explicit DetailsTab(Desk &desk, QWidget *parent = nullptr);

    void setJob(std::optional<JobId> job);
    /// The same without any form.
    [[nodiscard]] QString plainText() const { return m_plain; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void reload();
    void take(const Job &job, const QString &account);
    void say(const QString &text);

    Desk &m_desk;
    std::optional<JobId> m_job;
    std::optional<Job> m_known;
    QString m_account;
    QString m_plain;
    QTextBrowser *m_text;
};

} // namespace punchcard
