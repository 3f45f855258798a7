// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace punchcard {

/// What an account is called and what its jobs begin with: owner, labels, visibility, housing.
class DefaultsForm : public QWidget
{
    Q_OBJECT

public:
    explicit DefaultsForm(QWidget *parent = nullptr);

    void setAccount(const Account &account);

signals:
    /// What is different now is to be kept.
    void saveWanted(const punchcard::AccountChanges &changes);

private:
    void build();
    void judge();
    [[nodiscard]] AccountChanges changes() const;

    Account m_account;
    QLineEdit *m_name;
    QLineEdit *m_owner;
    QLineEdit *m_labels;
    QCheckBox *m_private;
    QRadioButton *m_ownRepository;
    QRadioButton *m_standing;
    QLineEdit *m_standingName;
    QCheckBox *m_keep;
    QPushButton *m_save;
};

} // namespace punchcard
