// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "core/secrets/tokenstore.h"

#include <QDialog>

class QFormLayout;
class QLineEdit;

namespace punchcard {

namespace look {
class NoticeBar;
class PrimaryButton;
} // namespace look

/// Asks anew for the values that a job waits for, and puts each where the job looks for it. Accepted: all are there.
class SecretValueSheet : public QDialog
{
    Q_OBJECT

public:
    /// @p lacking as lackingSecrets() gives them.
    SecretValueSheet(const Job &job, const QList<SecretSource> &lacking, TokenStorePtr tokens, QWidget *parent = nullptr);

private:
    void addLine(QFormLayout *form, const SecretSource &source);
    void judge();
    void keepNext();

    QString m_uid;
    TokenStorePtr m_tokens;
    look::NoticeBar *m_notice;
    look::PrimaryButton *m_done;
    QList<std::pair<SecretSource, QLineEdit *>> m_lines; ///< those that are not kept yet
};

} // namespace punchcard
