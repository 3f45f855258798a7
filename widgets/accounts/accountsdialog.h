// SPDX-License-Identifier: MIT
// widgets/accounts: where jobs can run, and as whom: the list, signing in, what a token may do.
#pragma once

#include "core/accounts/gh.h"
#include "core/jobs/desk.h"

#include <QDialog>

class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;

namespace punchcard {

class AccountsModel;
class AddAccountPage;
class DefaultsForm;
class DevicePage;
struct Check;
struct NewAccount;
enum class TokenKeeping;
struct FoundToken;

namespace look {
class NoticeBar;
class Prompts;
} // namespace look

/// The accounts: who each is, what its token may do and what is left; adding and removing them.
class AccountsDialog : public QDialog
{
    Q_OBJECT

public:
    AccountsDialog(Desk &desk, look::Prompts &prompts, Gh gh = {}, QWidget *parent = nullptr);

    /// The app that signs in with a browser, as it was set.
    void setClientId(const QString &id);
    /// What to do with a token that no keychain takes; asks the user.
    [[nodiscard]] TokenKeeping askKeeping(const QString &why);

public slots:
    /// Straight to the page that adds one.
    void showAdd();
    /// Shows the account @p id.
    void choose(const QString &id);

signals:
    void accountsChanged();
    /// One was added: it may be chosen at once.
    void accountAdded(const QString &id);
    /// Another app has signed in: it is the one from now on.
    void clientIdChanged(const QString &id);

private:
    void build();
    QWidget *detailsPage();
    void addPage(QWidget *page, const QString &name);
    void connectAdding();
    /// @p notes are said once the list is there.
    void reload(const QString &select, const QStringList &notes = {});
    void showChosen();
    void offerOwners();
    void check();
    void showCheck(const Check &check);
    void add(const NewAccount &account, const FoundToken &token);
    void signInByBrowser(const NewAccount &account, const QString &clientId);
    void save(const AccountChanges &changes);
    void removeChosen();
    [[nodiscard]] std::optional<Account> chosen() const;

    Desk &m_desk;
    look::Prompts &m_prompts;
    AccountsModel *m_model;
    QListView *m_list;
    QStackedWidget *m_pages;
    AddAccountPage *m_addPage;
    DevicePage *m_devicePage;
    std::shared_ptr<NewAccount> m_awaited; ///< while a browser is waited for
    QString m_clientId;
    look::NoticeBar *m_notice;
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_checkIcon = nullptr;
    QLabel *m_found = nullptr;
    QPushButton *m_check = nullptr;
    QPushButton *m_remove = nullptr;
    DefaultsForm *m_defaults = nullptr;
};

} // namespace punchcard
