// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/deviceflow.h"
#include "core/accounts/tokensource.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace punchcard {

/// Signing in with a browser: shows the code large, copies it, opens the page, and waits.
class DevicePage : public QWidget
{
    Q_OBJECT

public:
    explicit DevicePage(QWidget *parent = nullptr);
    ~DevicePage() override;

    /// Asks the server for a code; whatever was waited for before is given up. @p clock for tests.
    void begin(const DeviceFlow &flow, Clock &clock = Clock::system());
    /// Nothing is waited for any more.
    void stop();

signals:
    void signedIn(const punchcard::FoundToken &token);
    void failed(const punchcard::Error &error);
    /// The user gave it up.
    void left();

private:
    void build();
    void showCode(const DeviceCode &code);
    void copyCode();
    void openPage();

    Context m_context;
    DeviceFlow m_flow;
    QUrl m_page;
    QLabel *m_code;
    QLabel *m_state;
    QPushButton *m_copy;
    QPushButton *m_open;
    QPushButton *m_back;
};

} // namespace punchcard
