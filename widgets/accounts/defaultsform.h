// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QStringListModel;

namespace punchcard {

/// What an account is called and what its jobs begin with: owner, labels, visibility, housing.
class DefaultsForm : public QWidget
{
    Q_OBJECT

public:
    explicit DefaultsForm(QWidget *parent = nullptr);

    void setAccount(const Account &account);
    /// What may be chosen for the owner.
    void setOwners(const QStringList &owners);

signals:
    /// What is different now is to be kept.
    void saveWanted(const punchcard::AccountChanges &changes);
    /// Somebody is about to choose an owner.
    void ownersWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

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
    QCheckBox *m_live;
    QStringListModel *m_owners;
    QPushButton *m_save;
};

} // namespace punchcard
