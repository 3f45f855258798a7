// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/gh.h"
#include "core/accounts/signin.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QRadioButton;

namespace punchcard {

namespace look {
class PrimaryButton;
class Prompts;
} // namespace look

/// What a new account is: its server, where its token comes from, what it is called.
class AddAccountPage : public QWidget
{
    Q_OBJECT

public:
    /// @p gh: whose sign-in can be taken over.
    AddAccountPage(look::Prompts &prompts, Gh gh, QWidget *parent = nullptr);

    void clear();
    void setBusy(bool busy);
    /// The app that signs in with a browser, as it was set; empty: the one built in.
    void setClientId(const QString &id);
    [[nodiscard]] QString clientId() const;

signals:
    /// Everything is there: ask the server.
    void wanted(const punchcard::NewAccount &account, const punchcard::FoundToken &token);
    /// The same, with a code that is entered in a browser.
    void browserWanted(const punchcard::NewAccount &account, const QString &clientId);
    void failed(const punchcard::Error &error);

private:
    void build(look::Prompts &prompts);
    void judge();
    void begin();
    void takeOverFromGh(const NewAccount &account);
    void lookForGh();
    void tellHow(const QUrl &root);

    Gh m_gh;
    QLineEdit *m_server;
    QRadioButton *m_byGh;
    QRadioButton *m_byBrowser;
    QRadioButton *m_byToken;
    QRadioButton *m_byFile;
    QLineEdit *m_clientId;
    QLineEdit *m_token;
    QLineEdit *m_file;
    QLineEdit *m_caFile;
    QLineEdit *m_name;
    QLineEdit *m_owner;
    QLabel *m_hint;
    look::PrimaryButton *m_signIn;
};

} // namespace punchcard
